using System.Text.Json;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>A device class that people brought along: without it a log with its devices cannot be folded.</summary>
internal sealed record BundledClass(string Code, string Domain, int ReportIntervalSeconds, DateTimeOffset ImportedAt, string Interface)
{
    /// <summary>The imported classes among these codes.</summary>
    internal static byte[] Write(IEnumerable<string> codes) => JsonSerializer.SerializeToUtf8Bytes(
        codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(DeviceClassCatalogue.Current.FindImported).OfType<ImportedClass>()
            .Select(static c => new BundledClass(c.Class.Code, c.Class.Domain, c.Traits.ReportIntervalSeconds, c.ImportedAt, c.InterfaceJson)),
        BundleManifest.Json);

    /// <summary>Takes the classes into the catalogue of this process; what is wrong with them, empty when nothing is.</summary>
    internal static string Admit(byte[] bytes)
    {
        try
        {
            var readings = JsonSerializer.Deserialize<BundledClass[]>(bytes, BundleManifest.Json)!
                .Select(static c => ImportedClassReader.Read(c.Interface, new DeviceClassTraits(c.Code, c.Domain, c.ReportIntervalSeconds), c.ImportedAt)).ToList();
            if (readings.Find(static r => r.Class is null) is { } unreadable)
                return string.Join(' ', unreadable.Faults);
            DeviceClassCatalogue.Admit(readings.Select(static r => r.Class!));
            return "";
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return fault.Message;
        }
    }
}
