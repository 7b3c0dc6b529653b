namespace SmartCommunity.Telemetry;

/// <summary>What the platform must know of a device class and DTDL has no word for; stands beside its interface in <c>catalogue/classes.json</c>.</summary>
/// <param name="Code">Class code in topics, the name of the interface's file.</param>
/// <param name="Domain">One of <see cref="DeviceDomain"/>.</param>
/// <param name="ReportIntervalSeconds">How often a device reports when nothing happens, 1 to <see cref="MaxReportIntervalSeconds"/> seconds.</param>
public sealed record DeviceClassTraits(string Code, string Domain, int ReportIntervalSeconds)
{
    /// <summary>A week: a device that is silent for longer says nothing about whether it is there.</summary>
    public const int MaxReportIntervalSeconds = 604_800;
}
