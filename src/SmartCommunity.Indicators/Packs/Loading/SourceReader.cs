using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Units;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>Reads what leaves look at: devices, samples, events, records; and checks that classes, quantities, events and fields exist.</summary>
internal sealed class SourceReader(PackNames names)
{
    internal static readonly DeviceSelector AnyDevice = new([], [], [], []);

    /// <summary>Kinds of place a device may feed.</summary>
    internal static readonly IReadOnlyList<string> PlaceKinds = ["community", "building", "unit", "facility"];

    /// <summary>The one field of samples.</summary>
    internal const string SampleField = "value";

    private static readonly string[] From = ["devices", "samples", "events", "records"];

    private const int MaxConditions = 10;

    /// <summary>A device that reports more rarely than this many intervals is offline anyway.</summary>
    private const double MaxIntervals = 100;

    private static readonly TimeSpan LeastSeen = TimeSpan.FromSeconds(1);

    internal Source? Read(PackNode node)
    {
        if (node.Peek("from") is not { } from)
        {
            node.Fault(node.IsMapping ? $"'from' is missing: {string.Join(", ", From)}." : "must be a source: a mapping with 'from'.");
            return null;
        }

        return from.OneOf(From, "a source") switch
        {
            "devices" => DevicesNow(node),
            "samples" => Samples(node),
            "events" => Events(node),
            "records" => Records(node),
            _ => null,
        };
    }

    internal static bool HasConditions(Source source) => source switch
    {
        DeviceSource d => d.Where.Count > 0 || d.SeenWithin is not null || d.SeenWithinIntervals is not null,
        SampleSource s => s.Where.Count > 0,
        EventSource e => e.Where.Count > 0,
        RecordSource r => r.Where.Count > 0 || r.Window is not null,
        _ => false,
    };

    internal DeviceSelector Devices(PackNode node)
    {
        var fields = node.Fields([], ["classes", "domains", "inFacilities", "feeds"]);
        return new DeviceSelector(
            fields.Read<IReadOnlyList<string>>("classes", n => n.Names(names.ClassCodes, "a device class", least: 1), []),
            fields.Read<IReadOnlyList<string>>("domains", static n => n.Names(DeviceDomain.All, "a domain", least: 1), []),
            fields.Read<IReadOnlyList<string>>("inFacilities", n => n.Names(names.FacilityKinds, "a kind of facility of this pack", least: 1), []),
            fields.Read<IReadOnlyList<string>>("feeds", static n => n.Names(PlaceKinds, "a kind of place", least: 1), []));
    }

    /// <summary>A quantity of the selected devices: every class that is named must have it, and at least one must.</summary>
    internal Quantity? Quantity(PackNode node, DeviceSelector devices)
    {
        var classes = Classes(devices);
        var name = node.OneOf([.. classes.SelectMany(static c => c.Quantities).Select(static q => q.Name).Distinct()], "a quantity of these devices");
        foreach (var lacking in devices.Classes.Where(code => name.Length > 0 && names.Classes.Find(code) is { } c && c.Quantities.All(q => q.Name != name)))
            node.Fault($"'{name}' is no quantity of the class {lacking}.");
        return name.Length == 0 ? null : QuantityCatalogue.Default.Find(name);
    }

    internal IReadOnlyList<string> EventTypes(PackNode node, DeviceSelector devices) =>
        node.Names([.. Classes(devices).SelectMany(static c => c.Events).Distinct()], "an event of these devices", least: 1);

    /// <summary>A field with texts, of which different ones are counted.</summary>
    internal string TextField(PackNode node, Source source)
    {
        string[] known = source switch
        {
            EventSource e => [.. EventFields(e).Where(static f => f.Schema is DtdlPrimitive { Name: "string" } or DtdlEnum { IsInteger: false }).Select(static f => f.Name).Distinct()],
            RecordSource r when names.Records.TryGetValue(r.Kind, out var record) => [.. record.Fields.Where(static f => f.Type is RecordFieldType.Text or RecordFieldType.Code).Select(static f => f.Code)],
            _ => [],
        };
        return node.OneOf(known, "a field with texts of this source");
    }

    /// <summary>A field with numbers, and its unit.</summary>
    internal Unit? NumberField(PackNode node, Source source, out string name)
    {
        var units = NumberFields(source);
        name = node.OneOf([.. units.Keys], "a field with numbers of this source");
        return units.TryGetValue(name, out var text) ? Unit.Parse(text, out _) : null;
    }

    internal IEnumerable<DtdlField> EventFields(EventSource source) =>
        Classes(source.Devices).SelectMany(static c => c.EventTypes).Where(e => source.Types.Contains(e.Name)).SelectMany(static e => e.Fields);

    internal IReadOnlyList<DeviceClass> Classes(DeviceSelector devices) =>
        [.. names.Classes.All.Where(c => (devices.Classes.Count == 0 || devices.Classes.Contains(c.Code)) && (devices.Domains.Count == 0 || devices.Domains.Contains(c.Domain)))];

