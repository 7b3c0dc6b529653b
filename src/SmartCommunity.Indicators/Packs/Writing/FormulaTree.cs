using System.Globalization;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Packs.Loading;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Packs.Writing;

/// <summary>Takes formulas apart; numbers of codes become their names again, so that people can read a diff.</summary>
internal sealed class FormulaTree(StandardPack pack, DeviceClassCatalogue classes)
{
    private readonly SourceReader _sources = new(new PackNames
    {
        Classes = classes, Facts = new Dictionary<string, FactDefinition>(), Records = new Dictionary<string, RecordDefinition>(), EvidenceKinds = [], FacilityKinds = [], ProjectTypes = [], Scenarios = [],
    });

    internal PackTree Of(Formula formula) => formula switch
    {
        Constant c => Op("constant", ("value", Number(c.Value)), ("unit", PackTree.Text(c.Unit))),
        RegistryValue r => Op("registryValue", ("fact", PackTree.Text(r.Fact))),
        EvidenceCount e => Op("evidenceCount", ("kinds", PackTree.Texts(e.Kinds)), ("perItem", PackTreeOf.True(e.PerItem)), ("within", e.Within is { } w ? Window(w) : null)),
        EvidenceScore e => Op("evidenceScore", ("kind", PackTree.Text(e.Kind))),
        Count c => Op(SourceReader.HasConditions(c.Source) ? "countWhere" : "count", ("source", Source(c.Source)), ("distinctBy", Maybe(c.DistinctBy)), ("counted", Maybe(c.Counted))),
        Aggregate a => Op(PackNode.CamelCase(a.Kind.ToString()), ("source", Source(a.Source)), ("field", PackTree.Text(a.Field))),
        DistinctSubjects d => Op("distinctSubjects", ("source", Source(d.Source)), ("field", PackTree.Text(d.Field)), ("counted", Maybe(d.Counted))),
        RegisterDelta d => Op("delta", ("devices", Devices(d.Devices)), ("quantity", PackTree.Text(d.Quantity)), ("window", Window(d.Window)), ("counted", Maybe(d.Counted))),
        Uptime u => UptimeOf(u),
        WithinSeconds w => Op("withinSeconds", ("first", Source(w.First)), ("then", Follower(w.Then)), ("seconds", w.Then.Steps.Count > 0 ? null : Number(w.Seconds)), ("key", Maybe(w.Key))),
        DegreeDaySaving d => Op(
            "degreeDayAdjustedSaving", ("actual", Of(d.Actual)), ("baseline", Of(d.Baseline)), ("baselineDegreeDays", Of(d.BaselineDegreeDays)), ("outdoor", Devices(d.Outdoor)),
            ("baseHeatingCel", Number(d.BaseHeatingCel)), ("baseCoolingCel", Number(d.BaseCoolingCel)), ("weatherShare", Number(d.WeatherShare)), ("window", Window(d.Window))),
        Ratio r => Op("ratio", ("numerator", Of(r.Numerator)), ("denominator", Of(r.Denominator)), ("times", r.Times == 1 ? null : Number(r.Times))),
        Arithmetic a => Op(PackNode.CamelCase(a.Kind.ToString()), ("operands", PackTree.List(null, a.Operands.Select(Of)))),
        Comparison c => Op("compare", ("left", Of(c.Left)), ("is", PackTreeOf.Name(c.Op)), ("right", Number(c.Right))),
        _ => throw new ArgumentOutOfRangeException(nameof(formula), formula.GetType().Name, "No such formula."),
    };

    private static TreeMap Op(string op, params ReadOnlySpan<(string Key, PackTree? Value)> fields) => PackTree.Map([("op", PackTree.Text(op)), .. fields]);

    private static PackTree Number(double value) => PackTreeOf.Number(value);

    private static PackTree Window(WindowSpan window) => PackTree.Plain(WindowReader.Write(window));

    private static PackTree? Maybe(string? text) => text is null ? null : PackTree.Text(text);

    private static TreeMap UptimeOf(Uptime u) => Op(
        "uptime", ("devices", Devices(u.Devices)), ("window", Window(u.Window)), ("quantity", Maybe(u.Quantity)), ("states", States(u)), ("not", PackTreeOf.True(u.Not)),
        ("hours", u.Hours is { } hours ? Hours(hours) : null), ("holdIntervals", u.HoldIntervals == FormulaReader.StandardHoldIntervals ? null : Number(u.HoldIntervals)), ("asHours", PackTreeOf.True(u.AsHours)));

    private static TreeList? States(Uptime u) => u.Quantity is { } name && QuantityCatalogue.Default.Find(name) is { } quantity
        ? PackTree.Some(PackTree.List(null, u.States.Select(s => Value(s, ConditionField.Of(quantity)))))
        : null;

