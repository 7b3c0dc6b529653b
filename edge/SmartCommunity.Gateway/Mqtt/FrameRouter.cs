using System.Buffers;
using System.Buffers.Binary;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>What the reader does after a look at its buffer.</summary>
internal enum RouteStep
{
    /// <summary>A packet for MQTTnet.</summary>
    Packet,
    NeedsBytes,

    /// <summary>Too many PUBACKs wait for their commits.</summary>
    NeedsRoom,

    /// <summary>An MQTT 3.1.1 client is above its rate: it can only be slowed down.</summary>
    Throttled,
}

/// <summary>
/// Decides frame by frame: PUBLISH goes to the intake, PUBACK to the command lane, the rest to MQTTnet; what breaks the protocol closes the connection.
/// MQTTnet tolerates ten kinds of malformed packets after the login (measured); they end here.
/// </summary>
internal sealed class FrameRouter(DeviceConnection connection, Intake intake, IntakeOptions options)
{
    private const int Connect = 1, Publish = 3, PubAck = 4, PubRel = 6, Subscribe = 8, Unsubscribe = 10, PingReq = 12, Disconnect = 14;

    /// <summary>Flags that PUBREL, SUBSCRIBE and UNSUBSCRIBE must carry; the others carry none.</summary>
    private const int RequestFlags = 0b0010;

    /// <summary>DISCONNECT reason "with Will Message".</summary>
    private const byte DisconnectWithWill = 0x04;

    internal RouteStep Route(ref ReadOnlySequence<byte> buffer, out MqttPacket? packet)
    {
        packet = null;
        while (true)
        {
            var limit = connection.Session is null ? options.MaxConnectBytes : options.MaxFrameBytes;
            if (connection.Session is null && !buffer.IsEmpty && buffer.FirstSpan[0] != Connect << 4)
                throw Violation(CloseCause.Protocol, ReasonCodes.ProtocolError);
            switch (FrameReader.TryRead(in buffer, limit, out var frame))
            {
                case FrameState.Incomplete:
                    return RouteStep.NeedsBytes;
                case FrameState.TooLarge:
                    throw Violation(CloseCause.FrameTooLarge, ReasonCodes.PacketTooLarge);
                case FrameState.Malformed:
                    throw Violation(CloseCause.Protocol, ReasonCodes.MalformedPacket);
            }

            if (Take(in frame, out packet) is { } wait)
                return wait;
            buffer = buffer.Slice(frame.End);
            if (packet is not null)
                return RouteStep.Packet;
        }
    }

    /// <summary>Null when the frame is used up; otherwise why the reader must come back to it.</summary>
    private RouteStep? Take(in Frame frame, out MqttPacket? packet)
    {
        packet = null;
        switch (frame.Type)
        {
            case Publish:
                return connection.Gate.HasRoom ? TakePublish(in frame) : RouteStep.NeedsRoom;
            case PubAck when connection.Session is { } session:
                TakePubAck(in frame, session);
                return null;
            default:
                Check(in frame);
                packet = Decode(in frame);
                return null;
        }
    }

    private RouteStep? TakePublish(in Frame frame)
    {
        byte[]? rented = null;
        ReadOnlySpan<byte> body;
        if (frame.Body.IsSingleSegment)
        {
            body = frame.Body.FirstSpan;
        }
        else
        {
            rented = ArrayPool<byte>.Shared.Rent((int)frame.Body.Length);
            frame.Body.CopyTo(rented);
            body = rented.AsSpan(0, (int)frame.Body.Length);
        }

        try
        {
            if (!PublishFrame.TryRead(frame.Header, body, connection.IsV5, out var publish, out var fault))
                throw Violation(CloseCause.Protocol, fault);
            return intake.Accept(connection, in publish) switch
            {
                IntakeVerdict.Done => null,
                IntakeVerdict.Slower => RouteStep.Throttled,
                IntakeVerdict.BadQos => throw Violation(CloseCause.Protocol, ReasonCodes.QosNotSupported),
                IntakeVerdict.BadTopic => throw Violation(CloseCause.BadTopic, ReasonCodes.TopicNameInvalid),
                _ => throw Violation(CloseCause.ForeignTopic, ReasonCodes.NotAuthorized),
            };
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void TakePubAck(in Frame frame, DeviceSession session)
    {
        const byte firstFailure = 0x80;
        Span<byte> body = stackalloc byte[sizeof(ushort) + 1];
        if (frame.Flags != 0 || frame.Body.Length < sizeof(ushort))
            throw Violation(CloseCause.Protocol, ReasonCodes.MalformedPacket);
        frame.Body.Slice(0, Math.Min(frame.Body.Length, body.Length)).CopyTo(body);
        session.Commands.Acknowledge(BinaryPrimitives.ReadUInt16BigEndian(body), accepted: body[sizeof(ushort)] < firstFailure);
    }

    private void Check(in Frame frame)
    {
        const int packetId = 2, shortestFilter = 3;
        var (flags, minimum) = frame.Type switch
        {
            Connect when connection.Session is null => (0, 0),
            PubRel => (RequestFlags, packetId),
            Subscribe => (RequestFlags, packetId + shortestFilter + 1),
            Unsubscribe => (RequestFlags, packetId + shortestFilter),
            PingReq => (0, 0),
            Disconnect => (0, 0),
            _ => (-1, 0),
        };
        if (frame.Flags != flags || frame.Body.Length < minimum || (frame.Type == PingReq && frame.Body.Length > 0))
            throw Violation(CloseCause.Protocol, ReasonCodes.ProtocolError);
    }

    private MqttPacket Decode(in Frame frame)
    {
        var received = new ReceivedMqttPacket(frame.Header, new ArraySegment<byte>(frame.Body.ToArray()), (int)frame.Body.Length + 1);
        var formatter = connection.PacketFormatterAdapter;
        try
        {
            if (formatter.ProtocolVersion == MqttProtocolVersion.Unknown)
                formatter.DetectProtocolVersion(received);
            var packet = formatter.Decode(received);
            if (packet is MqttConnectPacket connect)
                connection.TakeOver(connect, intake.Identify(connect));
            else if (packet is MqttDisconnectPacket bye)
                connection.SaidGoodbye = (byte)bye.ReasonCode != DisconnectWithWill;
            return packet;
        }
        catch (Exception e) when (e is not MqttCommunicationException)
        {
            throw Violation(CloseCause.Protocol, ReasonCodes.MalformedPacket);
        }
    }

    private MqttCommunicationException Violation(CloseCause cause, byte reason)
    {
        connection.Close(cause, reason);
        return new MqttCommunicationException($"The client broke the protocol: {cause}.");
    }
}
