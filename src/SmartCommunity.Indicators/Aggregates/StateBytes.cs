using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Writes the parts of a state: little-endian, whole numbers of variable length (seven bits a byte, sign in the lowest bit), texts as UTF-8 with their length before them.</summary>
internal sealed class StateWriter(IBufferWriter<byte> output)
{
    private const int Bits = 7;
    private const int LongestNumber = 10;
    private const byte More = 0x80;

    internal void Number(long value)
    {
        var span = output.GetSpan(LongestNumber);
        var rest = (ulong)(value << 1) ^ (ulong)(value >> 63);
        var length = 0;
        while (rest >= More)
        {
            span[length++] = (byte)(rest | More);
            rest >>= Bits;
        }

        span[length++] = (byte)rest;
        output.Advance(length);
    }

    internal void Hash(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), value);
        output.Advance(sizeof(ulong));
    }

    internal void Double(double value) => Hash(BitConverter.DoubleToUInt64Bits(value));

    internal void Wide(Int128 value)
    {
        Hash((ulong)value);
        Hash((ulong)(value >> 64));
    }

    internal void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Number(bytes.Length);
        output.Write(bytes);
    }

    internal void Part(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        output.Write(bytes);
    }
}

/// <summary>Reads what <see cref="StateWriter"/> wrote; bytes that are cut or were not written by it are an <see cref="InvalidDataException"/>.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private const int Bits = 7;
    private const int LastShift = 63;
    private const byte More = 0x80;

    private ReadOnlySpan<byte> _rest = bytes;

    internal readonly bool IsAtEnd => _rest.IsEmpty;

    internal long Number()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += Bits)
        {
            if (shift > LastShift)
                throw new InvalidDataException("Aggregates are damaged: a number does not end.");
            var next = Take(1)[0];
            value |= (ulong)(next & (More - 1)) << shift;
            if (next < More)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }

    internal int Count()
    {
        var count = Number();
        return count >= 0 && count <= _rest.Length ? (int)count : throw new InvalidDataException($"Aggregates are damaged: {count} things cannot be in {_rest.Length} bytes.");
    }

    internal int Int() => checked((int)Number());

    internal ulong Hash() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    internal double Double() => BitConverter.UInt64BitsToDouble(Hash());

    internal Int128 Wide()
    {
        var low = Hash();
        return new Int128(Hash(), low);
    }

    /// <summary>A name of a device or a quantity: it comes again with every leaf and is kept as long, so it is one string.</summary>
    internal string Name() => string.Intern(Text());

    internal string Text() => Encoding.UTF8.GetString(Take(Count()));

    internal ReadOnlySpan<byte> Part() => Take(Count());

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new InvalidDataException($"Aggregates are damaged: {count} bytes were expected and {_rest.Length} are left.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
