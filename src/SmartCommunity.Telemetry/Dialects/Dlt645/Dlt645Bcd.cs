namespace SmartCommunity.Telemetry.Dialects.Dlt645;

/// <summary>What stands where a value should be.</summary>
internal enum BcdOutcome
{
    Read,

    /// <summary>All FFH: the meter has no such value.</summary>
    Absent,

    NotDigits,
}

/// <summary>Values of a frame: packed digits, lowest pair first; with a sign, the highest bit of the highest byte is minus. Pure.</summary>
internal static class Dlt645Bcd
{
    private const int Ten = 10;
    private const byte SignBit = 0x80;
    private static readonly double[] Powers = [1, 10, 100, 1_000, 10_000];

    internal static BcdOutcome Read(in Dlt645Frame frame, int offset, Dlt645Item item, out double value)
    {
        value = 0;
        long digits = 0;
        var absent = 0;
        var isNegative = false;
        for (var i = item.ValueBytes - 1; i >= 0; i--)
        {
            var pair = frame.Data(offset + i);
            absent += pair == byte.MaxValue ? 1 : 0;
            if (i == item.ValueBytes - 1 && item.IsSigned && (pair & SignBit) != 0)
            {
                isNegative = true;
                pair &= unchecked((byte)~SignBit);
            }

            var (high, low) = (pair >> 4, pair & 0xF);
            if (high >= Ten || low >= Ten)
                digits = long.MinValue; // Goes on only to see whether the value is absent.
            else if (digits >= 0)
                digits = (((digits * Ten) + high) * Ten) + low;
        }

        if (absent == item.ValueBytes)
            return BcdOutcome.Absent;
        if (digits < 0)
            return BcdOutcome.NotDigits;
        value = (isNegative ? -digits : digits) / Powers[item.Decimals];
        return BcdOutcome.Read;
    }

    /// <summary>The same backwards; throws for a value that has no room.</summary>
    internal static void Write(double value, Dlt645Item item, Span<byte> target)
    {
        var digits = (long)Math.Round(Math.Abs(value) * Powers[item.Decimals]);
        for (var i = 0; i < item.ValueBytes; i++, digits /= Ten * Ten)
            target[i] = (byte)((digits / Ten % Ten << 4) | (digits % Ten));
        if (digits > 0 || (value < 0 && !item.IsSigned) || (item.IsSigned && (target[item.ValueBytes - 1] & SignBit) != 0))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"Has no room in {item.ValueBytes} bytes with {item.Decimals} decimals.");
        if (value < 0)
            target[item.ValueBytes - 1] |= SignBit;
    }
}
