namespace SmartCommunity.Telemetry;

/// <summary>A device class that people brought along, with what it was read from. Immutable.</summary>
/// <param name="Class">The class.</param>
/// <param name="InterfaceJson">Its DTDL v3 interface as it was given: what is exported is what was imported.</param>
/// <param name="ImportedAt">When it was imported.</param>
public sealed record ImportedClass(DeviceClass Class, string InterfaceJson, DateTimeOffset ImportedAt)
{
    /// <summary>What stands beside the interface.</summary>
    public DeviceClassTraits Traits => new(Class.Code, Class.Domain, (int)Class.ReportInterval.TotalSeconds);

    /// <summary>True when both were read from the same interface with the same traits.</summary>
    internal bool IsSameAs(ImportedClass other) => InterfaceJson == other.InterfaceJson && Traits == other.Traits;
}
