using System.Buffers;
using System.Collections;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Numbers, each with how often it came, in a third of the room of a list of pairs: a double and a number after the other (<see cref="PackedNumbers"/>). To be gone through from the first on.</summary>
internal sealed class CountedNumbers : IReadOnlyList<(double Value, long Count)>
{
    private readonly byte[] _bytes;

    internal CountedNumbers(IEnumerable<KeyValuePair<double, long>> ascending)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (value, count) in ascending)
        {
            PackedNumbers.WriteDouble(output, value);
            PackedNumbers.Write(output, (ulong)count);
            Count++;
        }

        _bytes = output.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Goes through all before it.</summary>
    public (double Value, long Count) this[int index] => this.Skip(index).First();

    /// <inheritdoc/>
    public IEnumerator<(double Value, long Count)> GetEnumerator()
    {
        for (var at = 0; at < _bytes.Length;)
            yield return (PackedNumbers.ReadDouble(_bytes, ref at), (long)PackedNumbers.Read(_bytes, ref at));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
