using System.Buffers;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>First and last values of a register's days before the youngest, in order, in about half of the room. Immutable.</summary>
/// <remarks>
/// <code>
/// number   days since the day before it (the first: since 1970-01-01), times 8, and the power of ten (0 to 6) that divides both values below
/// number   milliseconds of the first value since the day began
/// number   milliseconds from it to the last value
/// signed   first value less the last value of the day before it (the first: less 0), divided by the power of ten
/// signed   last value less the first, divided by the power of ten
/// </code>
/// Numbers have seven bits a byte, least first; the highest bit says that more follow; a signed one has its sign in the lowest bit. A meter that counts in hundredths takes some 14 bytes a day.
/// </remarks>
internal sealed class PackedRegisterDays
{
    private const int Bits = 7;
    private const byte More = 0x80;
    private const int LongestDay = 50;
    private const int PowerBits = 3;
    private const int MostPower = 6;
    private const int Ten = 10;
    private static readonly long[] _powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

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
        var output = new ArrayBufferWriter<byte>(_bytes.Length + LongestDay);
        output.Write(_bytes);
        var (lastDay, lastValue) = (LastDay, _lastValue);
        foreach (var (day, ends) in days)
        {
            var power = PowerOf(ends.First - lastValue, ends.Last - ends.First);
            Write(output, ((ulong)(day - lastDay) << PowerBits) | (uint)power);
            Write(output, (ulong)ends.FirstMs);
            Write(output, (ulong)(ends.LastMs - ends.FirstMs));
            Write(output, Signed((ends.First - lastValue) / _powers[power]));
            Write(output, Signed((ends.Last - ends.First) / _powers[power]));
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

    private static int PowerOf(long first, long second)
    {
        var power = 0;
        while (power < MostPower && first % Ten == 0 && second % Ten == 0)
            (first, second, power) = (first / Ten, second / Ten, power + 1);
        return power;
    }

    private static ulong Signed(long value) => (ulong)(value << 1) ^ (ulong)(value >> 63);

    private static void Write(ArrayBufferWriter<byte> output, ulong number)
    {
        var span = output.GetSpan(LongestDay);
        var length = 0;
        for (; number >= More; number >>= Bits)
            span[length++] = (byte)(number | More);
        span[length++] = (byte)number;
        output.Advance(length);
    }

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
            var head = Number();
            var power = _powers[(int)(head & ((1 << PowerBits) - 1))];
            var firstMs = (int)Number();
            var lastMs = firstMs + (int)Number();
            var first = Ends.Last + (Signed() * power);
            Day += (int)(head >> PowerBits);
            Ends = new RegisterEnds(firstMs, lastMs, first, first + (Signed() * power));
            return true;
        }

        private long Signed()
        {
            var number = Number();
            return (long)(number >> 1) ^ -(long)(number & 1);
        }

        private ulong Number()
        {
            ulong number = 0;
            for (var shift = 0; ; shift += Bits)
            {
                var next = bytes[_at++];
                number |= (ulong)(next & (More - 1)) << shift;
                if (next < More)
                    return number;
            }
        }
    }
}
