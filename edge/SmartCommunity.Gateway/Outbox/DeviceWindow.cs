using System.Buffers.Binary;
using SmartCommunity.Contracts;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// What one device sent lately, to tell a duplicate: the sequence numbers of its two latest boots (256 below the highest each), and
/// the digests of its last 64 messages without one. Below its windows nothing is called a duplicate: rather twice than lost.
/// Not thread-safe.
/// </summary>
internal sealed class DeviceWindow
{
    private const int DigestCapacity = 64;
    private const int FixedBytes = (2 * SeqWindow.Bytes) + 2;
    private const int CrcBytes = sizeof(uint);

    private SeqWindow _current = SeqWindow.Empty;
    private SeqWindow _previous = SeqWindow.Empty;
    private ulong[]? _digests;
    private byte _digestCount;
    private byte _digestNext;

    internal bool HasSeq(long boot, long seq) =>
        (_current.Boot == boot && _current.Has(seq)) || (_previous.Boot == boot && _previous.Has(seq));

    internal void AddSeq(long boot, long seq)
    {
        if (boot == _previous.Boot)
        {
            _previous.Add(seq);
            return;
        }
        if (boot > _current.Boot)
        {
            _previous = _current;
            _current = new SeqWindow { Boot = boot, High = seq };
        }
        if (boot == _current.Boot)
            _current.Add(seq);
        else if (boot > _previous.Boot)
        {
            _previous = new SeqWindow { Boot = boot, High = seq };
            _previous.Add(seq);
        }
    }

    internal bool HasDigest(ulong digest) => _digests is not null && _digests.AsSpan(0, _digestCount).Contains(digest);

    internal void AddDigest(ulong digest)
    {
        _digests ??= new ulong[DigestCapacity];
        _digests[_digestNext] = digest;
        _digestNext = (byte)((_digestNext + 1) % DigestCapacity);
        _digestCount = (byte)Math.Min(_digestCount + 1, DigestCapacity);
    }

    internal void CopyFrom(DeviceWindow other)
    {
        _current = other._current;
        _previous = other._previous;
        _digestCount = other._digestCount;
        _digestNext = other._digestNext;
        if (other._digests is null)
            _digests = null;
        else
            other._digests.CopyTo(_digests ??= new ulong[DigestCapacity], 0);
    }

    internal byte[] Write()
    {
        var bytes = new byte[FixedBytes + (_digestCount * sizeof(ulong)) + CrcBytes];
        _current.Write(bytes);
        _previous.Write(bytes.AsSpan(SeqWindow.Bytes));
        bytes[FixedBytes - 2] = _digestCount;
        bytes[FixedBytes - 1] = _digestNext;
        for (var i = 0; i < _digestCount; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(FixedBytes + (i * sizeof(ulong))), _digests![i]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - CrcBytes), Crc.Of(bytes.AsSpan(0, bytes.Length - CrcBytes)));
        return bytes;
    }

    /// <summary>Reads what <see cref="Write"/> wrote; an empty window when the bytes are damaged.</summary>
    internal static DeviceWindow Read(ReadOnlySpan<byte> bytes)
    {
        var window = new DeviceWindow();
        if (bytes.Length < FixedBytes + CrcBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[^CrcBytes..]) != Crc.Of(bytes[..^CrcBytes]))
            return window;
        int count = bytes[FixedBytes - 2];
        int next = bytes[FixedBytes - 1];
        window._current = SeqWindow.Read(bytes);
        window._previous = SeqWindow.Read(bytes[SeqWindow.Bytes..]);
        for (var i = 0; i < count; i++)
            (window._digests ??= new ulong[DigestCapacity])[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(FixedBytes + (i * sizeof(ulong)))..]);
        window._digestCount = (byte)count;
        window._digestNext = (byte)next;
        return window;
    }
}