    private Dictionary<string, string> NumberFields(Source source) => source switch
    {
        DeviceSource d => Classes(d.Devices).SelectMany(static c => c.Quantities).DistinctBy(static q => q.Name).ToDictionary(static q => q.Name, static q => q.Unit),
        SampleSource s => new() { [SampleField] = QuantityCatalogue.Default.Find(s.Quantity)?.Unit ?? "1" },
        EventSource e => EventFields(e).Where(static f => f.Schema is DtdlPrimitive p && DtdlSchema.Numeric.Contains(p.Name)).DistinctBy(static f => f.Name).ToDictionary(static f => f.Name, static f => UcumOf.Dtdl(f.Quantity)),
        RecordSource r when names.Records.TryGetValue(r.Kind, out var record) => record.Fields.Where(static f => f.Type == RecordFieldType.Number).ToDictionary(static f => f.Code, static f => f.Unit),
        _ => [],
    };

    private DeviceSource DevicesNow(PackNode node)
    {
        var fields = node.Fields(["from", "devices"], ["where", "seenWithin", "seenWithinIntervals", "groupedByPlace"]);
        var devices = fields.Read("devices", Devices, AnyDevice);
        if (fields["seenWithin"] is not null && fields["seenWithinIntervals"] is { } intervals)
            intervals.Fault("does not stand beside 'seenWithin': one limit is enough.");
        var where = Where(fields, new ConditionReader(f => DeviceField(f, devices)));
        var grouped = fields.Read<IReadOnlyList<string>>("groupedByPlace", n => n.Names(devices.Classes.Count > 0 ? devices.Classes : names.ClassCodes, "a class of these devices", least: 1), []);
        return new DeviceSource(
            devices, where, fields.Read<TimeSpan?>("seenWithin", static n => n.Length(LeastSeen), null),
            fields.Read<double?>("seenWithinIntervals", static n => n.Number(1, MaxIntervals), null), grouped);
    }

    private SampleSource Samples(PackNode node)
    {
        var fields = node.Fields(["from", "devices", "quantity", "window"], ["where", "hours"]);
        var devices = fields.Read("devices", Devices, AnyDevice);
        var quantity = fields["quantity"] is { } q ? Quantity(q, devices) : null;
        var where = Where(fields, new ConditionReader(f => f.OneOf([SampleField], "the field of samples") == SampleField && quantity is not null ? ConditionField.Of(quantity) with { Name = SampleField } : null));
        return new SampleSource(devices, quantity?.Name ?? "", where, fields.Read<DailyHours?>("hours", WindowReader.Hours, null), fields.Read("window", WindowReader.Read, WindowReader.Unreadable));
    }

    private EventSource Events(PackNode node)
    {
        var fields = node.Fields(["from", "devices", "types", "window"], ["where"]);
        var devices = fields.Read("devices", Devices, AnyDevice);
        var types = fields.Read("types", n => EventTypes(n, devices), []);
        foreach (var silent in devices.Classes.Where(code => types.Count > 0 && names.Classes.Find(code) is { } c && !c.Events.Any(types.Contains)))
            fields["types"]!.Fault($"are no events of the class {silent}.");
        var source = new EventSource(devices, types, [], fields.Read("window", WindowReader.Read, WindowReader.Unreadable));
        return source with { Where = Where(fields, new ConditionReader(f => EventField(f, source))) };
    }

    private RecordSource Records(PackNode node)
    {
        var fields = node.Fields(["from", "kind"], ["where", "dateField", "window"]);
        var kind = fields.Read("kind", n => n.OneOf([.. names.Records.Keys], "a kind of record of this pack"), "");
        names.Used.Add($"record {kind}");
        var record = names.Records.GetValueOrDefault(kind);
        if (fields["dateField"] is null != fields["window"] is null)
            node.Fault("'dateField' and 'window' belong together.");
        var date = fields.Read<string?>("dateField", n => n.OneOf([.. record?.Fields.Where(static f => f.Type == RecordFieldType.Date).Select(static f => f.Code) ?? []], "a date of this record"), null);
        return new RecordSource(kind, Where(fields, new ConditionReader(f => RecordFieldOf(f, record))), date, fields.Read<WindowSpan?>("window", WindowReader.Read, null));
    }

    private static IReadOnlyList<Condition> Where(PackFields fields, ConditionReader reader) => fields.Read<IReadOnlyList<Condition>>("where", n => [.. n.Items(1, MaxConditions).Select(reader.Read)], []);

    private ConditionField? DeviceField(PackNode node, DeviceSelector devices)
    {
        // Whether a device has a place is the one thing about it that is no quantity and that scoring knows.
        const string HasPlace = "hasPlace";
        if (node.Peek() == HasPlace)
            return new ConditionField(HasPlace, ConditionType.YesNo, 0, 1, [], null);
        return Quantity(node, devices) is { } quantity ? ConditionField.Of(quantity) : null;
    }

    private ConditionField? EventField(PackNode node, EventSource source)
    {
        var known = EventFields(source).DistinctBy(static f => f.Name).ToList();
        var name = node.OneOf([.. known.Select(static f => f.Name)], "a data field of these events");
        return known.Find(f => f.Name == name) is { } field ? ConditionField.Of(field) : null;
    }

    private static ConditionField? RecordFieldOf(PackNode node, RecordDefinition? record)
    {
        if (record is null)
            return null;
        var name = node.OneOf([.. record.Fields.Select(static f => f.Code)], $"a field of the record '{record.Code}'");
        return record.Fields.FirstOrDefault(f => f.Code == name) is { } field ? ConditionField.Of(field) : null;
    }
}
