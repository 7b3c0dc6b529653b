using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Devices;

/// <summary>The imported device classes that the cloud tells this gateway of.</summary>
internal static partial class ClassModels
{
    /// <summary>
    /// Takes the classes into the catalogue of this process. One that this version cannot read is left out and told: what its devices send goes to quarantine and waits there.
    /// None is ever taken out: without devices it costs nothing.
    /// </summary>
    internal static void Admit(IEnumerable<ClassModel> models, ILogger logger)
    {
        var classes = new List<ImportedClass>();
        foreach (var model in models)
        {
            var reading = ImportedClassReader.Read(
                model.InterfaceJson, new DeviceClassTraits(model.Code, model.Domain, model.ReportIntervalSeconds), DateTimeOffset.FromUnixTimeMilliseconds(model.ImportedAtMs));
            if (reading.Class is { } one && DeviceClassCatalogue.Default.Find(model.Code) is null)
                classes.Add(one);
            else
                Unreadable(logger, model.Code, string.Join(' ', reading.Faults));
        }

        DeviceClassCatalogue.Admit(classes);
    }

    [LoggerMessage(1158, LogLevel.Error, "The imported class {Code} cannot be used by this version of the gateway: {Faults}")]
    private static partial void Unreadable(ILogger logger, string code, string faults);
}
