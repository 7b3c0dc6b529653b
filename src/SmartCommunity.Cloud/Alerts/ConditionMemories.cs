using System.Runtime.InteropServices;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>What a condition remembers of one subject: since when it holds, the value it began with, how often in a row.</summary>
internal struct ConditionMemory
{
    internal long SinceMs;
    internal long LastAtMs;
    internal double Value;
    internal int Count;

    /// <summary>An alert was raised for it.</summary>
    internal bool IsRaised;

    /// <summary>Of <see cref="UseFold"/>: the register at the beginnings of its latest steps, the youngest first; else null.</summary>
    internal double[]? Steps;
}

/// <summary>
/// What conditions remember, by rule (and signal), then device, home or gateway. In no order: nothing is derived from going through it. Most rules remember nothing of anybody, and cost next to nothing to
/// ask. Not thread-safe.
/// </summary>
internal sealed class ConditionMemories
{
    private readonly Dictionary<string, Dictionary<string, ConditionMemory>> _rules = new(StringComparer.Ordinal);

    /// <summary>Rule and subject of everything remembered.</summary>
    internal IEnumerable<(string Rule, string Subject)> Keys => All.Select(static m => m.Key);

    internal IEnumerable<((string Rule, string Subject) Key, ConditionMemory Memory)> All => _rules.SelectMany(static r => r.Value.Select(m => ((r.Key, m.Key), m.Value)));

    /// <summary>What a rule remembers, by subject; the same until <see cref="Clear"/>.</summary>
    internal Dictionary<string, ConditionMemory> Of(string rule)
    {
        ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(_rules, rule, out _);
        return own ??= new Dictionary<string, ConditionMemory>(StringComparer.Ordinal);
    }

    internal void Clear() => _rules.Clear();
}
