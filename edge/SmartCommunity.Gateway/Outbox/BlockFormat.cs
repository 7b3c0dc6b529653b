using System.Buffers.Binary;
using System.Text;
using SmartCommunity.Contracts;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// One block as it lies in the outbox file, little endian. The header names itself, so that a block can be found in a damaged
/// file without SQLite's help.
/// </summary>
/// <remarks>
/// <code>
/// offset size
///      0    8  magic "FCBLOCK1"
///      8    8  ordinal of the first item
///     16    4  count of items
///     20    4  bytes of the window section
///     24    4  bytes of the batch
///     28    4  CRC-32 of the batch
///     32    4  CRC-32 of the window section
///     36    8  earliest receive time, epoch ms
///     44    8  latest receive time, epoch ms
///     52   56  W3C traceparent, ASCII, zero padded
///    108    4  CRC-32 of bytes 0..107
///    112    …  window section (see <see cref="WindowSection"/>), then the batch
/// </code>
/// </remarks>
internal static class BlockFormat
{
    internal const int HeaderBytes = 112;
    internal const int MagicBytes = 8;

    private const int OrdinalAt = 8;
    private const int CountAt = 16;
    private const int WindowBytesAt = 20;
    private const int BatchBytesAt = 24;
    private const int BatchCrcAt = 28;
    private const int WindowCrcAt = 32;
    private const int FirstReceivedAt = 36;
    private const int LastReceivedAt = 44;
    private const int TraceAt = 52;
    private const int TraceBytes = 56;
    private const int HeaderCrcAt = 108;

    internal static ReadOnlySpan<byte> Magic => "FCBLOCK1"u8;

    /// <summary>Writes the header of a block whose window section and batch already lie behind it in <paramref name="frame"/>.</summary>
    internal static void WriteHeader(Span<byte> frame, in BlockHeader header)
    {
        Magic.CopyTo(frame);
        BinaryPrimitives.WriteInt64LittleEndian(frame[OrdinalAt..], header.Ordinal);
        BinaryPrimitives.WriteInt32LittleEndian(frame[CountAt..], header.Count);
        BinaryPrimitives.WriteInt32LittleEndian(frame[WindowBytesAt..], header.WindowBytes);
        BinaryPrimitives.WriteInt32LittleEndian(frame[BatchBytesAt..], header.BatchBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[BatchCrcAt..], Crc.Of(frame.Slice(HeaderBytes + header.WindowBytes, header.BatchBytes)));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[WindowCrcAt..], Crc.Of(frame.Slice(HeaderBytes, header.WindowBytes)));
        BinaryPrimitives.WriteInt64LittleEndian(frame[FirstReceivedAt..], header.FirstReceivedMs);
        BinaryPrimitives.WriteInt64LittleEndian(frame[LastReceivedAt..], header.LastReceivedMs);
        frame.Slice(TraceAt, TraceBytes).Clear();
        Encoding.ASCII.GetBytes(header.TraceParent.AsSpan(0, Math.Min(header.TraceParent.Length, TraceBytes)), frame[TraceAt..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[HeaderCrcAt..], Crc.Of(frame[..HeaderCrcAt]));
    }

    /// <summary>Reads a header; false when it is damaged or no header at all.</summary>
    internal static bool TryReadHeader(ReadOnlySpan<byte> frame, out BlockHeader header)
    {
        header = default;
        if (frame.Length < HeaderBytes || !frame.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(frame[HeaderCrcAt..]) != Crc.Of(frame[..HeaderCrcAt]))
            return false;
        header = new BlockHeader(
            BinaryPrimitives.ReadInt64LittleEndian(frame[OrdinalAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(frame[CountAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(frame[WindowBytesAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(frame[BatchBytesAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[FirstReceivedAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[LastReceivedAt..]),
            Encoding.ASCII.GetString(frame.Slice(TraceAt, TraceBytes).TrimEnd((byte)0)));
        return true;
    }

    /// <summary>The window section, when it is whole.</summary>
    internal static bool TryReadWindow(ReadOnlyMemory<byte> frame, in BlockHeader header, out ReadOnlyMemory<byte> window)
    {
        window = default;
        if (frame.Length < HeaderBytes + header.WindowBytes)
            return false;
        window = frame.Slice(HeaderBytes, header.WindowBytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(frame.Span[WindowCrcAt..]) == Crc.Of(window.Span);
    }

    /// <summary>The batch and its CRC, when the frame has its full length and the CRC agrees.</summary>
    internal static bool TryReadBatch(ReadOnlyMemory<byte> frame, in BlockHeader header, out ReadOnlyMemory<byte> batch, out uint crc)
    {
        batch = default;
        crc = 0;
        if (frame.Length != header.FrameBytes)
            return false;
        batch = frame.Slice(HeaderBytes + header.WindowBytes, header.BatchBytes);
        crc = BinaryPrimitives.ReadUInt32LittleEndian(frame.Span[BatchCrcAt..]);
        return crc == Crc.Of(batch.Span);
    }
}

/// <summary>What the header of a block says. Ordinals number the items of a file for ever; a sequence is the ordinal less the epoch's offset.</summary>
internal readonly record struct BlockHeader(
    long Ordinal, int Count, int WindowBytes, int BatchBytes, long FirstReceivedMs, long LastReceivedMs, string TraceParent)
{
    internal int FrameBytes => BlockFormat.HeaderBytes + WindowBytes + BatchBytes;

    internal long LastOrdinal => Ordinal + Count - 1;
}
