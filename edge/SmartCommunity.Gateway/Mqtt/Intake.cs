using System.IO.Hashing;
using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using MQTTnet.Packets;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>What became of a PUBLISH.</summary>
internal enum IntakeVerdict
{
    /// <summary>Taken, refused or dropped; the answer, if there is one, waits in the gate.</summary>
    Done,

    /// <summary>Not taken yet: come back with it when the device has a token again.</summary>
    Slower,

    BadTopic,

    ForeignTopic,

    /// <summary>QoS 2 in a dialect without it.</summary>
    BadQos,
}

/// <summary>
/// Takes the messages of all devices: topic, rate, decoding, outbox. Never waits; the commits it collects gate the PUBACKs. Called by one reader per
/// connection, from many connections at once.
/// </summary>
internal sealed class Intake(
    Outbox.Outbox outbox, CommandDesk commands, DeviceDirectory directory, DailyUsage usage, IntakeMeter meter, TimeProvider time, ILogger<Intake> logger)
{
    private readonly AuditLimit _auditLimit = new(time);

    /// <summary>The enrolment that a CONNECT claims, see <see cref="DeviceLogin.Identify"/>.</summary>
    internal DirectoryEntry? Identify(MqttConnectPacket connect) => DeviceLogin.Identify(directory, connect);

    internal IntakeVerdict Accept(DeviceConnection connection, in PublishFrame publish)
    {
        var session = connection.Session!;
        if (session.Dialect.KindOf(publish.Topic) is not { } kind)
            return RefuseTopic(connection, session, in publish);
        if (publish.Qos == 2 && !session.Dialect.AcceptsQos2)
            return IntakeVerdict.BadQos;
        if (!IsSafety(session, kind, publish.Topic, publish.Payload))
        {
            if (session.Usage.WouldExceed(session.CurrentQuota(), usage.Today, publish.Payload.Length))
            {
                if (publish.Qos == 0 || connection.IsV5 || !session.Trickle.TryTake())
                    return Throttle(connection, session, session.Trickle, in publish);
            }
            else if (!session.Routine.TryTake())
            {
                return Throttle(connection, session, session.Routine, in publish);
            }
        }

        session.Usage.Taken(usage.Today, publish.Payload.Length);
        meter.CountReceived();
        var received = time.GetTimestamp();
        var sink = new OutboxSink(outbox);
        Append(session, kind, publish.Topic, publish.Payload, publish.Duplicate, sink);
        connection.Outlet.Release(sink.First, sink.Others);
        if (publish.Qos > 0)
            connection.Gate.Add(new PendingAck(sink.First, sink.Others, publish.PacketId, publish.Qos, ReasonCodes.Success, received));
        return IntakeVerdict.Done;
    }

    /// <summary>The Last Will of a connection that ended without a goodbye takes the same path; nobody waits for its PUBACK.</summary>
    internal void AcceptWill(DeviceSession session, LastWill will)
    {
        meter.CountReceived();
        Append(session, will.Kind, will.Topic, will.Payload, duplicate: false, new OutboxSink(outbox));
    }

    private void Append(DeviceSession session, TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> bytes, bool duplicate, OutboxSink sink)
    {
        var receivedAtMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        sink.ReceivedAtMs = receivedAtMs;
        switch (kind)
        {
            case TopicKind.CommandResponse:
                TakeAnswer(session, topic, bytes, sink);
                break;
            case TopicKind.Request:
                session.Dialect.Answer(topic, bytes);
                break;
            default:
                Decode(session, kind, topic, bytes, duplicate, sink);
                break;
        }

        if (sink.Reason is { } reason)
            Quarantine(session, topic, bytes, receivedAtMs, reason, sink);
    }

    private void TakeAnswer(DeviceSession session, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> bytes, OutboxSink sink)
    {
        var reading = session.Dialect.ReadAnswer(topic, bytes.ToArray());
        if (reading.Reason is { } reason)
            sink.OnQuarantine(reason, reading.Fault);
        else if (commands.OnAnswer(reading.Device, reading.Answer, out var fault) is { } commit)
            sink.Track(commit);
        else
            sink.OnQuarantine(QuarantineReason.Shape, fault);
    }

    private static void Decode(DeviceSession session, TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> bytes, bool duplicate, OutboxSink sink) =>
        session.Dialect.Decode(kind, new InboundPayload
        {
            Address = session.Address,
            Class = session.Class,
            Topic = topic,
            Profile = session.Entry.Profile,
            Bytes = bytes,
            ReceivedAtMs = sink.ReceivedAtMs,
            Duplicate = duplicate,
            Digest = kind == TopicKind.Telemetry ? XxHash3.HashToUInt64(bytes, (long)XxHash3.HashToUInt64(topic)) : 0,
        }, sink);

    private void Quarantine(DeviceSession session, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> bytes, long receivedAtMs, string reason, OutboxSink sink)
    {
        meter.CountQuarantined(reason);
        sink.Track(outbox.Append(session.Address, new QuarantinedPayload
        {
            ReceivedAtMs = receivedAtMs,
            Topic = Encoding.UTF8.GetString(topic),
            Reason = reason,
            Detail = sink.Detail,
            Payload = ByteString.CopyFrom(bytes),
        }));
    }

    private static bool IsSafety(DeviceSession session, TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) =>
        session.Dialect.IsSafety(kind, topic, payload) && session.Safety.TryTake();

    private IntakeVerdict Throttle(DeviceConnection connection, DeviceSession session, TokenBucket bucket, in PublishFrame publish)
    {
        if (publish.Qos == 0)
        {
            session.Usage.Refused(usage.Today);
            meter.CountDropped();
            return IntakeVerdict.Done;
        }

        if (!connection.IsV5)
        {
            session.Wait = bucket.UntilNext();
            return IntakeVerdict.Slower;
        }

        session.Usage.Refused(usage.Today);
        meter.CountThrottled();
        connection.Gate.Add(new PendingAck(null, null, publish.PacketId, publish.Qos, ReasonCodes.QuotaExceeded, time.GetTimestamp()));
        return IntakeVerdict.Done;
    }

    private IntakeVerdict RefuseTopic(DeviceConnection connection, DeviceSession session, in PublishFrame publish)
    {
        var isCanonical = TopicRules.IsCanonical(publish.Topic);
        meter.CountRefused(isCanonical ? "foreignTopic" : "badTopic");
        if (_auditLimit.TryTake(out var suppressed))
            MqttLog.TopicRefused(logger, session.Address.Device, Encoding.UTF8.GetString(publish.Topic), connection.RemoteEndPoint, suppressed);
        if (!isCanonical)
            return IntakeVerdict.BadTopic;
        if (!connection.IsV5)
            return IntakeVerdict.ForeignTopic;
        if (publish.Qos > 0)
            connection.Gate.Add(new PendingAck(null, null, publish.PacketId, publish.Qos, ReasonCodes.NotAuthorized, time.GetTimestamp()));
        return IntakeVerdict.Done;
    }
}
