using System.Buffers;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Days of a leaf's measurements before the youngest, in order. Immutable.</summary>
/// <remarks>
/// <code>
/// number   days since the day before it (the first: since 1970-01-01), times 8, and the power of ten (0 to 6) that divides the sum
/// number   measurements
/// number   those of them that do not match
/// signed   sum, divided by the power of ten
/// number   milliseconds from the last measurement to the end of the day
/// number   bits of the first 64 devices
/// number   further words of bits, then each as a number
/// </code>
/// See <see cref="PackedNumbers"/>. A day of one device takes some 12 bytes.
/// </remarks>
internal sealed class PackedSampleDays
{
    private const int PowerBits = 3;

    private readonly byte[] _bytes;

    private PackedSampleDays(byte[] bytes, int lastDay) => (_bytes, LastDay) = (bytes, lastDay);

    internal static PackedSampleDays Empty { get; } = new([], 0);

    /// <summary>The youngest of them; 0 = there is none.</summary>
    internal int LastDay { get; }

    /// <summary>With some more days, all after <see cref="LastDay"/>, in order.</summary>
    internal PackedSampleDays With(IEnumerable<(int Day, SampleDay Content)> days)
    {
        var output = new ArrayBufferWriter<byte>(_bytes.Length + 1);
        output.Write(_bytes);
        var last = LastDay;
        foreach (var (day, content) in days)
        {
            var power = PackedNumbers.PowerOf(content.Sum, 0);
            PackedNumbers.Write(output, ((ulong)(day - last) << PowerBits) | (uint)power);
            PackedNumbers.Write(output, (ulong)content.Count);
            PackedNumbers.Write(output, (ulong)(content.Count - content.Matched));
            PackedNumbers.WriteSigned(output, content.Sum / PackedNumbers.TenTo(power));
            PackedNumbers.Write(output, (ulong)(ChinaTime.DayMs - content.LastMs));
            PackedNumbers.Write(output, content.Devices);
            PackedNumbers.Write(output, (ulong)(content.MoreDevices?.Length ?? 0));
            foreach (var word in content.MoreDevices ?? [])
                PackedNumbers.Write(output, word);
            last = day;
        }

        return new PackedSampleDays(output.WrittenSpan.ToArray(), last);
    }

    /// <summary>Without the days before one.</summary>
    internal PackedSampleDays From(int day)
    {
        foreach (var (first, _) in DaysFrom(int.MinValue))
            return first >= day ? this : Empty.With(DaysFrom(day));
        return this;
    }

    internal IEnumerable<(int Day, SampleDay Content)> DaysFrom(int day)
    {
        var number = 0;
        for (var at = 0; at < _bytes.Length;)
        {
            var content = Read(ref at, ref number);
            if (number >= day)
                yield return (number, content);
        }
    }

    private SampleDay Read(ref int at, ref int day)
    {
        var head = PackedNumbers.Read(_bytes, ref at);
        day += (int)(head >> PowerBits);
        var content = new SampleDay { Count = (int)PackedNumbers.Read(_bytes, ref at) };
        content.Matched = content.Count - (int)PackedNumbers.Read(_bytes, ref at);
        content.Sum = PackedNumbers.ReadWide(_bytes, ref at) * PackedNumbers.TenTo((int)head & ((1 << PowerBits) - 1));
        content.LastMs = (int)(ChinaTime.DayMs - (long)PackedNumbers.Read(_bytes, ref at));
        content.Devices = PackedNumbers.Read(_bytes, ref at);
        var more = (int)PackedNumbers.Read(_bytes, ref at);
        content.MoreDevices = more == 0 ? null : new ulong[more];
        for (var word = 0; word < more; word++)
            content.MoreDevices![word] = PackedNumbers.Read(_bytes, ref at);
        return content;
    }
}
