using System.Globalization;
using System.Text;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Telemetry;

/// <summary>An imported class out of its interface, or why it is none.</summary>
/// <param name="Class">The class; null when there is a fault.</param>
/// <param name="Faults">What is wrong, in document order.</param>
public sealed record ImportedClassReading(ImportedClass? Class, IReadOnlyList<DtdlFault> Faults);

/// <summary>
/// Reads an interface that people brought along as a device class. To the rules of <see cref="DeviceClassReader"/> it adds those that keep an import from losing anything:
/// what the platform would ignore is refused by name. Pure and thread-safe.
/// </summary>
public static class ImportedClassReader
{
    /// <summary>Largest interface that is imported, in bytes of UTF-8. The largest built-in class has 6 KiB; gateways hold the classes of their devices in one file.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly HashSet<string> KnownEvents = DeviceClassCatalogue.Default.All.SelectMany(static c => c.Events).ToHashSet(StringComparer.Ordinal);

    /// <summary>Every event type an imported class may raise: those that a built-in class raises, for which the platform has rules, texts and lanes.</summary>
    public static IReadOnlyCollection<string> EventTypes => KnownEvents;

    /// <summary>
    /// The class code of an interface unless told otherwise: the last segment of its identifier, with <c>V</c> and the version behind it from the second version on
    /// (<c>dtmi:acme:soilProbe;1</c> is <c>soilProbe</c>, <c>dtmi:acme:soilProbe;2</c> is <c>soilProbeV2</c>), so that the devices of both have their own topics.
    /// </summary>
    public static string CodeOf(string modelId)
    {
        ArgumentNullException.ThrowIfNull(modelId);
        var (path, version) = Split(modelId);
        var name = path[(path.LastIndexOf(':') + 1)..];
        return version is null or 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}V{version}");
    }

    /// <summary>The identifier of the next version of an interface: what a changed interface needs when devices use the old one.</summary>
    public static string NextVersionOf(string modelId)
    {
        ArgumentNullException.ThrowIfNull(modelId);
        var (path, version) = Split(modelId);
        return string.Create(CultureInfo.InvariantCulture, $"{path};{(version ?? 0) + 1}");
    }

    /// <summary>Reads one interface of JSON with what stands beside it.</summary>
    public static ImportedClassReading Read(string interfaceJson, DeviceClassTraits traits, DateTimeOffset importedAt)
    {
        ArgumentNullException.ThrowIfNull(interfaceJson);
        var bytes = Encoding.UTF8.GetBytes(interfaceJson);
        if (bytes.Length > MaxBytes)
            return new ImportedClassReading(null, [new DtdlFault(0, "interface", $"has {bytes.Length} bytes, more than the limit of {MaxBytes}.")]);
        var document = DtdlReader.Read(bytes);
        if (document.Interfaces is not [var model])
            return new ImportedClassReading(null, document.IsValid ? [new DtdlFault(0, "interface", "One interface is read at a time.")] : document.Faults);
        var reading = DeviceClassReader.Read(model, traits, QuantityCatalogue.Default);
        DtdlFault[] faults = [.. FaultsOfIdentity(model), .. reading.Faults, .. model.Contents.SelectMany(FaultsOf), .. FaultsOfWhole(model)];
        return faults.Length > 0 || reading.Class is null
            ? new ImportedClassReading(null, [.. faults.OrderBy(static f => f.Line).Take(DtdlLimits.MaxFaults)])
            : new ImportedClassReading(new ImportedClass(reading.Class, interfaceJson, importedAt), []);
    }

    private static IEnumerable<DtdlFault> FaultsOfIdentity(DtdlInterface model)
    {
        if (Split(model.Id).Version is null)
            yield return new DtdlFault(0, "@id", $"'{model.Id}' must end with a whole version, e.g. ;1: a class that devices use changes by a new version only.");
        if (model.Schemas.Count > 0)
            yield return new DtdlFault(0, "schemas", "A device class writes each schema where it is used; schemas by identifier are not read.");
    }

    private static IEnumerable<DtdlFault> FaultsOf(DtdlContent content)
    {
        DtdlFault Fault(string field, string message) => new(content.Line, field.Length == 0 ? content.Name : $"{content.Name}.{field}", message);
        switch (content)
        {
            case DtdlTelemetry { Schema: DtdlObject } happening:
                var type = DeviceClassReader.EventTypeOf(happening.Name);
                if (!KnownEvents.Contains(type))
                    yield return Fault("", $"raises '{type}', which is no event the platform knows; it knows {string.Join(", ", KnownEvents.Order(StringComparer.Ordinal))}.");
                break;
            case DtdlTelemetry { Quantity.Semantic: var semantic } when QuantityCatalogue.Default.Find(content.Name) is { } known && known.SemanticType != semantic:
                yield return Fault("@type", $"is a {semantic}; the catalogue holds {known.Name} as {known.SemanticType ?? "a quantity without a semantic type"}.");
                break;
            case DtdlCommand { Name: TwinProperties.SetCommand }:
                yield return Fault("", "is the platform's own command, which every class takes.");
                break;
            case DtdlCommand { Response: not null }:
                yield return Fault("response", "The platform keeps a device's answer as it comes and holds it to no schema; leave the response out.");
                break;
        }

        if (SchemasOf(content).Any(HasReference))
            yield return Fault("schema", "names a schema by its identifier; a device class writes each schema where it is used.");
    }

    private static IEnumerable<DtdlFault> FaultsOfWhole(DtdlInterface model)
    {
        var telemetry = model.Contents.OfType<DtdlTelemetry>().ToArray();
        if (telemetry.Length == 0)
            yield return new DtdlFault(0, "contents", "A device class measures at least one quantity or raises at least one event.");
        foreach (var twice in telemetry.Where(static t => t.Schema is DtdlObject).GroupBy(static t => DeviceClassReader.EventTypeOf(t.Name)).Where(static g => g.Count() > 1))
            yield return new DtdlFault(twice.Last().Line, twice.Last().Name, $"raises '{twice.Key}', which another element of the interface raises too.");
        var names = telemetry.Select(static t => t.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var half in telemetry)
        {
            if (QuantityCatalogue.Default.Find(half.Name)?.PairedWith is { } partner && !names.Contains(partner))
                yield return new DtdlFault(half.Line, half.Name, $"is one observation with {partner}; a class measures both or neither.");
        }
    }

    private static IEnumerable<DtdlSchema> SchemasOf(DtdlContent content) => content switch
    {
        DtdlTelemetry telemetry => [telemetry.Schema],
        DtdlProperty property => [property.Schema],
        DtdlCommand { Request: { } request } => [request.Schema],
        _ => [],
    };

    private static bool HasReference(DtdlSchema schema) => schema switch
    {
        DtdlReference => true,
        DtdlObject fields => fields.Fields.Any(static f => HasReference(f.Schema)),
        DtdlArray array => HasReference(array.Element),
        DtdlMap map => HasReference(map.Value.Schema),
        _ => false,
    };

    private static (string Path, int? Version) Split(string modelId)
    {
        var semicolon = modelId.IndexOf(';', StringComparison.Ordinal);
        if (semicolon < 0)
            return (modelId, null);
        return (modelId[..semicolon], int.TryParse(modelId.AsSpan(semicolon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null);
    }
}
