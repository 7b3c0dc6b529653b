using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>What the gateway tells about itself in the packets MQTTnet composes.</summary>
internal static class Announcement
{
    internal static void Prepare(MqttPacket packet, DeviceConnection connection, IntakeOptions options)
    {
        if (packet is MqttConnAckPacket { ReasonCode: MqttConnectReasonCode.Success } accepted)
            Announce(accepted, connection, options);
        else if (packet is MqttSubAckPacket refused && !connection.IsV5)
            ToV3(refused.ReasonCodes);
    }

    private static void Announce(MqttConnAckPacket packet, DeviceConnection connection, IntakeOptions options)
    {
        packet.IsSessionPresent = false;
        packet.SessionExpiryInterval = 0;
        packet.TopicAliasMaximum = 0;
        packet.ReceiveMaximum = (ushort)options.MaxUnacknowledged;
        packet.MaximumPacketSize = (uint)options.MaxFrameBytes;
        packet.WildcardSubscriptionAvailable = false;
        packet.SharedSubscriptionAvailable = false;
        packet.SubscriptionIdentifiersAvailable = false;
        if (connection.IsV5)
            packet.ServerKeepAlive = (ushort)connection.KeepAlive.TotalSeconds;
    }

    /// <summary>MQTT 3.1.1 knows one failure code in a SUBACK.</summary>
    private static void ToV3(List<MqttSubscribeReasonCode> codes)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            if (codes[i] > MqttSubscribeReasonCode.GrantedQoS2)
                codes[i] = MqttSubscribeReasonCode.UnspecifiedError;
        }
    }
}
