using System.Buffers;
using System.Buffers.Binary;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Whole numbers in as few bytes as they need: seven bits a byte, least first; the highest bit says that more follow. A signed one has its sign in the lowest bit.</summary>
internal static class PackedNumbers
{
    /// <summary>Highest power of ten that <see cref="PowerOf"/> looks for: values are whole multiples of a millionth.</summary>
    internal const int MostPower = 6;

    private const int Bits = 7;
    private const byte More = 0x80;
    private const int Longest = 19;
    private static readonly long[] _powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    internal static void Write(ArrayBufferWriter<byte> output, ulong number) => Write(output, (UInt128)number);

    internal static void WriteSigned(ArrayBufferWriter<byte> output, Int128 number) => Write(output, (UInt128)(number << 1) ^ (UInt128)(number >> 127));

    internal static ulong Read(byte[] bytes, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += Bits)
        {
            var next = bytes[at++];
            number |= (ulong)(next & (More - 1)) << shift;
            if (next < More)
                return number;
        }
    }

    internal static long ReadSigned(byte[] bytes, ref int at)
    {
        var number = Read(bytes, ref at);
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    internal static Int128 ReadWide(byte[] bytes, ref int at)
    {
        UInt128 number = 0;
        for (var shift = 0; ; shift += Bits)
        {
            var next = bytes[at++];
            number |= (UInt128)(next & (More - 1)) << shift;
            if (next < More)
                return (Int128)(number >> 1) ^ -(Int128)(number & 1);
        }
    }

    /// <summary>Eight bytes as they are, least first.</summary>
    internal static void WriteHash(ArrayBufferWriter<byte> output, ulong hash)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), hash);
        output.Advance(sizeof(ulong));
    }

    internal static ulong ReadHash(byte[] bytes, ref int at)
    {
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
        at += sizeof(ulong);
        return hash;
    }

    /// <summary>
    /// A double, as it is: 1 + the power of ten (0 to 6) that divides it in millionths, and the rest of it signed; or 0 and its eight bytes where it is no whole number of millionths.
    /// </summary>
    internal static void WriteDouble(ArrayBufferWriter<byte> output, double value)
    {
        if (!ScaledValue.TryFrom(value, out var scaled) || BitConverter.DoubleToInt64Bits(ScaledValue.ToDouble(scaled)) != BitConverter.DoubleToInt64Bits(value))
        {
            Write(output, 0UL);
            WriteHash(output, BitConverter.DoubleToUInt64Bits(value));
            return;
        }

        var power = PowerOf(scaled, 0);
        Write(output, (ulong)power + 1);
        WriteSigned(output, scaled / _powers[power]);
    }

    internal static double ReadDouble(byte[] bytes, ref int at) => Read(bytes, ref at) is > 0 and var power
        ? ScaledValue.ToDouble(ReadSigned(bytes, ref at) * _powers[power - 1])
        : BitConverter.UInt64BitsToDouble(ReadHash(bytes, ref at));

    /// <summary>The power of ten, at most <see cref="MostPower"/>, that divides both: meters count in hundredths, thermometers in tenths.</summary>
    internal static int PowerOf(Int128 first, Int128 second)
    {
        var power = 0;
        while (power < MostPower && first % _powers[power + 1] == 0 && second % _powers[power + 1] == 0)
            power++;
        return power;
    }

    internal static long TenTo(int power) => _powers[power];

    private static void Write(ArrayBufferWriter<byte> output, UInt128 number)
    {
        var span = output.GetSpan(Longest);
        var length = 0;
        for (; number >= More; number >>= Bits)
            span[length++] = (byte)((byte)number | More);
        span[length++] = (byte)number;
        output.Advance(length);
    }
}
