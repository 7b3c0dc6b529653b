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
    internal DeviceSession(DirectoryEntry entry, IDialectSession dialect, LastWill? will, MqttConnectPacket connect, IntakeOptions options, TimeProvider time)
    {
        Entry = entry;
        Dialect = dialect;
        Will = will;
        Class = ClassTable.Of(entry.Address.Class);
        ClientMaxPacketBytes = connect.MaximumPacketSize == 0 ? uint.MaxValue : connect.MaximumPacketSize;
        LoggedInAt = time.GetTimestamp();
        Commands = new CommandLane(connect.ReceiveMaximum, time);
        Routine = new TokenBucket(options.MessagesPerSecond, options.MessageBurst, time);
        Safety = new TokenBucket(options.SafetyEventsPerSecond, options.SafetyEventBurst, time);
    }

    internal DirectoryEntry Entry { get; }

    internal DeviceAddress Address => Entry.Address;

    internal IDialectSession Dialect { get; }

    internal ClassTable Class { get; }

    internal LastWill? Will { get; }

    internal uint ClientMaxPacketBytes { get; }

    internal CommandLane Commands { get; }

    internal TokenBucket Routine { get; }

    /// <summary>Safety events have their own generous bucket, so that a talkative device cannot silence its own SOS.</summary>
    internal TokenBucket Safety { get; }

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
