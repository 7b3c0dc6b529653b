using System.Buffers;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>What stands at the front of the receive buffer.</summary>
internal enum FrameState
{
    Complete,
    Incomplete,
    TooLarge,
    Malformed,
}

/// <summary>One MQTT control packet in the receive buffer: first byte, body, and where it ends.</summary>
internal readonly record struct Frame(byte Header, ReadOnlySequence<byte> Body, SequencePosition End)
{
    /// <summary>Bits 7–4 of the first byte: the packet type.</summary>
    internal int Type => Header >> 4;

    /// <summary>Bits 3–0 of the first byte.</summary>
    internal int Flags => Header & 0x0F;
}

/// <summary>
/// Cuts control packets out of the receive buffer. A packet that claims to be larger than the limit is refused as soon as its length field
/// stands there, at the fifth byte at the latest, before a byte of its body is kept. Pure.
/// </summary>
internal static class FrameReader
{
    /// <summary>First byte and at most four length bytes (MQTT 5, 1.5.5).</summary>
    private const int MaxHeaderBytes = 5;

    private const int LengthBitsPerByte = 7;

    internal static FrameState TryRead(in ReadOnlySequence<byte> buffer, int maxFrameBytes, out Frame frame)
    {
        frame = default;
        Span<byte> header = stackalloc byte[MaxHeaderBytes];
        var available = (int)Math.Min(buffer.Length, MaxHeaderBytes);
        buffer.Slice(0, available).CopyTo(header);
        var bodyLength = 0;
        for (var i = 1; i < available; i++)
        {
            bodyLength |= (header[i] & 0x7F) << ((i - 1) * LengthBitsPerByte);
            if ((header[i] & 0x80) == 0)
                return Cut(in buffer, header[0], i + 1, bodyLength, maxFrameBytes, out frame);
        }

        return available == MaxHeaderBytes ? FrameState.Malformed : FrameState.Incomplete;
    }

    private static FrameState Cut(
        in ReadOnlySequence<byte> buffer, byte first, int headerLength, int bodyLength, int maxFrameBytes, out Frame frame)
    {
        frame = default;
        if (headerLength + bodyLength > maxFrameBytes)
            return FrameState.TooLarge;
        if (buffer.Length < headerLength + bodyLength)
            return FrameState.Incomplete;
        var body = buffer.Slice(headerLength, bodyLength);
        frame = new Frame(first, body, body.End);
        return FrameState.Complete;
    }
}
