using System.Buffers;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Events or followers of closed days, by time, then key. Immutable.</summary>
/// <remarks>
/// <code>
/// number   days since the day before it (the first: since 1970-01-01), times 2, and 1 where there are keys
/// number   entries
/// number   bytes of them, then of each:
/// number     milliseconds since the entry before it, the first since the day began
/// 8 bytes    key, least byte first, where there are keys
/// </code>
/// See <see cref="PackedNumbers"/>.
/// </remarks>
internal sealed class PackedPairs
{
    private readonly byte[] _bytes;

    private PackedPairs(byte[] bytes, int lastDay) => (_bytes, LastDay) = (bytes, lastDay);

    internal static PackedPairs Empty { get; } = new([], 0);

    /// <summary>The youngest day that has entries; 0 = there is none.</summary>
    internal int LastDay { get; }

    /// <summary>Packs entries that are in order.</summary>
    internal static PackedPairs Of(IEnumerable<PairEntry> entries)
    {
        var (output, ofDay) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        var lastDay = 0;
        foreach (var day in entries.GroupBy(static e => ChinaDays.Of(e.AtMs)))
        {
            var all = day.ToList();
            var hasKeys = all.Exists(static e => e.Key != 0);
            ofDay.ResetWrittenCount();
            var lastMs = ChinaDays.StartMs(day.Key);
            foreach (var entry in all)
            {
                PackedNumbers.Write(ofDay, (ulong)(entry.AtMs - lastMs));
                lastMs = entry.AtMs;
                if (hasKeys)
                    PackedNumbers.WriteHash(ofDay, entry.Key);
            }

            PackedNumbers.Write(output, ((ulong)(day.Key - lastDay) << 1) | (hasKeys ? 1u : 0));
            PackedNumbers.Write(output, (ulong)all.Count);
            PackedNumbers.Write(output, (ulong)ofDay.WrittenCount);
            output.Write(ofDay.WrittenSpan);
            lastDay = day.Key;
        }

        return lastDay == 0 ? Empty : new PackedPairs(output.WrittenSpan.ToArray(), lastDay);
    }

    /// <summary>Goes through the entries of a day and of those after it in order; their ids are forgotten.</summary>
    internal Walker Walk(int fromDay = 0) => new(_bytes, fromDay);

    internal IEnumerable<PairEntry> All()
    {
        for (var walk = Walk(); walk.Next();)
            yield return walk.Entry;
    }

    /// <summary>An entry after the other, days before the first passed over; allocates nothing.</summary>
    internal struct Walker(byte[] bytes, int fromDay)
    {
        private int _at;
        private int _day;
        private int _left;
        private bool _hasKeys;
        private long _lastMs;

        internal PairEntry Entry { get; private set; }

        internal bool Next()
        {
            while (_left == 0)
            {
                if (_at == bytes.Length)
                    return false;
                var head = PackedNumbers.Read(bytes, ref _at);
                _day += (int)(head >> 1);
                _hasKeys = (head & 1) != 0;
                _left = (int)PackedNumbers.Read(bytes, ref _at);
                var length = (int)PackedNumbers.Read(bytes, ref _at);
                if (_day < fromDay)
                    (_left, _at) = (0, _at + length);
                _lastMs = ChinaDays.StartMs(_day);
            }

            _left--;
            _lastMs += (long)PackedNumbers.Read(bytes, ref _at);
            Entry = new PairEntry(_lastMs, 0, _hasKeys ? PackedNumbers.ReadHash(bytes, ref _at) : 0);
            return true;
        }
    }
}
