using System.Buffers;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Events of the closed days of one leaf, in order. Immutable.</summary>
/// <remarks>
/// <code>
/// number   days since the day before it (the first: since 1970-01-01)
/// number   events
/// number   those of them that do not match
/// number   milliseconds of the last since the day began
/// number   numbers, then of each, ascending:
/// double     the number
/// number     how often it came
/// number   texts, then of each, ascending: 8 bytes, its hash
/// </code>
/// See <see cref="PackedNumbers"/>.
/// </remarks>
internal sealed class PackedEventDays
{
    private readonly byte[] _bytes;

    private PackedEventDays(byte[] bytes, int lastDay) => (_bytes, LastDay) = (bytes, lastDay);

    internal static PackedEventDays Empty { get; } = new([], 0);

    /// <summary>The youngest of them; 0 = there is none.</summary>
    internal int LastDay { get; }

    /// <summary>Packs days that are in order.</summary>
    internal static PackedEventDays Of(IEnumerable<(int Day, EventDay Content)> days)
    {
        var output = new ArrayBufferWriter<byte>();
        var last = 0;
        foreach (var (day, content) in days)
        {
            PackedNumbers.Write(output, (ulong)(day - last));
            PackedNumbers.Write(output, (ulong)content.Count);
            PackedNumbers.Write(output, (ulong)(content.Count - content.Matched));
            PackedNumbers.Write(output, (ulong)content.LastMs);
            PackedNumbers.Write(output, (ulong)content.Numbers.Length);
            for (var i = 0; i < content.Numbers.Length; i++)
            {
                PackedNumbers.WriteDouble(output, content.Numbers[i]);
                PackedNumbers.Write(output, (ulong)content.Counts[i]);
            }

            PackedNumbers.Write(output, (ulong)content.Texts.Length);
            foreach (var text in content.Texts)
                PackedNumbers.WriteHash(output, text);
            last = day;
        }

        return last == 0 ? Empty : new PackedEventDays(output.WrittenSpan.ToArray(), last);
    }

    /// <summary>Days from one on, in order.</summary>
    internal IEnumerable<(int Day, EventDay Content)> DaysFrom(int day)
    {
        var number = 0;
        for (var at = 0; at < _bytes.Length;)
        {
            number += (int)PackedNumbers.Read(_bytes, ref at);
            var content = Read(ref at);
            if (number >= day)
                yield return (number, content);
        }
    }

    private EventDay Read(ref int at)
    {
        var content = new EventDay { Count = (int)PackedNumbers.Read(_bytes, ref at) };
        content.Matched = content.Count - (int)PackedNumbers.Read(_bytes, ref at);
        content.LastMs = (int)PackedNumbers.Read(_bytes, ref at);
        content.Numbers = new double[(int)PackedNumbers.Read(_bytes, ref at)];
        content.Counts = new int[content.Numbers.Length];
        for (var i = 0; i < content.Numbers.Length; i++)
            (content.Numbers[i], content.Counts[i]) = (PackedNumbers.ReadDouble(_bytes, ref at), (int)PackedNumbers.Read(_bytes, ref at));
        content.Texts = new ulong[(int)PackedNumbers.Read(_bytes, ref at)];
        for (var i = 0; i < content.Texts.Length; i++)
            content.Texts[i] = PackedNumbers.ReadHash(_bytes, ref at);
        return content;
    }
}
