using System.Text.Json;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Models;

/// <summary>Between the rows of imported models and the classes of the catalogue.</summary>
internal static partial class ModelRows
{
    /// <summary>
    /// Opens the registry and takes its imported classes into the catalogue of this process, so that whoever has the store has its classes. A class that cannot be read any
    /// more is left out and told: its devices' payloads go to quarantine, where they wait.
    /// </summary>
    internal static RegistryStore Open(string path, ILogger logger)
    {
        var store = RegistryStore.Open(path);
        using var context = store.CreateDbContext();
        var classes = new List<ImportedClass>();
        foreach (var row in context.ImportedModels.OrderBy(m => m.Code))
        {
            if (DeviceClassCatalogue.Default.Find(row.Code) is not null)
                Shipped(logger, row.ModelId, row.Code);
            else if (ReadingOf(row) is var reading && reading.Class is { } one)
                classes.Add(one);
            else
                Unreadable(logger, row.ModelId, string.Join(' ', reading.Faults));
        }

        DeviceClassCatalogue.Admit(classes);
        return store;
    }

    /// <summary>The class of a row, or null when this version of the program cannot read it.</summary>
    internal static ImportedClass? Read(ImportedModelRow row) => ReadingOf(row).Class;

    internal static ImportedModelRow RowOf(ImportedClass one) => new()
    {
        Code = one.Class.Code, ModelId = one.Class.ModelId, Domain = one.Class.Domain, ReportIntervalSeconds = one.Traits.ReportIntervalSeconds,
        InterfaceJson = one.InterfaceJson, ImportedAtMs = one.ImportedAt.ToUnixTimeMilliseconds(),
    };

    internal static void Write(ImportedModelRow row, ImportedClass one) =>
        (row.Domain, row.ReportIntervalSeconds, row.InterfaceJson, row.ImportedAtMs) =
        (one.Class.Domain, one.Traits.ReportIntervalSeconds, one.InterfaceJson, one.ImportedAt.ToUnixTimeMilliseconds());

    /// <summary>True when the class means what the row holds: spaces and the order of members mean nothing.</summary>
    internal static bool IsSame(ImportedModelRow row, ImportedClass one) =>
        (row.ModelId, row.Domain, row.ReportIntervalSeconds) == (one.Class.ModelId, one.Class.Domain, one.Traits.ReportIntervalSeconds)
        && JsonElement.DeepEquals(JsonElement.Parse(row.InterfaceJson), JsonElement.Parse(one.InterfaceJson));

    private static ImportedClassReading ReadingOf(ImportedModelRow row) => ImportedClassReader.Read(
        row.InterfaceJson, new DeviceClassTraits(row.Code, row.Domain, row.ReportIntervalSeconds), DateTimeOffset.FromUnixTimeMilliseconds(row.ImportedAtMs));

    [LoggerMessage(2320, LogLevel.Error, "The imported model {Model} cannot be read by this version and is left out: {Faults}")]
    private static partial void Unreadable(ILogger logger, string model, string faults);

    [LoggerMessage(2321, LogLevel.Error, "The imported model {Model} is left out: class '{Code}' is built in by now.")]
    private static partial void Shipped(ILogger logger, string model, string code);
}
