using MQTTnet.Packets;
using SmartCommunity.Gateway.Decode;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>What a device left to be said when it goes without saying goodbye.</summary>
internal sealed record LastWill(byte[] Topic, TopicKind Kind, byte[] Payload);

/// <summary>A device that logged in over one connection: who it is, what it may use. Owned by the connection's reader.</summary>
internal sealed class DeviceSession
{
    internal DeviceSession(SpeakingDevice speaker, LastWill? will, MqttConnectPacket connect, TimeProvider time)
    {
        Speaker = speaker;
        Will = will;
        ClientMaxPacketBytes = connect.MaximumPacketSize == 0 ? uint.MaxValue : connect.MaximumPacketSize;
        LoggedInAt = time.GetTimestamp();
        Commands = new CommandLane(connect.ReceiveMaximum, time);
    }

    /// <summary>Who speaks, how, and how much of it is taken.</summary>
    internal SpeakingDevice Speaker { get; }

    internal DeviceAddress Address => Speaker.Address;

    internal IDialectSession Dialect => Speaker.Dialect;

    /// <summary>SHA-256 of the token it logged in with; empty when a certificate spoke for it.</summary>
    internal byte[] TokenSha256 { get; init; } = [];

    /// <summary>Serial of the certificate it showed, upper-case hexadecimal; null when it showed none.</summary>
    internal string? CertificateSerial { get; init; }

    internal LastWill? Will { get; }

    internal uint ClientMaxPacketBytes { get; }

    internal CommandLane Commands { get; }

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
