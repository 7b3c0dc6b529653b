using System.Buffers.Binary;
using System.Text;

namespace SmartCommunity.Simulators.Mqtt;

/// <summary>What a device says of itself on CONNECT.</summary>
internal sealed record ConnectRequest(string ClientId, string UserName, string Password, string? WillTopic, byte[]? WillPayload, ushort KeepAliveSeconds);

/// <summary>
/// MQTT 3.1.1 control packets, as far as a device needs them (OASIS standard, sections 2 and 3):
/// <code>
/// byte 0      packet type (high nibble), flags (low nibble)
/// byte 1..4   remaining length, 7 bits a byte, least significant first
/// then        variable header and payload; strings are a 2-byte big-endian length and UTF-8
/// </code>
/// Deliberately our own and not MQTTnet's: a stranger's device shares no code with the gateway's listener, and a load process has few µs a message.
/// </summary>
internal static class Packet
{
    internal const byte Connect = 0x10;
    internal const byte ConnectAck = 0x20;
    internal const byte Publish = 0x30;
    internal const byte PublishAck = 0x40;
    internal const byte Subscribe = 0x82;
    internal const byte SubscribeAck = 0x90;
    internal const byte PingRequest = 0xC0;
    internal const byte PingResponse = 0xD0;
    internal const byte Disconnect = 0xE0;

    internal const byte Retain = 0x01;
    internal const byte QosOne = 0x02;
    internal const byte QosTwo = 0x04;
    internal const byte Duplicate = 0x08;
    internal const byte TypeMask = 0xF0;

    internal const int AckBytes = 4;
    internal const int MaxHeaderBytes = 5;

    private const byte ProtocolLevel = 4;
    private const byte CleanSession = 0x02;
    private const byte WillRetainedQosOne = 0x2C;
    private const byte UserAndPassword = 0xC0;
    private const int LengthBits = 7;
    private const int MaxLengthBytes = 4;

    internal static byte[] ConnectPacket(ConnectRequest request)
    {
        var body = new List<byte>();
        Text(body, "MQTT");
        body.Add(ProtocolLevel);
        body.Add((byte)(CleanSession | UserAndPassword | (request.WillTopic is null ? 0 : WillRetainedQosOne)));
        Short(body, request.KeepAliveSeconds);
        Text(body, request.ClientId);
        if (request.WillTopic is not null)
        {
            Text(body, request.WillTopic);
            Short(body, (ushort)request.WillPayload!.Length);
            body.AddRange(request.WillPayload);
        }

        Text(body, request.UserName);
        Text(body, request.Password);
        return Framed(Connect, body);
    }

    internal static byte[] SubscribePacket(ushort id, string filter)
    {
        var body = new List<byte>();
        Short(body, id);
        Text(body, filter);
        body.Add(1);
        return Framed(Subscribe, body);
    }

    /// <summary>The packet, and in <paramref name="idOffset"/> where its packet id stands.</summary>
    internal static byte[] PublishPacket(string topic, ReadOnlySpan<byte> payload, ushort id, bool retain, bool duplicate, out int idOffset)
    {
        var topicBytes = Encoding.UTF8.GetByteCount(topic);
        var remaining = sizeof(ushort) + topicBytes + sizeof(ushort) + payload.Length;
        Span<byte> header = stackalloc byte[MaxHeaderBytes];
        header[0] = (byte)(Publish | QosOne | (retain ? Retain : 0) | (duplicate ? Duplicate : 0));
        var headerBytes = 1 + WriteLength(header[1..], remaining);

        var packet = new byte[headerBytes + remaining];
        header[..headerBytes].CopyTo(packet);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(headerBytes), (ushort)topicBytes);
        Encoding.UTF8.GetBytes(topic, packet.AsSpan(headerBytes + sizeof(ushort)));
        idOffset = headerBytes + sizeof(ushort) + topicBytes;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(idOffset), id);
        payload.CopyTo(packet.AsSpan(idOffset + sizeof(ushort)));
        return packet;
    }

    internal static byte[] AckPacket(ushort id) => [PublishAck, sizeof(ushort), (byte)(id >> 8), (byte)id];

    internal static byte[] Bare(byte type) => [type, 0];

    /// <summary>
    /// Reads the fixed header. False: more bytes are needed. A length longer than four bytes is a protocol violation of the server.
    /// </summary>
    internal static bool TryReadHeader(ReadOnlySpan<byte> bytes, out int headerBytes, out int bodyBytes)
    {
        (headerBytes, bodyBytes) = (0, 0);
        for (var i = 0; i < MaxLengthBytes; i++)
        {
            if (i + 1 >= bytes.Length)
                return false;
            bodyBytes |= (bytes[i + 1] & 0x7F) << (LengthBits * i);
            if (bytes[i + 1] < 0x80)
            {
                headerBytes = i + 2;
                return true;
            }
        }

        throw new InvalidDataException("The server sent a packet whose remaining length has more than four bytes.");
    }

    private static byte[] Framed(byte type, List<byte> body)
    {
        Span<byte> header = stackalloc byte[MaxHeaderBytes];
        header[0] = type;
        var headerBytes = 1 + WriteLength(header[1..], body.Count);
        return [.. header[..headerBytes], .. body];
    }

    private static int WriteLength(Span<byte> target, int length)
    {
        var count = 0;
        do
        {
            target[count++] = (byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0));
            length >>= LengthBits;
        }
        while (length > 0);
        return count;
    }

    private static void Text(List<byte> target, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Short(target, (ushort)bytes.Length);
        target.AddRange(bytes);
    }

    private static void Short(List<byte> target, ushort value)
    {
        target.Add((byte)(value >> 8));
        target.Add((byte)value);
    }
}
