namespace SmartCommunity.Telemetry.Dialects;

/// <summary>Reads bytes out of hex text with or without blanks between the digits. Pure.</summary>
internal static class HexText
{
    private const int NoDigit = -1;

    /// <summary>False with the position of what is no digit; the target must have room for half as many bytes as the text has.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, Span<byte> target, out int count, out int faultAt)
    {
        count = 0;
        var high = NoDigit;
        for (faultAt = 0; faultAt < text.Length; faultAt++)
        {
            if (text[faultAt] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                continue;
            var digit = Digit(text[faultAt]);
            if (digit == NoDigit)
                return false;
            if (high == NoDigit)
            {
                high = digit;
                continue;
            }

            target[count++] = (byte)((high << 4) | digit);
            high = NoDigit;
        }

        return high == NoDigit;
    }

    private static int Digit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => NoDigit,
    };
}
