using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Telemetry;

/// <summary>A device class out of its interface, or why it is none.</summary>
/// <param name="Class">The class; null when there is a fault.</param>
/// <param name="Faults">What the platform cannot do with the interface, in document order.</param>
public sealed record DeviceClassReading(DeviceClass? Class, IReadOnlyList<DtdlFault> Faults);

/// <summary>
/// Reads an interface as a device class, and writes a class as an interface. Telemetry with an object schema is an event, whose element name is the event's type with
/// the suffix <c>Event</c> (a smoke detector measures <c>smoke</c> and raises <c>smoke</c>; DTDL wants different names); any other telemetry is a quantity
/// and must be in the quantity catalogue, of the same kind and in the same unit. Pure and thread-safe.
/// </summary>
public static class DeviceClassReader
{
    private const string EventSuffix = "Event";
    private const string Arguments = "args";

    /// <summary>Reads the class with what stands beside its interface.</summary>
    public static DeviceClassReading Read(DtdlInterface model, DeviceClassTraits traits, QuantityCatalogue quantities)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(traits);
        ArgumentNullException.ThrowIfNull(quantities);
        var faults = new List<DtdlFault>();
        if (!Identifier.IsValid(traits.Code))
            faults.Add(new DtdlFault(0, "code", Identifier.Fault("code", traits.Code)));
        if (!DeviceDomain.All.Contains(traits.Domain, StringComparer.Ordinal))
            faults.Add(new DtdlFault(0, "domain", $"'{traits.Domain}' is not one of {string.Join(", ", DeviceDomain.All)}."));
        if (traits.ReportIntervalSeconds is < 1 or > DeviceClassTraits.MaxReportIntervalSeconds)
            faults.Add(new DtdlFault(0, "reportIntervalSeconds", $"{traits.ReportIntervalSeconds} must be 1 to {DeviceClassTraits.MaxReportIntervalSeconds}."));
        if (model.Extends.Count > 0)
            faults.Add(new DtdlFault(0, "extends", "A device class names all its contents itself; it extends no other interface."));
        foreach (var content in model.Contents)
        {
            if (FaultOf(content, quantities) is { } message)
                faults.Add(new DtdlFault(content.Line, content.Name, message));
        }

