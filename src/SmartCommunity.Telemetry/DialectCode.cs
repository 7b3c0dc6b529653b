namespace SmartCommunity.Telemetry;

/// <summary>How a device speaks: stable codes for the registry, the wire and the console. Never rename one.</summary>
public static class DialectCode
{
    /// <summary>The platform's own topics and payloads; the default.</summary>
    public const string Native = "native";

    /// <summary>ThingsBoard's device and gateway API over MQTT.</summary>
    public const string ThingsBoard = "thingsBoard";

    /// <summary>Azure IoT Hub's MQTT topics.</summary>
    public const string IotHub = "iotHub";

    /// <summary>Home Assistant's MQTT discovery.</summary>
    public const string HomeAssistant = "homeAssistant";

    /// <summary>Eclipse Sparkplug B.</summary>
    public const string SparkplugB = "sparkplugB";

    /// <summary>A vendor's own JSON, read through a mapping file.</summary>
    public const string VendorJson = "vendorJson";

    /// <summary>Frames of DL/T 645-2007, forwarded by a concentrator.</summary>
    public const string Dlt645 = "dlt645";

    /// <summary>Blocks of Modbus registers, read through a register profile.</summary>
    public const string Modbus = "modbus";

    /// <summary>Every code, the default first.</summary>
    public static IReadOnlyList<string> All { get; } = [Native, ThingsBoard, IotHub, HomeAssistant, SparkplugB, VendorJson, Dlt645, Modbus];

    /// <summary>The dialects that are read through a profile; the profile's kind is the same code.</summary>
    public static IReadOnlyList<string> WithProfile { get; } = [VendorJson, Modbus];

    /// <summary>True when the text is one of <see cref="All"/>; case counts.</summary>
    public static bool IsKnown(string? code) => code is not null && All.Contains(code, StringComparer.Ordinal);

    /// <summary>True when a device of that dialect needs a profile.</summary>
    public static bool NeedsProfile(string? code) => code is not null && WithProfile.Contains(code, StringComparer.Ordinal);
}
