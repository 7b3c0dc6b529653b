using System.Buffers;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>First and last values of a register's days before the youngest, in order, in about half of the room. Immutable.</summary>
/// <remarks>
/// <code>
/// number   days since the day before it (the first: since 1970-01-01), times 8, and the power of ten (0 to 6) that divides both values below
/// number   milliseconds of the first value since the day began
/// number   milliseconds from the last value to the end of the day
/// signed   first value less the last value of the day before it (the first: less 0), divided by the power of ten
/// signed   last value less the first, divided by the power of ten
/// </code>
/// See <see cref="PackedNumbers"/>. A meter that counts in hundredths takes some 14 bytes a day.
/// </remarks>
internal sealed class PackedRegisterDays
{
    private const int PowerBits = 3;

    private readonly byte[] _bytes;
    private readonly long _lastValue;

    private PackedRegisterDays(byte[] bytes, int lastDay, long lastValue) => (_bytes, LastDay, _lastValue) = (bytes, lastDay, lastValue);

    internal static PackedRegisterDays Empty { get; } = new([], 0, 0);

    /// <summary>The youngest of them; 0 = there is none.</summary>
    internal int LastDay { get; }

    internal bool IsEmpty => _bytes.Length == 0;

    /// <summary>With some more days, all after <see cref="LastDay"/>, in order.</summary>
    internal PackedRegisterDays With(IEnumerable<(int Day, RegisterEnds Ends)> days)
    {
        var output = new ArrayBufferWriter<byte>(_bytes.Length + 1);
        output.Write(_bytes);
        var (lastDay, lastValue) = (LastDay, _lastValue);
        foreach (var (day, ends) in days)
        {
            var power = PackedNumbers.PowerOf(ends.First - lastValue, ends.Last - ends.First);
            PackedNumbers.Write(output, ((ulong)(day - lastDay) << PowerBits) | (uint)power);
            PackedNumbers.Write(output, (ulong)ends.FirstMs);
            PackedNumbers.Write(output, (ulong)(ChinaTime.DayMs - ends.LastMs));
            PackedNumbers.WriteSigned(output, (ends.First - lastValue) / PackedNumbers.TenTo(power));
            PackedNumbers.WriteSigned(output, (ends.Last - ends.First) / PackedNumbers.TenTo(power));
            (lastDay, lastValue) = (day, ends.Last);
        }

        return new PackedRegisterDays(output.WrittenSpan.ToArray(), lastDay, lastValue);
    }

    /// <summary>Without the days before one.</summary>
    internal PackedRegisterDays From(int day)
    {
        var first = Walk();
        return !first.Next() || first.Day >= day ? this : Empty.With(DaysFrom(day));
    }

    internal IEnumerable<(int Day, RegisterEnds Ends)> DaysFrom(int day)
    {
        var walk = Walk();
        while (walk.Next())
        {
            if (walk.Day >= day)
                yield return (walk.Day, walk.Ends);
        }
    }

    /// <summary>Goes through the days in order and allocates nothing.</summary>
    internal Walker Walk() => new(_bytes);

    /// <summary>A day after the other.</summary>
    internal struct Walker(byte[] bytes)
    {
        private int _at;

        internal int Day { get; private set; }

        internal RegisterEnds Ends { get; private set; }

        internal bool Next()
        {
            if (_at == bytes.Length)
                return false;
            var head = PackedNumbers.Read(bytes, ref _at);
            var power = PackedNumbers.TenTo((int)head & ((1 << PowerBits) - 1));
            var firstMs = (int)PackedNumbers.Read(bytes, ref _at);
            var lastMs = (int)ChinaTime.DayMs - (int)PackedNumbers.Read(bytes, ref _at);
            var first = Ends.Last + (PackedNumbers.ReadSigned(bytes, ref _at) * power);
            Day += (int)(head >> PowerBits);
            Ends = new RegisterEnds(firstMs, lastMs, first, first + (PackedNumbers.ReadSigned(bytes, ref _at) * power));
            return true;
        }
    }
}