    private static TreeMap Hours(DailyHours hours) => PackTree.Map(
        ("from", PackTree.Text(WindowReader.WriteMinute(hours.FromMinute))), ("to", PackTree.Text(WindowReader.WriteMinute(hours.ToMinute))),
        ("days", PackTree.Some(PackTree.List(null, hours.Days.Select(static d => Number(d))))));

    private static TreeMap Follower(FollowerSource then) => PackTree.Map(
        ("devices", then.Devices is { } devices ? Devices(devices) : null), ("eventTypes", PackTree.Some(PackTree.Texts(then.EventTypes))), ("quantity", Maybe(then.Quantity)),
        ("state", then.Quantity is { } name && QuantityCatalogue.Default.Find(name) is { } quantity ? Value(then.State, ConditionField.Of(quantity)) : null),
        ("steps", PackTree.Some(PackTree.List("step", then.Steps.Select(static s => PackTree.Map(("step", PackTree.Text(s.Step)), ("seconds", Number(s.Seconds))))))));

    private static TreeMap Devices(DeviceSelector devices) => PackTree.Map(
        ("classes", PackTree.Some(PackTree.Texts(devices.Classes))), ("domains", PackTree.Some(PackTree.Texts(devices.Domains))),
        ("inFacilities", PackTree.Some(PackTree.Texts(devices.InFacilities))), ("feeds", PackTree.Some(PackTree.Texts(devices.Feeds))));

    private TreeMap Source(Source source) => source switch
    {
        DeviceSource d => PackTree.Map(
            ("from", PackTree.Text("devices")), ("devices", Devices(d.Devices)), ("where", Where(d.Where, static f => QuantityCatalogue.Default.Find(f) is { } q ? ConditionField.Of(q) : SourceReader.HasPlaceField)),
            ("seenWithin", d.SeenWithin is { } seen ? PackTree.Plain(PackLength.Write(seen)) : null), ("seenWithinIntervals", d.SeenWithinIntervals is { } intervals ? Number(intervals) : null),
            ("groupedByPlace", PackTree.Some(PackTree.Texts(d.GroupedByPlace)))),
        SampleSource s => PackTree.Map(
            ("from", PackTree.Text("samples")), ("devices", Devices(s.Devices)), ("quantity", PackTree.Text(s.Quantity)), ("window", Window(s.Window)),
            ("where", Where(s.Where, _ => QuantityCatalogue.Default.Find(s.Quantity) is { } q ? ConditionField.Of(q) : null)), ("hours", s.Hours is { } hours ? Hours(hours) : null)),
        EventSource e => PackTree.Map(
            ("from", PackTree.Text("events")), ("devices", Devices(e.Devices)), ("types", PackTree.Texts(e.Types)), ("window", Window(e.Window)),
            ("where", Where(e.Where, f => _sources.EventFields(e).FirstOrDefault(field => field.Name == f) is { } field ? ConditionField.Of(field) : null))),
        RecordSource r => PackTree.Map(
            ("from", PackTree.Text("records")), ("kind", PackTree.Text(r.Kind)),
            ("where", Where(r.Where, f => pack.Records.FirstOrDefault(record => record.Code == r.Kind)?.Fields.FirstOrDefault(field => field.Code == f) is { } field ? ConditionField.Of(field) : null)),
            ("dateField", Maybe(r.DateField)), ("window", r.Window is { } window ? Window(window) : null)),
        _ => throw new ArgumentOutOfRangeException(nameof(source), source.GetType().Name, "No such source."),
    };

    private static TreeList? Where(IReadOnlyList<Condition> where, Func<string, ConditionField?> fieldOf) => PackTree.Some(PackTree.List(null, where.Select(c => c.Or.Count == 0
        ? One(c, fieldOf)
        : PackTree.Map(("anyOf", PackTree.List(null, c.Or.Prepend(c with { Or = [] }).Select(o => One(o, fieldOf))))))));

    private static TreeMap One(Condition condition, Func<string, ConditionField?> fieldOf) => PackTree.Map(
        ("field", PackTree.Text(condition.Field)), ("op", condition.Op == CompareOp.Equal ? null : PackTreeOf.Name(condition.Op)),
        ("value", condition.Number is { } number ? Value(number, fieldOf(condition.Field)) : null), ("values", condition.Number is null ? PackTree.Texts(condition.Texts) : null));

    private static PackTree Value(double number, ConditionField? field) => field?.Type switch
    {
        ConditionType.YesNo => PackTree.Plain(number == 0 ? "false" : "true"),
        ConditionType.Codes when field.Numbers!.FirstOrDefault(n => n.Value == number).Key is { } name => PackTree.Text(name),
        ConditionType.Day => PackTree.Plain(DateOnly.FromDayNumber((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => Number(number),
    };
}