        return faults.Count > 0 ? new DeviceClassReading(null, faults) : new DeviceClassReading(ClassOf(model, traits, quantities), []);
    }

    /// <summary>The class as an interface; reading it gives the same class.</summary>
    public static DtdlInterface Write(DeviceClass deviceClass)
    {
        ArgumentNullException.ThrowIfNull(deviceClass);
        return new DtdlInterface
        {
            Id = deviceClass.ModelId,
            Texts = DtdlTexts.Named(deviceClass.Zh, deviceClass.En),
            Contents =
            [
                .. deviceClass.Quantities.Select(TelemetryOf),
                .. deviceClass.EventTypes.Select(static e => new DtdlTelemetry(new DtdlObject(e.Fields), null)
                {
                    Name = e.Name + EventSuffix, Texts = DtdlTexts.Named(e.Zh, e.En),
                }),
                .. deviceClass.Properties,
                .. deviceClass.CommandTypes.Select(CommandOf),
            ],
        };
    }

    private static DeviceClass ClassOf(DtdlInterface model, DeviceClassTraits traits, QuantityCatalogue quantities) => new()
    {
        Code = traits.Code,
        ModelId = model.Id,
        Domain = traits.Domain,
        Zh = model.Texts.Name("zh") ?? traits.Code,
        En = model.Texts.Name("en") ?? traits.Code,
        ReportInterval = TimeSpan.FromSeconds(traits.ReportIntervalSeconds),
        Quantities = [.. model.Contents.OfType<DtdlTelemetry>().Where(static t => t.Schema is not DtdlObject).Select(t => quantities.Find(t.Name)!)],
        EventTypes = [.. model.Contents.OfType<DtdlTelemetry>().Where(static t => t.Schema is DtdlObject).Select(EventOf)],
        CommandTypes = [.. model.Contents.OfType<DtdlCommand>().Select(CommandTypeOf)],
        Properties = [.. model.Contents.OfType<DtdlProperty>()],
    };

    private static string? FaultOf(DtdlContent content, QuantityCatalogue quantities) => content switch
    {
        DtdlTelemetry { Schema: DtdlObject } => Identifier.IsValid(content.Name) ? null : Identifier.Fault("name", content.Name),
        DtdlTelemetry telemetry => FaultOf(telemetry, quantities.Find(content.Name)),
        DtdlCommand => Identifier.IsValid(content.Name) ? null : Identifier.Fault("name", content.Name),
        DtdlProperty => null,
        _ => "A device class has telemetry, properties and commands; relationships and components belong to places.",
    };

    private static string? FaultOf(DtdlTelemetry telemetry, Quantity? quantity)
    {
        if (quantity is null)
            return "is not in the quantity catalogue.";
        if (telemetry.Quantity?.Unit is { } unit && unit != quantity.DtdlUnit)
            return $"is in {unit}; the catalogue holds it in {quantity.DtdlUnit ?? quantity.Unit}.";
        return quantity.Kind switch
        {
            QuantityKind.Boolean => telemetry.Schema is DtdlPrimitive { Name: "boolean" } ? null : "must have the schema boolean.",
            QuantityKind.Enumeration => telemetry.Schema is DtdlEnum { IsInteger: true } codes && HasCodes(codes, quantity)
                ? null
                : $"must be an Enum of integers with the codes {string.Join(", ", quantity.Codes.Select(static c => $"{c.Key} = {c.Value}"))}.",
            _ => telemetry.Schema is DtdlPrimitive { Name: var name } && DtdlSchema.Numeric.Contains(name, StringComparer.Ordinal) ? null : "must have a numeric schema.",
        };
    }

    private static bool HasCodes(DtdlEnum codes, Quantity quantity) =>
        codes.Values.Count == quantity.Codes.Count
        && codes.Values.All(v => quantity.Codes.TryGetValue(v.Name, out var number) && number == v.Number);

    /// <summary>The event type that an element of this name raises.</summary>
    internal static string EventTypeOf(string element) =>
        element.EndsWith(EventSuffix, StringComparison.Ordinal) && element.Length > EventSuffix.Length ? element[..^EventSuffix.Length] : element;

    private static DeviceEventType EventOf(DtdlTelemetry telemetry)
    {
        var name = EventTypeOf(telemetry.Name);
        return new DeviceEventType(name, telemetry.Texts.Name("zh") ?? name, telemetry.Texts.Name("en") ?? name, ((DtdlObject)telemetry.Schema).Fields);
    }

    private static DeviceCommandType CommandTypeOf(DtdlCommand command) => new(
        command.Name, command.Texts.Name("zh") ?? command.Name, command.Texts.Name("en") ?? command.Name, command.Request switch
        {
            null => [],
            { Schema: DtdlObject fields } => fields.Fields,
            { } one => [one],
        });

    private static DtdlTelemetry TelemetryOf(Quantity quantity)
    {
        DtdlSchema schema = quantity.Kind switch
        {
            QuantityKind.Boolean => new DtdlPrimitive("boolean"),
            QuantityKind.Enumeration => new DtdlEnum(true, [.. quantity.Codes.Select(static c => new DtdlEnumValue(c.Key, c.Value, null, DtdlTexts.None))]),
            _ => new DtdlPrimitive("double"),
        };
        return new DtdlTelemetry(schema, quantity.SemanticType is { } semantic ? new DtdlQuantity(semantic, quantity.DtdlUnit) : null)
        {
            Name = quantity.Name, Texts = DtdlTexts.Named(quantity.Zh, quantity.En),
        };
    }

    private static DtdlCommand CommandOf(DeviceCommandType command)
    {
        var request = command.Fields.Count == 0 ? null : new DtdlField(Arguments, new DtdlObject(command.Fields), null, DtdlTexts.None);
        return new DtdlCommand(request, null) { Name = command.Name, Texts = DtdlTexts.Named(command.Zh, command.En) };
    }
}
