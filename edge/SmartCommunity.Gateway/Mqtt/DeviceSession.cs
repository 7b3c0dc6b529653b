using MQTTnet.Packets;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>What a device left to be said when it goes without saying goodbye.</summary>
internal sealed record LastWill(byte[] Topic, TopicKind Kind, byte[] Payload);

/// <summary>A device that logged in over one connection: who it is, what it may use, how much it may send. Owned by the connection's reader.</summary>
internal sealed class DeviceSession
{
    /// <summary>
    /// What an MQTT 3.1.1 device above its daily limit still gets through. That version has no refusal, and a message that waited until midnight would hold back the SOS behind
    /// it; so such a device is slowed to one message a second.
    /// </summary>
    private const double TricklePerSecond = 1;

    private readonly IntakeOptions _options;
    private readonly TimeProvider _time;
    private DeviceQuota _applied;

    internal DeviceSession(
        DirectoryEntry entry, IDialectSession dialect, LastWill? will, MqttConnectPacket connect, UsageCounter usage, IntakeOptions options, TimeProvider time)
    {
        (_options, _time, Usage, Quota, _applied) = (options, time, usage, entry.Quota, entry.Quota);
        Entry = entry;
        Dialect = dialect;
        Will = will;
        Class = ClassTable.Of(entry.Address.Class);
        ClientMaxPacketBytes = connect.MaximumPacketSize == 0 ? uint.MaxValue : connect.MaximumPacketSize;
        LoggedInAt = time.GetTimestamp();
        Commands = new CommandLane(connect.ReceiveMaximum, time);
        Routine = NewRoutine(entry.Quota);
        Trickle = new TokenBucket(TricklePerSecond, burst: 1, time);
        Safety = new TokenBucket(options.SafetyEventsPerSecond, options.SafetyEventBurst, time);
    }

    internal DirectoryEntry Entry { get; }

    internal DeviceAddress Address => Entry.Address;

    /// <summary>SHA-256 of the token it logged in with; empty when a certificate spoke for it.</summary>
    internal byte[] TokenSha256 { get; init; } = [];

    /// <summary>Serial of the certificate it showed, upper-case hexadecimal; null when it showed none.</summary>
    internal string? CertificateSerial { get; init; }

    internal IDialectSession Dialect { get; }

    internal ClassTable Class { get; }

    internal LastWill? Will { get; }

    internal uint ClientMaxPacketBytes { get; }

    internal CommandLane Commands { get; }

    internal TokenBucket Routine { get; private set; }

    /// <summary>What is left of the rate to an MQTT 3.1.1 device above its daily limit.</summary>
    internal TokenBucket Trickle { get; }

    /// <summary>What the device sent today, over all its connections.</summary>
    internal UsageCounter Usage { get; }

    /// <summary>What it may send; another one counts from the next message.</summary>
    internal volatile DeviceQuota Quota;

    /// <summary>How long the reader waits before it tries a message again that came too early.</summary>
    internal TimeSpan Wait { get; set; }

    /// <summary>Safety events have their own generous bucket, so that a talkative device cannot silence its own SOS.</summary>
    internal TokenBucket Safety { get; }

    /// <summary>Takes over limits that changed while it is connected. For the reader only.</summary>
    internal DeviceQuota CurrentQuota()
    {
        var quota = Quota;
        if (quota != _applied)
            (_applied, Routine) = (quota, NewRoutine(quota));
        return quota;
    }

    private TokenBucket NewRoutine(DeviceQuota quota) => new(
        quota.MessagesPerSecond > 0 ? quota.MessagesPerSecond : _options.MessagesPerSecond, quota.BurstMessages > 0 ? quota.BurstMessages : _options.MessageBurst, _time);

    /// <summary>Filters under which commands travel. The reader's own.</summary>
    internal HashSet<string> CommandFilters { get; } = new(StringComparer.Ordinal);

    /// <summary>The device subscribed to one of them.</summary>
    internal volatile bool TakesCommands;

    /// <summary>QoS of that subscription, 0 or 1: what the gateway may send commands with.</summary>
    internal volatile int CommandQos;

    /// <summary>Filters granted by a SUBACK that has not left yet. The reader's own.</summary>
    internal List<string> NewFilters { get; } = [];

    internal long LoggedInAt { get; }

    /// <summary>How long the credential of the login is good, by monotonic time; <see cref="TimeSpan.MaxValue"/>: until it is withdrawn.</summary>
    internal TimeSpan ValidFor { get; init; } = TimeSpan.MaxValue;
}
