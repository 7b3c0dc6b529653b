using System.Globalization;
using SmartCommunity.Indicators.Packs.Loading;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Packs.Writing;

/// <summary>Takes a pack apart into its tree, field by field in the order of the schema.</summary>
internal sealed class PackTreeOf
{
    private readonly StandardPack _pack;
    private readonly FormulaTree _formulas;

    private PackTreeOf(StandardPack pack, DeviceClassCatalogue classes) => (_pack, _formulas) = (pack, new FormulaTree(pack, classes));

    internal static TreeMap Of(StandardPack pack, DeviceClassCatalogue classes) => new PackTreeOf(pack, classes).Root();

    internal static PackTree Number(double value) => PackTree.Plain(value.ToString("R", CultureInfo.InvariantCulture));

    internal static PackTree? True(bool value) => value ? PackTree.Plain("true") : null;

    private TreeMap Root() => PackTree.Map(
        ("format", Number(PackReader.Format)), ("id", PackTree.Text(_pack.Id)), ("version", PackTree.Text(_pack.Version)), ("title", Bilingual(_pack.Title)), ("note", Bilingual(_pack.Note)),
        ("validFrom", Day(_pack.ValidFrom)), ("validTo", _pack.ValidTo is { } last ? Day(last) : null),
        ("projectTypes", PackTree.List("code", _pack.ProjectTypes.Select(ProjectType))), ("scoring", Scoring()), ("facts", PackTree.List("code", _pack.Facts.Select(Fact))),
        ("records", PackTree.List("code", _pack.Records.Select(Record))), ("evidence", PackTree.List("code", _pack.Evidence.Select(Evidence))),
        ("facilityKinds", PackTree.List("code", _pack.FacilityKinds.Select(static k => PackTree.Map(("code", PackTree.Text(k.Code)), ("title", Bilingual(k.Title)))))),
        ("scenarios", PackTree.List("code", _pack.Scenarios.Select(Scenario))));

    private static TreeMap Bilingual(BilingualText text) => PackTree.Map(("zh", PackTree.Text(text.Zh)), ("en", PackTree.Text(text.En)));

    private static PackTree Day(DateOnly day) => PackTree.Plain(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static PackTree Length(TimeSpan length) => PackTree.Plain(length == Measure.UntilExpiry ? MeasureReader.UntilExpiry : PackLength.Write(length));

    private static TreeMap ProjectType(ProjectType type) => PackTree.Map(
        ("code", PackTree.Text(type.Code)), ("title", Bilingual(type.Title)), ("aliases", PackTree.Some(PackTree.Texts(type.Aliases))), ("standard", PackTree.Texts(type.Standard)),
        ("optional", PackTree.Texts(type.Optional)), ("weights", ByName(type.Weights, Number)), ("provenance", PackTree.Text(type.Provenance)));

    private static TreeMap ByName<T>(IReadOnlyDictionary<string, T> values, Func<T, PackTree> tree) =>
        new([.. values.OrderBy(static v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, tree(v.Value)))]);

    private static TreeMap Fact(FactDefinition fact) => PackTree.Map(
        ("code", PackTree.Text(fact.Code)), ("title", Bilingual(fact.Title)), ("unit", PackTree.Text(fact.Unit)), ("min", Number(fact.Min)), ("max", Number(fact.Max)), ("whole", True(fact.IsWhole)));

    private static TreeMap Record(RecordDefinition record) => PackTree.Map(
        ("code", PackTree.Text(record.Code)), ("title", Bilingual(record.Title)), ("fields", PackTree.List("code", record.Fields.Select(Field))));

    private static TreeMap Field(RecordField field) => PackTree.Map(
        ("code", PackTree.Text(field.Code)), ("title", Bilingual(field.Title)), ("type", PackTree.Text(PackNode.CamelCase(field.Type.ToString()))),
        ("unit", field.Unit.Length == 0 ? null : PackTree.Text(field.Unit)), ("codes", PackTree.Some(PackTree.Texts(field.Codes))), ("required", True(field.IsRequired)));

