using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Models;

/// <summary>Tests that import classes: the catalogue is one a process, so nothing else may look at it meanwhile. Each takes its classes out again.</summary>
[CollectionDefinition(nameof(ImportedClasses), DisableParallelization = true)]
public sealed class ImportedClasses
{
    /// <summary>An interface that measures temperature and humidity and raises <c>sos</c>.</summary>
    internal static string Interface(string id = "dtmi:acme:soilProbe;1", string more = "") => $$$$"""
        {
          "@context": ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"],
          "@id": "{{{{id}}}}", "@type": "Interface",
          "displayName": {"zh": "土壤探头", "en": "Soil probe"}, "comment": "Kept as it is.",
          "contents": [
            {"@type": ["Telemetry", "Temperature"], "name": "temp", "schema": "double", "unit": "degreeCelsius"},
            {"@type": ["Telemetry", "RelativeHumidity"], "name": "humidity", "schema": "float", "unit": "percent", "comment": "Of the soil."},
            {"@type": "Telemetry", "name": "sosEvent", "schema": {"@type": "Object", "fields": [{"name": "pressedAt", "schema": "dateTime"}]}},
            {"@type": "Command", "name": "flush", "request": {"name": "args", "schema": {"@type": "Object", "fields": [{"name": "times", "schema": "integer"}]}}},
            {"@type": "Property", "name": "depthCm", "schema": "double", "writable": true}{{{{more}}}}
          ]
        }
        """;

    /// <summary>Takes every imported class out of the catalogue.</summary>
    internal static void WithdrawAll()
    {
        foreach (var one in DeviceClassCatalogue.Current.All.Where(c => DeviceClassCatalogue.Current.FindImported(c.Code) is not null).ToArray())
            DeviceClassCatalogue.Withdraw(one.Code);
    }
}
