namespace SmartCommunity.Telemetry.Dialects.Dlt645;

/// <summary>Why bytes are no frame.</summary>
internal enum Dlt645Fault
{
    None,
    NoStart,
    CutOff,
    TooLong,
    Checksum,
    NoEnd,
}

/// <summary>
/// One frame of DL/T 645-2007, checked. It points into the bytes it was read from.
/// </summary>
/// <remarks>
/// <code>
/// offset  bytes  what
///      0      1  68H
///      1      6  address, BCD, lowest pair of digits first
///      7      1  68H
///      8      1  control code: bit 7 answer, bit 6 error, bit 5 more follows, bits 0 to 4 function
///      9      1  L, bytes of data, at most 200
///     10      L  data, each byte + 33H: identifier (4, lowest first), then values
///   10+L      1  sum of all bytes before it, modulo 256
///   11+L      1  16H
/// </code>
/// </remarks>
internal readonly ref struct Dlt645Frame
{
    /// <summary>Start of a frame, twice.</summary>
    internal const byte Start = 0x68;

    /// <summary>End of a frame.</summary>
    internal const byte End = 0x16;

    /// <summary>Wakes the meter up before a frame; may stand before any.</summary>
    internal const byte WakeUp = 0xFE;

    /// <summary>Added to every byte of data.</summary>
    internal const byte Shift = 0x33;

    /// <summary>Bytes of an address.</summary>
    internal const int AddressBytes = 6;

    /// <summary>Bytes before the data.</summary>
    internal const int HeaderBytes = 10;

    /// <summary>Bytes of a frame without data.</summary>
    internal const int EmptyBytes = HeaderBytes + 2;

    /// <summary>Most bytes of data of a read, DL/T 645-2007 5.2.4.</summary>
    internal const int MaxData = 200;

    /// <summary>Bytes of a data identifier.</summary>
    internal const int IdentifierBytes = 4;

    private const int ControlOffset = 8;
    private const byte AnswerBit = 0x80;
    private const byte ErrorBit = 0x40;
    private const byte FunctionMask = 0x1F;

    private readonly ReadOnlySpan<byte> _bytes;

    private Dlt645Frame(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    internal byte Control => _bytes[ControlOffset];

    internal bool IsAnswer => (Control & AnswerBit) != 0;

    internal bool IsError => (Control & ErrorBit) != 0;

    internal int Function => Control & FunctionMask;

    internal int DataLength => _bytes[ControlOffset + 1];

    internal bool HasIdentifier => DataLength >= IdentifierBytes;

    /// <summary>The data identifier, highest byte first as people write it; only when there is one.</summary>
    internal uint Identifier => (uint)(Data(3) << 24 | Data(2) << 16 | Data(1) << 8 | Data(0));

    /// <summary>One byte of data without the shift.</summary>
    internal byte Data(int index) => (byte)(_bytes[HeaderBytes + index] - Shift);

    /// <summary>The address as the 12 digits on the meter's plate; null when it is not BCD.</summary>
    internal string? Address()
    {
        Span<char> digits = stackalloc char[2 * AddressBytes];
        for (var i = 0; i < AddressBytes; i++)
        {
            var pair = _bytes[AddressBytes - i];
            var (high, low) = (pair >> 4, pair & 0xF);
            if (high > 9 || low > 9)
                return null;
            digits[2 * i] = (char)('0' + high);
            digits[(2 * i) + 1] = (char)('0' + low);
        }

        return new string(digits);
    }

    /// <summary>Reads the frame that begins with the first byte.</summary>
    internal static Dlt645Fault Read(ReadOnlySpan<byte> bytes, out Dlt645Frame frame, out int length)
    {
        frame = default;
        length = 0;
        if (bytes.Length < EmptyBytes)
            return bytes.IsEmpty || bytes[0] != Start ? Dlt645Fault.NoStart : Dlt645Fault.CutOff;
        if (bytes[0] != Start || bytes[AddressBytes + 1] != Start)
            return Dlt645Fault.NoStart;
        var data = bytes[ControlOffset + 1];
        if (data > MaxData)
            return Dlt645Fault.TooLong;
        if (bytes.Length < EmptyBytes + data)
            return Dlt645Fault.CutOff;
        if (bytes[HeaderBytes + data] != Sum(bytes[..(HeaderBytes + data)]))
            return Dlt645Fault.Checksum;
        if (bytes[HeaderBytes + data + 1] != End)
            return Dlt645Fault.NoEnd;
        length = EmptyBytes + data;
        frame = new Dlt645Frame(bytes[..length]);
        return Dlt645Fault.None;
    }

    internal static byte Sum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var b in bytes)
            sum += b;
        return sum;
    }
}
