namespace SmartCommunity.Telemetry;

/// <summary>
/// What a gateway tells of a device that somebody else may be using: a login under its name that was refused, or a publish on a topic that is not its own. No device can send it: it is of no class. It is
/// not the device that was heard.
/// </summary>
public static class RefusedEvent
{
    /// <summary>Its type.</summary>
    public const string Type = "refused";
}
