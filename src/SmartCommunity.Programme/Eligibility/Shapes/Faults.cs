using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Eligibility.Shapes;

/// <summary>What is wrong with a file, each with its field; a file full of the same mistake is not listed whole. Not thread-safe.</summary>
internal sealed class Faults
{
    // What a person reads before correcting the file.
    private const int MaxListed = 20;

    private readonly List<Refusal> _found = [];
    private int _count;

    internal IReadOnlyList<Refusal> Found => _count > MaxListed
        ? [.. _found, new Refusal("", new Words($"另有 {_count - MaxListed} 处错误。", $"There are {_count - MaxListed} more faults."))]
        : _found;

    internal bool Any => _count > 0;

    internal void Add(string field, string zh, string en)
    {
        if (++_count <= MaxListed)
            _found.Add(new Refusal(field, new Words(zh, en)));
    }
}
