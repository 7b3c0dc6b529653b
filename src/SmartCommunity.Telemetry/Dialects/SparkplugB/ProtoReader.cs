using System.Buffers.Binary;

namespace SmartCommunity.Telemetry.Dialects.SparkplugB;

/// <summary>
/// Walks the fields of one protobuf message without copying. Numbers come as 64 bits whatever their width; a message within is handed out as its bytes. It ends at the first fault, and
/// never reads beyond the bytes it was given.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private const int WireBits = 3;
    private const int BitsPerByte = 7;
    private const int MaxVarintBytes = 10;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>True when the bytes are no protobuf from here on.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>Number of the field read last.</summary>
    internal int Field { get; private set; }

    /// <summary>Value of a varint, a fixed32 or a fixed64.</summary>
    internal ulong Number { get; private set; }

    /// <summary>Value of a length-delimited field.</summary>
    internal ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>True when the field read last is length-delimited.</summary>
    internal bool IsBytes { get; private set; }

    /// <summary>Reads the next field; false at the end and when the message is broken.</summary>
    internal bool Next()
    {
        if (_rest.IsEmpty || IsBroken)
            return false;
        if (!TryVarint(out var key) || key >> WireBits is 0 or > int.MaxValue)
            return Break();
        Field = (int)(key >> WireBits);
        IsBytes = false;
        Bytes = default;
        switch (key & 0b111)
        {
            case 0 when TryVarint(out var number):
                Number = number;
                return true;
            case 1 when _rest.Length >= sizeof(ulong):
                Number = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[sizeof(ulong)..];
                return true;
            case 2 when TryVarint(out var length) && length <= (ulong)_rest.Length:
                IsBytes = true;
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case 5 when _rest.Length >= sizeof(uint):
                Number = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[sizeof(uint)..];
                return true;
            default:
                return Break(); // Cut off, or a group: proto2 dropped them before Sparkplug was written.
        }
    }

    private bool Break()
    {
        IsBroken = true;
        return false;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(MaxVarintBytes, _rest.Length); i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (i * BitsPerByte);
            if ((_rest[i] & 0x80) != 0)
                continue;
            _rest = _rest[(i + 1)..];
            return true;
        }

        return false;
    }
}