    private static TreeMap Evidence(EvidenceDefinition evidence) => PackTree.Map(
        ("code", PackTree.Text(evidence.Code)), ("title", Bilingual(evidence.Title)), ("validFor", evidence.ValidFor is { } valid ? Length(valid) : null));

    private TreeMap Scoring()
    {
        var rules = _pack.Scoring;
        return PackTree.Map(
            ("bindingWeight", Number(rules.BindingWeight)), ("guidingWeight", Number(rules.GuidingWeight)),
            ("confidence", PackTree.Map(("live", Number(rules.LiveConfidence)), ("declared", Number(rules.DeclaredConfidence)), ("inspected", Number(rules.InspectedConfidence)))),
            ("passMark", Number(rules.PassMark)), ("excellentMark", Number(rules.ExcellentMark)), ("smallNumber", Number(rules.SmallNumber)), ("allowedLateness", Length(rules.AllowedLateness)),
            ("dimensions", PackTree.List("code", rules.Dimensions.Select(Dimension))), ("vetoes", PackTree.List("code", rules.Vetoes.Select(Veto))), ("provenance", PackTree.Text(rules.Provenance)));
    }

    private TreeMap Dimension(AcceptanceDimension dimension) => PackTree.Map(
        ("code", PackTree.Text(dimension.Code)), ("title", Bilingual(dimension.Title)), ("points", Number(dimension.Points)), ("scenarioTotal", True(dimension.IsScenarioTotal)),
        ("items", PackTree.Some(PackTree.List("code", dimension.Items.Select(Item)))));

    private TreeMap Item(DimensionItem item) => PackTree.Map(
        ("code", PackTree.Text(item.Code)), ("title", Bilingual(item.Title)), ("weight", Number(item.Weight)), ("measure", item.Measure is { } measure ? PackTree.Text(measure) : null),
        ("formula", item.Formula is { } formula ? _formulas.Of(formula) : null), ("unit", item.Unit.Length == 0 ? null : PackTree.Text(item.Unit)),
        ("threshold", item.Threshold is { } threshold ? Threshold(threshold) : null));

    private static TreeMap Threshold(Threshold threshold) => PackTree.Map(("floor", Number(threshold.Floor)), ("full", Number(threshold.Full)));

    private static TreeMap Veto(VetoItem veto) => PackTree.Map(
        ("code", PackTree.Text(veto.Code)), ("title", Bilingual(veto.Title)), ("fact", veto.Fact is { } fact ? PackTree.Text(fact) : null), ("bindingAtZero", True(veto.WhenBindingAtZero)));

    private TreeMap Scenario(Scenario scenario) => PackTree.Map(
        ("code", PackTree.Text(scenario.Code)), ("title", Bilingual(scenario.Title)), ("indicators", PackTree.List("code", scenario.Indicators.Select(Indicator))));

    private TreeMap Indicator(Indicator indicator) => PackTree.Map(
        ("no", Number(indicator.No)), ("code", PackTree.Text(indicator.Code)), ("title", Bilingual(indicator.Title)), ("measures", PackTree.List("id", indicator.Measures.Select(MeasureOf))));

    private TreeMap MeasureOf(Measure measure) => PackTree.Map(
        ("id", PackTree.Text(measure.Id)), ("title", Bilingual(measure.Title)), ("nature", Name(measure.Nature)), ("source", Name(measure.Source)), ("unit", PackTree.Text(measure.Unit)),
        ("direction", Name(measure.Direction)), ("thresholds", ByName(measure.Thresholds, Threshold)), ("maxAge", Length(measure.MaxAge)), ("residentShare", True(measure.IsResidentShare)),
        ("provenance", PackTree.Text(measure.Provenance)), ("formulaText", Bilingual(measure.FormulaText)), ("formula", _formulas.Of(measure.Formula)),
        ("formulaByProjectType", measure.FormulaByProjectType.Count == 0 ? null : ByName(measure.FormulaByProjectType, _formulas.Of)));

    internal static PackTree Name<T>(T value)
        where T : struct, Enum => PackTree.Text(PackNode.CamelCase(value.ToString()));
}
