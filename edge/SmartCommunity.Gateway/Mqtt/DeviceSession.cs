using MQTTnet.Packets;
using SmartCommunity.Gateway.Decode;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>What a device left to be said when it goes without saying goodbye.</summary>
internal sealed record LastWill(byte[] Topic, TopicKind Kind, byte[] Payload);

/// <summary>A device that logged in over one connection: who it is, what it may use, how much it may send. Owned by the connection's reader.</summary>
internal sealed class DeviceSession
{
    internal DeviceSession(DirectoryEntry entry, IDialectSession dialect, LastWill? will, MqttConnectPacket connect, IntakeOptions options, TimeProvider time)
    {
        Speaker = new SpeakingDevice(entry, dialect, options, time);
        Will = will;
        ClientMaxPacketBytes = connect.MaximumPacketSize == 0 ? uint.MaxValue : connect.MaximumPacketSize;
        Commands = new CommandLane(connect.ReceiveMaximum, time);
    }

    /// <summary>Who speaks, how, and how much of it is taken.</summary>
    internal SpeakingDevice Speaker { get; }

    internal DeviceAddress Address => Speaker.Address;

    internal IDialectSession Dialect => Speaker.Dialect;

    internal LastWill? Will { get; }

    internal uint ClientMaxPacketBytes { get; }

    internal CommandLane Commands { get; }

    /// <summary>The filter that commands travel under, once the device subscribed to it; null: it takes no commands.</summary>
    internal volatile string? CommandFilter;

    /// <summary>QoS of that subscription, 0 or 1: what the gateway may send commands with.</summary>
    internal volatile int CommandQos;

    /// <summary>Filters granted by a SUBACK that has not left yet. The reader's own.</summary>
    internal List<string> NewFilters { get; } = [];
}
