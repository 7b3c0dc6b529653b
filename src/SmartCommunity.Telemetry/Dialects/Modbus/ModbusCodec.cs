namespace SmartCommunity.Telemetry.Dialects.Modbus;

/// <summary>Words of registers to numbers, and back. Pure.</summary>
internal static class ModbusCodec
{
    private const int WordBits = 16;
    private const int Ten = 10;
    private const int DigitBits = 4;

    /// <summary>Registers a type takes; a text says its own length.</summary>
    internal static int WordsOf(ModbusType type) => type switch
    {
        ModbusType.U32 or ModbusType.I32 or ModbusType.F32 or ModbusType.Bcd32 => 2,
        ModbusType.U64 or ModbusType.I64 or ModbusType.F64 => 4,
        _ => 1,
    };

    /// <summary>The bit pattern of one to four registers.</summary>
    internal static ulong Join(ReadOnlySpan<ushort> words, bool lowWordFirst, bool lowByteFirst)
    {
        ulong raw = 0;
        for (var i = 0; i < words.Length; i++)
            raw = (raw << WordBits) | Turned(words[lowWordFirst ? words.Length - 1 - i : i], lowByteFirst);
        return raw;
    }

    /// <summary>The same backwards.</summary>
    internal static void Split(ulong raw, Span<ushort> words, bool lowWordFirst, bool lowByteFirst)
    {
        for (var i = words.Length - 1; i >= 0; i--, raw >>= WordBits)
            words[lowWordFirst ? words.Length - 1 - i : i] = Turned((ushort)raw, lowByteFirst);
    }

    /// <summary>The number behind a bit pattern; false when BCD is not made of digits.</summary>
    internal static bool TryNumber(ulong raw, ModbusType type, int bit, out double number)
    {
        number = type switch
        {
            ModbusType.I16 => (short)raw,
            ModbusType.I32 => (int)raw,
            ModbusType.I64 => (long)raw,
            ModbusType.F32 => BitConverter.UInt32BitsToSingle((uint)raw),
            ModbusType.F64 => BitConverter.UInt64BitsToDouble(raw),
            ModbusType.Bit => (raw >> bit) & 1,
            ModbusType.Bcd16 or ModbusType.Bcd32 => FromBcd(raw),
            _ => raw,
        };
        return number >= 0 || type is not (ModbusType.Bcd16 or ModbusType.Bcd32);
    }

    /// <summary>The bit pattern of a number; a whole number is expected for the types that hold one.</summary>
    internal static ulong RawOf(double number, ModbusType type, int bit) => type switch
    {
        ModbusType.U16 => (ushort)number,
        ModbusType.I16 => (ushort)(short)number,
        ModbusType.U32 => (uint)number,
        ModbusType.I32 => (uint)(int)number,
        ModbusType.U64 => (ulong)number,
        ModbusType.I64 => (ulong)(long)number,
        ModbusType.F32 => BitConverter.SingleToUInt32Bits((float)number),
        ModbusType.F64 => BitConverter.DoubleToUInt64Bits(number),
        ModbusType.Bit => number == 0 ? 0 : 1UL << bit,
        ModbusType.Bcd16 or ModbusType.Bcd32 => ToBcd((ulong)number),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Is no number."),
    };

    private static ushort Turned(ushort word, bool lowByteFirst) => lowByteFirst ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word) : word;

    private static double FromBcd(ulong raw)
    {
        double number = 0, place = 1;
        for (; raw > 0; raw >>= DigitBits, place *= Ten)
        {
            var digit = raw & 0xF;
            if (digit >= Ten)
                return double.NegativeInfinity;
            number += digit * place;
        }

        return number;
    }

    private static ulong ToBcd(ulong number)
    {
        ulong raw = 0;
        for (var shift = 0; number > 0; number /= Ten, shift += DigitBits)
            raw |= (number % Ten) << shift;
        return raw;
    }
}
