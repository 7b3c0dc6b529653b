using System.Buffers.Binary;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>A PUBLISH packet, read in place. The spans are the receive buffer's.</summary>
internal readonly ref struct PublishFrame
{
    /// <summary>Property identifier "Topic Alias" (MQTT 5, 3.3.2.3.4).</summary>
    private const byte TopicAlias = 0x23;

    internal required ReadOnlySpan<byte> Topic { get; init; }

    internal required ReadOnlySpan<byte> Payload { get; init; }

    internal required ushort PacketId { get; init; }

    internal required int Qos { get; init; }

    internal required bool Duplicate { get; init; }

    /// <summary>
    /// Reads the packet; false when it breaks the protocol, and <paramref name="fault"/> is the MQTT 5 reason code to close with. A topic alias is
    /// a fault: the CONNACK allowed none.
    /// </summary>
    internal static bool TryRead(byte header, ReadOnlySpan<byte> body, bool isV5, out PublishFrame frame, out byte fault)
    {
        frame = default;
        fault = ReasonCodes.MalformedPacket;
        var qos = (header >> 1) & 0b11;
        if (qos > 2 || !TryTakeBlock(ref body, out var topic))
            return false;
        ushort packetId = 0;
        if (qos > 0 && (!TryTakeUInt16(ref body, out packetId) || packetId == 0))
            return false;
        if (isV5 && !TrySkipProperties(ref body, ref fault))
            return false;
        frame = new PublishFrame
        {
            Topic = topic, Payload = body, PacketId = packetId, Qos = qos, Duplicate = (header & 0b1000) != 0,
        };
        return true;
    }

    private static bool TrySkipProperties(scoped ref ReadOnlySpan<byte> body, ref byte fault)
    {
        if (!TryTakeLength(ref body, out var length) || length > body.Length)
            return false;
        var properties = body[..length];
        body = body[length..];
        while (!properties.IsEmpty)
        {
            var id = properties[0];
            properties = properties[1..];
            if (id == TopicAlias)
            {
                fault = ReasonCodes.TopicAliasInvalid;
                return false;
            }

            if (!TrySkipProperty(id, ref properties))
                return false;
        }

        return true;
    }

    /// <summary>Skips the value of a property that a client may put into a PUBLISH.</summary>
    private static bool TrySkipProperty(byte id, scoped ref ReadOnlySpan<byte> properties)
    {
        const byte payloadFormat = 0x01, messageExpiry = 0x02, contentType = 0x03, responseTopic = 0x08, correlation = 0x09, user = 0x26;
        switch (id)
        {
            case payloadFormat:
                return TrySkip(ref properties, sizeof(byte));
            case messageExpiry:
                return TrySkip(ref properties, sizeof(uint));
            case contentType or responseTopic or correlation:
                return TryTakeBlock(ref properties, out _);
            case user:
                return TryTakeBlock(ref properties, out _) && TryTakeBlock(ref properties, out _);
            default:
                return false;
        }
    }

    private static bool TrySkip(scoped ref ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.Length < count)
            return false;
        bytes = bytes[count..];
        return true;
    }

    private static bool TryTakeUInt16(scoped ref ReadOnlySpan<byte> bytes, out ushort value)
    {
        if (!BinaryPrimitives.TryReadUInt16BigEndian(bytes, out value))
            return false;
        bytes = bytes[sizeof(ushort)..];
        return true;
    }

    /// <summary>Takes a two-byte length and that many bytes.</summary>
    private static bool TryTakeBlock(scoped ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> block)
    {
        block = default;
        if (!TryTakeUInt16(ref bytes, out var length) || length > bytes.Length)
            return false;
        block = bytes[..length];
        bytes = bytes[length..];
        return true;
    }

    private static bool TryTakeLength(scoped ref ReadOnlySpan<byte> bytes, out int value)
    {
        const int maxBytes = 4, bitsPerByte = 7;
        value = 0;
        for (var i = 0; i < maxBytes && i < bytes.Length; i++)
        {
            value |= (bytes[i] & 0x7F) << (i * bitsPerByte);
            if ((bytes[i] & 0x80) == 0)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
