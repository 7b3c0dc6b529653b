using System.Globalization;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>Reads scenarios with their indicators and measures. Codes, ids and numbers are unique over the whole pack.</summary>
internal sealed class MeasureReader(PackNames names)
{
    private const int MaxItems = 100, MaxNumber = 999;

    private const double Widest = 1e9;

    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(60);

    private readonly FormulaReader _formulas = new(names);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    internal IReadOnlyList<Scenario> Scenarios(PackNode node) => [.. node.Items(1, MaxItems, "code").Select(Scenario)];

    private Scenario Scenario(PackNode node)
    {
        var fields = node.Fields(["code", "title", "indicators"]);
        return new Scenario
        {
            Code = Unique(fields, "code", "scenario"),
            Title = DefinitionReader.Title(fields),
            Indicators = fields.Read<IReadOnlyList<Indicator>>("indicators", n => [.. n.Items(1, MaxItems, "code").Select(Indicator)], []),
        };
    }

    private Indicator Indicator(PackNode node)
    {
        var fields = node.Fields(["no", "code", "title", "measures"]);
        var number = fields.Read("no", static n => n.Whole(1, MaxNumber), 1);
        if (fields["no"] is { } no && !_seen.Add(string.Create(CultureInfo.InvariantCulture, $"no {number}")))
            no.Fault(string.Create(CultureInfo.InvariantCulture, $"{number} is the number of another indicator."));
        return new Indicator
        {
            No = number,
            Code = Unique(fields, "code", "indicator"),
            Title = DefinitionReader.Title(fields),
            Measures = fields.Read<IReadOnlyList<Measure>>("measures", n => [.. n.Items(1, MaxItems, "id").Select(Measure)], []),
        };
    }

    private Measure Measure(PackNode node)
    {
        var fields = node.Fields(
            ["id", "title", "nature", "source", "unit", "direction", "thresholds", "maxAge", "provenance", "formulaText", "formula"], ["formulaByProjectType", "residentShare"]);
        var source = fields.Read("source", static n => n.OneOf<MeasureSource>(), MeasureSource.Registry);
        var direction = fields.Read("direction", static n => n.OneOf<MeasureDirection>(), MeasureDirection.Higher);
        var (unitText, unit) = fields.Read("unit", FormulaReader.ReadUnit, ("", null));
        return new Measure
        {
            Id = Unique(fields, "id", "measure"),
            Title = DefinitionReader.Title(fields),
            Nature = fields.Read("nature", static n => n.OneOf<MeasureNature>(), MeasureNature.Binding),
            Source = source,
            Unit = unitText,
            Direction = direction,
            Thresholds = fields.Read("thresholds", n => Thresholds(n, direction), []),
            Formula = fields.Read("formula", n => _formulas.Read(n, unitText, unit), TypedFormula.Unreadable.Formula),
            FormulaByProjectType = fields.Read(
                "formulaByProjectType", n => n.Members(names.ProjectTypes, "project type of this pack").ToDictionary(static m => m.Key, m => _formulas.Read(m.Value, unitText, unit), StringComparer.Ordinal), []),
            FormulaText = DefinitionReader.Title(fields, "formulaText", DefinitionReader.LongestText),
            MaxAge = fields.Read("maxAge", n => MaxAge(n, source), LeastAge),
            IsResidentShare = fields.Read("residentShare", static n => n.YesNo(), false),
            Provenance = fields.Read("provenance", DefinitionReader.Provenance, ""),
        };
    }

    private Dictionary<string, Threshold> Thresholds(PackNode node, MeasureDirection direction)
    {
        var members = node.Members(names.ProjectTypes, "project type of this pack");
        foreach (var lacking in names.ProjectTypes.Where(t => !members.ContainsKey(t)))
            node.Fault($"'{lacking}' has no threshold.");
        return members.ToDictionary(static m => m.Key, m => Threshold(m.Value, direction), StringComparer.Ordinal);
    }

    internal static Threshold Threshold(PackNode node, MeasureDirection direction)
    {
        var fields = node.Fields(["floor", "full"]);
        var threshold = new Threshold(fields.Read("floor", static n => n.Number(-Widest, Widest), 0), fields.Read("full", static n => n.Number(-Widest, Widest), 0));
        if (direction == MeasureDirection.Higher && threshold.Full < threshold.Floor)
            fields["full"]?.Fault(string.Create(CultureInfo.InvariantCulture, $"is {threshold.Full}, below 'floor' {threshold.Floor}, though higher is better."));
        if (direction == MeasureDirection.Lower && threshold.Full > threshold.Floor)
            fields["full"]?.Fault(string.Create(CultureInfo.InvariantCulture, $"is {threshold.Full}, above 'floor' {threshold.Floor}, though lower is better."));
        return threshold;
    }

    private static TimeSpan MaxAge(PackNode node, MeasureSource source)
    {
        if (node.Peek() != UntilExpiry)
            return node.Length(LeastAge);
        if (source != MeasureSource.Evidence)
            node.Fault($"'{UntilExpiry}' is for evidence only: live values and registry entries have no expiry.");
        return Packs.Measure.UntilExpiry;
    }

    /// <summary>How packs write <see cref="Measure.UntilExpiry"/>.</summary>
    internal const string UntilExpiry = "untilExpiry";

    private string Unique(PackFields fields, string name, string what)
    {
        var code = fields.Read(name, static n => n.Code(), "");
        if (code.Length > 0 && !_seen.Add($"{what} {code}"))
            fields[name]!.Fault($"'{code}' is another {what} already.");
        return code;
    }
}
