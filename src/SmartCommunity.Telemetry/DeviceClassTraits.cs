namespace SmartCommunity.Telemetry;

/// <summary>What the platform must know of a device class and DTDL has no word for; stands beside its interface in <c>catalogue/classes.json</c>.</summary>
/// <param name="Code">Class code in topics, the name of the interface's file.</param>
/// <param name="Domain"><c>elderlyCare</c>, <c>healthStation</c>, <c>parking</c>, <c>energy</c> or <c>environment</c>.</param>
/// <param name="ReportIntervalSeconds">How often a device reports when nothing happens, in seconds.</param>
public sealed record DeviceClassTraits(string Code, string Domain, int ReportIntervalSeconds);
