using System.Globalization;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>Reads how measures become points, gates and a verdict.</summary>
internal sealed class ScoringReader(PackNames names, IReadOnlyList<string> measures)
{
    private const double MaxWeight = 100, PointsSum = 100, PointTolerance = 1e-9;

    private const int MaxSmallNumber = 1000, MaxDimensions = 20, MaxVetoes = 50;

    private static readonly string[] FormulaFields = ["unit", "threshold"];

    private readonly FormulaReader _formulas = new(names);

    internal ScoringRules Read(PackNode node)
    {
        var fields = node.Fields(["bindingWeight", "guidingWeight", "confidence", "passMark", "excellentMark", "smallNumber", "allowedLateness", "dimensions", "vetoes", "provenance"]);
        var confidence = fields["confidence"]?.Fields(["live", "declared", "inspected"]);
        var rules = new ScoringRules
        {
            BindingWeight = fields.Read("bindingWeight", static n => n.Number(0, MaxWeight), 1),
            GuidingWeight = fields.Read("guidingWeight", static n => n.Number(0, MaxWeight), 1),
            LiveConfidence = confidence?.Read("live", static n => n.Number(0, 1), 1) ?? 1,
            DeclaredConfidence = confidence?.Read("declared", static n => n.Number(0, 1), 1) ?? 1,
            InspectedConfidence = confidence?.Read("inspected", static n => n.Number(0, 1), 1) ?? 1,
            PassMark = fields.Read("passMark", static n => n.Number(0, PointsSum), 0),
            ExcellentMark = fields.Read("excellentMark", static n => n.Number(0, PointsSum), PointsSum),
            SmallNumber = fields.Read("smallNumber", static n => n.Whole(0, MaxSmallNumber), 0),
            AllowedLateness = fields.Read("allowedLateness", static n => n.Length(TimeSpan.Zero), TimeSpan.Zero),
            Dimensions = fields.Read("dimensions", n => DefinitionReader.Unique(n, "code", Dimension, MaxDimensions, least: 1), []),
            Vetoes = fields.Read("vetoes", n => DefinitionReader.Unique(n, "code", Veto, MaxVetoes), []),
            Provenance = fields.Read("provenance", DefinitionReader.Provenance, ""),
        };
        if (rules.ExcellentMark < rules.PassMark)
            fields["excellentMark"]?.Fault(string.Create(CultureInfo.InvariantCulture, $"is {rules.ExcellentMark}, below 'passMark' {rules.PassMark}."));
        if (fields["bindingWeight"] is { } weight && rules.BindingWeight + rules.GuidingWeight == 0)
            weight.Fault("is 0 as 'guidingWeight' is: nothing would count.");
        var sum = rules.Dimensions.Sum(static d => d.Points);
        if (Math.Abs(sum - PointsSum) > PointTolerance)
            fields["dimensions"]?.Fault(string.Create(CultureInfo.InvariantCulture, $"have {sum} points; they must have {PointsSum}."));
        return rules;
    }

    private (string Code, AcceptanceDimension Dimension) Dimension(PackNode node)
    {
        var fields = node.Fields(["code", "title", "points"], ["scenarioTotal", "items"]);
        var dimension = new AcceptanceDimension
        {
            Code = fields.Read("code", static n => n.Code(), ""),
            Title = DefinitionReader.Title(fields),
            Points = fields.Read("points", static n => n.Number(0, PointsSum), 0),
            IsScenarioTotal = fields.Read("scenarioTotal", static n => n.YesNo(), false),
            Items = fields.Read("items", n => DefinitionReader.Unique(n, "code", Item, MaxDimensions, least: 1), []),
        };
        if (dimension.IsScenarioTotal == fields["items"] is not null)
            node.Fault("must have either 'scenarioTotal: true' or 'items'.");
        return (dimension.Code, dimension);
    }

    private (string Code, DimensionItem Item) Item(PackNode node)
    {
        var fields = node.Fields(["code", "title", "weight"], ["measure", "formula", "unit", "threshold"]);
        var (unitText, unit) = fields.Read("unit", FormulaReader.ReadUnit, ("", null));
        var formula = fields["formula"] is { } f ? _formulas.Read(f, unitText, unit) : null;
        if (fields["measure"] is null == fields["formula"] is null)
            node.Fault("must have either 'measure' or 'formula' (with 'unit' and 'threshold').");
        foreach (var field in FormulaFields.Where(name => fields["formula"] is null != fields[name] is null))
            (fields[field] ?? node).Fault($"'{field}' belongs to 'formula', and a formula must have one.");
        var item = new DimensionItem
        {
            Code = fields.Read("code", static n => n.Code(), ""),
            Title = DefinitionReader.Title(fields),
            Weight = fields.Read("weight", static n => n.Number(double.Epsilon, MaxWeight), 1),
            Measure = fields.Read<string?>("measure", n => n.OneOf(measures, "a measure of this pack"), null),
            Formula = formula,
            Unit = unitText,
            // More is better in what an acceptance asks beside the measures.
            Threshold = fields.Read<Threshold?>("threshold", static n => MeasureReader.Threshold(n, MeasureDirection.Higher), null),
        };
        return (item.Code, item);
    }

    private (string Code, VetoItem Veto) Veto(PackNode node)
    {
        var fields = node.Fields(["code", "title"], ["fact", "bindingAtZero"]);
        var fact = fields.Read<string?>("fact", n => n.OneOf([.. names.Facts.Values.Where(static f => f.Unit == "bool").Select(static f => f.Code)], "a yes-or-no fact of this pack"), null);
        names.Used.Add($"fact {fact}");
        var veto = new VetoItem(fields.Read("code", static n => n.Code(), ""), DefinitionReader.Title(fields), fact, fields.Read("bindingAtZero", static n => n.YesNo(), false));
        if (veto.WhenBindingAtZero == fields["fact"] is not null)
            node.Fault("must have either 'fact' or 'bindingAtZero: true'.");
        return (veto.Code, veto);
    }
}
