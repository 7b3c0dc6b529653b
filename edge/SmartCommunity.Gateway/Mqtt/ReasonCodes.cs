namespace SmartCommunity.Gateway.Mqtt;

/// <summary>MQTT 5 reason codes (2.4) that the gateway writes itself.</summary>
internal static class ReasonCodes
{
    internal const byte Success = 0x00;
    internal const byte MalformedPacket = 0x81;
    internal const byte ProtocolError = 0x82;
    internal const byte NotAuthorized = 0x87;
    internal const byte ServerShuttingDown = 0x8B;
    internal const byte KeepAliveTimeout = 0x8D;
    internal const byte TopicNameInvalid = 0x90;
    internal const byte TopicAliasInvalid = 0x94;
    internal const byte PacketTooLarge = 0x95;
    internal const byte QuotaExceeded = 0x97;
    internal const byte AdministrativeAction = 0x98;
    internal const byte QosNotSupported = 0x9B;
    internal const byte MaximumConnectTime = 0xA0;
}
