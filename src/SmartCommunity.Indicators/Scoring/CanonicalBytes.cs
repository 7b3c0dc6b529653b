using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// The bytes hashes are made of: the same on every machine, culture and thread. Reused between measures; not thread-safe.
/// <code>
/// byte     1        as it is (tags, states, flags)
/// integer  8        two's complement, least byte first (instants, counts)
/// number   8        IEEE 754 double, least byte first; -0 is written as 0
/// number?  1 | 9    0, or 1 and the number
/// text     8 + n    bytes of its UTF-8 as an integer, then them
/// digest   32       SHA-256
/// </code>
/// </summary>
internal sealed class CanonicalBytes
{
    private const int InitialBytes = 1024;
    private byte[] _bytes = new byte[InitialBytes];
    private int _length;

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    internal void Clear() => _length = 0;

    internal void Byte(byte value) => Room(1)[0] = value;

    internal void Integer(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);

    // Adding 0 turns -0 into 0 and leaves every other number as it is.
    internal void Number(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value + 0.0);

    internal void Number(double? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } number)
            Number(number);
    }

    internal void Text(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Integer(count);
        Encoding.UTF8.GetBytes(value, Room(count));
    }

    internal void Digest(in LeafDigest digest) => digest.CopyTo(Room(SHA256.HashSizeInBytes));

    internal byte[] Hash() => SHA256.HashData(Written);

    private Span<byte> Room(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        var room = _bytes.AsSpan(_length, count);
        _length += count;
        return room;
    }
}
