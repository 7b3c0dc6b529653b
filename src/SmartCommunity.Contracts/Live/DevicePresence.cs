namespace SmartCommunity.Contracts.Live;

/// <summary>Whether a device is there: stable codes for the wire and the console. Never rename one.</summary>
public static class DevicePresence
{
    /// <summary>Heard within three of its class's report intervals.</summary>
    public const string Online = "online";

    /// <summary>Silent for longer while its gateway was there: the device's own fault.</summary>
    public const string Offline = "offline";

    /// <summary>Its gateway cannot be reached, so nobody knows.</summary>
    public const string GatewayAway = "gatewayAway";

    /// <summary>Enrolled and never heard.</summary>
    public const string Unheard = "unheard";
}
