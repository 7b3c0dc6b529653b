namespace SmartCommunity.Telemetry;

/// <summary>The domains device classes belong to: stable codes for the wire and the console.</summary>
public static class DeviceDomain
{
    /// <summary>Every domain.</summary>
    public static IReadOnlyList<string> All { get; } = ["elderlyCare", "healthStation", "parking", "energy", "environment"];
}
