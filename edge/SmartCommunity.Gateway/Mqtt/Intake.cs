using System.Text;
using Microsoft.Extensions.Logging;
using MQTTnet.Packets;
using SmartCommunity.Gateway.Decode;
using SmartCommunity.Gateway.Devices;

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
/// Takes the messages of all devices that speak MQTT: topic and rate here, then the way of every payload. Never waits; the commits it collects gate the PUBACKs. Called
/// by one reader per connection, from many connections at once.
/// </summary>
internal sealed class Intake(PayloadIntake payloads, DeviceDirectory directory, RefusalReport refusals, IntakeMeter meter, TimeProvider time, ILogger<Intake> logger)
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
        if (!session.Speaker.TryTake(kind, publish.Topic, publish.Payload, canOnlyWait: publish.Qos > 0 && !connection.IsV5))
            return Throttle(connection, session, in publish);
        var received = time.GetTimestamp();
        var sink = payloads.Take(session.Speaker, new Arrival(kind, publish.Topic, publish.Payload, publish.Duplicate));
        connection.Outlet.Release(sink.First, sink.Others);
        if (publish.Qos > 0)
            connection.Gate.Add(new PendingAck(sink.First, sink.Others, publish.PacketId, publish.Qos, ReasonCodes.Success, received));
        return IntakeVerdict.Done;
    }

    /// <summary>The Last Will of a connection that ended without a goodbye takes the same path; nobody waits for its PUBACK.</summary>
    internal void AcceptWill(DeviceSession session, LastWill will) =>
        payloads.Take(session.Speaker, new Arrival(will.Kind, will.Topic, will.Payload, isDuplicate: false));

    private IntakeVerdict Throttle(DeviceConnection connection, DeviceSession session, in PublishFrame publish)
    {
        if (publish.Qos > 0 && !connection.IsV5)
            return IntakeVerdict.Slower;
        session.Speaker.CountRefused();
        if (publish.Qos == 0)
        {
            meter.CountDropped();
            return IntakeVerdict.Done;
        }

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
        refusals.Tell(session.Address, RefusalReport.Topic);
        if (!connection.IsV5)
            return IntakeVerdict.ForeignTopic;
        if (publish.Qos > 0)
            connection.Gate.Add(new PendingAck(null, null, publish.PacketId, publish.Qos, ReasonCodes.NotAuthorized, time.GetTimestamp()));
        return IntakeVerdict.Done;
    }
}
