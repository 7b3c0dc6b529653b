using System.Buffers.Binary;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>Writes the few control packets that the gateway sends itself, byte by byte. Pure.</summary>
internal static class MqttFrames
{
    private const byte PubAck = 0x40;
    private const byte PubRec = 0x50;
    private const byte PublishQos0 = 0x30;
    private const byte PublishQos1 = 0x32;
    private const byte Retain = 0x01;
    private const byte Disconnect = 0xE0;
    private const int LengthBitsPerByte = 7;

    /// <summary>PUBACK (QoS 1) or PUBREC (QoS 2): <c>type, 2, id</c>, or with a refusal <c>type, 3, id, reason</c> (MQTT 5 only).</summary>
    internal static int WriteAck(Span<byte> target, ushort packetId, int qos, byte reason)
    {
        const int plain = 2, withReason = 3, header = 2;
        var refused = reason != ReasonCodes.Success;
        target[0] = qos == 2 ? PubRec : PubAck;
        target[1] = (byte)(refused ? withReason : plain);
        BinaryPrimitives.WriteUInt16BigEndian(target[header..], packetId);
        if (refused)
            target[header + plain] = reason;
        return header + target[1];
    }

    /// <summary>DISCONNECT with a reason (MQTT 5 only).</summary>
    internal static byte[] DisconnectWith(byte reason) => [Disconnect, 1, reason];

    /// <summary>A PUBLISH, QoS 1 with a packet id and QoS 0 without; without properties.</summary>
    internal static byte[] Publish(ReadOnlySpan<byte> topic, ushort? packetId, ReadOnlySpan<byte> payload, bool isV5, bool isRetained = false)
    {
        var idBytes = packetId is null ? 0 : sizeof(ushort);
        var propertyBytes = isV5 ? 1 : 0;
        var bodyLength = sizeof(ushort) + topic.Length + idBytes + propertyBytes + payload.Length;
        var lengthBytes = 1;
        for (var rest = bodyLength >> LengthBitsPerByte; rest > 0; rest >>= LengthBitsPerByte)
            lengthBytes++;
        var frame = new byte[1 + lengthBytes + bodyLength];
        frame[0] = (byte)((packetId is null ? PublishQos0 : PublishQos1) | (isRetained ? Retain : 0));
        for (var i = 0; i < lengthBytes; i++)
            frame[1 + i] = (byte)(((bodyLength >> (i * LengthBitsPerByte)) & 0x7F) | (i < lengthBytes - 1 ? 0x80 : 0));
        var body = frame.AsSpan(1 + lengthBytes);
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)topic.Length);
        topic.CopyTo(body[sizeof(ushort)..]);
        body = body[(sizeof(ushort) + topic.Length)..];
        if (packetId is { } id)
            BinaryPrimitives.WriteUInt16BigEndian(body, id);
        payload.CopyTo(body[(idBytes + propertyBytes)..]);
        return frame;
    }
}
