using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Packs;

/// <summary>What is computed, with the values that score nothing and everything.</summary>
/// <remarks><c>s(v) = clamp((v − floor) / (full − floor), 0, 1)</c>; with floor = full: 1 if v meets it, else 0 (<c>domain.md</c> §1.10).</remarks>
public sealed record Measure
{
    /// <summary>Id, e.g. <c>JK-11d</c>.</summary>
    public required string Id { get; init; }

    public required BilingualText Title { get; init; }

    /// <summary>约束性 or 引导性.</summary>
    public required MeasureNature Nature { get; init; }

    /// <summary>Where its inputs come from, as the standard says.</summary>
    public required MeasureSource Source { get; init; }

    /// <summary>Unit of the value: UCUM, with counted things in braces, e.g. <c>m2/100{household}</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Whether more is better.</summary>
    public required MeasureDirection Direction { get; init; }

    /// <summary>Floor and full value by project type code.</summary>
    public required IReadOnlyDictionary<string, Threshold> Thresholds { get; init; }

    /// <summary>How it is computed, unless <see cref="FormulaByProjectType"/> says otherwise for the project type.</summary>
    public required Formula Formula { get; init; }

    /// <summary>Formulas of project types for which the standard asks something else (300 m instead of 500 m), by code; empty for most measures.</summary>
    public IReadOnlyDictionary<string, Formula> FormulaByProjectType { get; init; } = new Dictionary<string, Formula>();

    /// <summary>All its formulas: what must be aggregated, whatever the project type.</summary>
    public IEnumerable<Formula> Formulas => FormulaByProjectType.Values.Prepend(Formula);

    /// <summary>The formula as the standard words it.</summary>
    public required BilingualText FormulaText { get; init; }

    /// <summary>An input older than this makes the measure stale.</summary>
    public required TimeSpan MaxAge { get; init; }

    /// <summary>The <see cref="MaxAge"/> of measures whose evidence counts until it expires: a century, longer than any evidence.</summary>
    public static readonly TimeSpan UntilExpiry = TimeSpan.FromDays(36_525);

    /// <summary>A share of residents: hidden outside the health role while its denominator is below <see cref="ScoringRules.SmallNumber"/>.</summary>
    public required bool IsResidentShare { get; init; }

    /// <summary>Where each number comes from: <c>official:</c> and its source, or <c>unofficial:</c> and where the number is from instead.</summary>
    public required string Provenance { get; init; }

    /// <summary>The formula for communities of a project type.</summary>
    public Formula FormulaOf(string projectType) => FormulaByProjectType.GetValueOrDefault(projectType, Formula);
}

/// <summary>约束性 / 引导性.</summary>
public enum MeasureNature
{
    Binding = 1,
    Guiding = 2,
}

/// <summary>Where the inputs come from.</summary>
public enum MeasureSource
{
    Live = 1,
    Registry = 2,
    Evidence = 3,
}

/// <summary>Whether a larger value scores more.</summary>
public enum MeasureDirection
{
    Higher = 1,
    Lower = 2,
}

/// <summary>The value that scores 0 and the value that scores everything.</summary>
public sealed record Threshold(double Floor, double Full);

/// <summary>How measures become points.</summary>
public sealed record ScoringRules
{
    /// <summary>Weight of a binding measure within its indicator.</summary>
    public required double BindingWeight { get; init; }

    /// <summary>Weight of a guiding measure within its indicator.</summary>
    public required double GuidingWeight { get; init; }

    /// <summary>Confidence of a value by where it comes from, 0 to 1.</summary>
    public required double LiveConfidence { get; init; }

    public required double DeclaredConfidence { get; init; }

    public required double InspectedConfidence { get; init; }

    /// <summary>Total points (of the acceptance, 0 to 100) that pass.</summary>
    public required double PassMark { get; init; }

    /// <summary>Total points that are excellent.</summary>
    public required double ExcellentMark { get; init; }

    /// <summary>A share of residents with a denominator below this is hidden outside the health role.</summary>
    public required int SmallNumber { get; init; }

    /// <summary>A window closes this long after its end; what comes later makes a revision.</summary>
    public required TimeSpan AllowedLateness { get; init; }

    /// <summary>The acceptance's dimensions; their points sum to 100.</summary>
    public required IReadOnlyList<AcceptanceDimension> Dimensions { get; init; }

    /// <summary>Reasons for refusal whatever the points (一票否决).</summary>
    public required IReadOnlyList<VetoItem> Vetoes { get; init; }

    /// <summary>Where these numbers come from, as <see cref="Measure.Provenance"/>.</summary>
    public string Provenance { get; init; } = "";
}

/// <summary>One dimension of the acceptance, e.g. 场景响应度.</summary>
public sealed record AcceptanceDimension
{
    public required string Code { get; init; }

    public required BilingualText Title { get; init; }

    /// <summary>Points it can give.</summary>
    public required double Points { get; init; }

    /// <summary>True: the share is that of the scenarios' total. False: the mean of <see cref="Items"/>.</summary>
    public required bool IsScenarioTotal { get; init; }

    /// <summary>What its share is the weighted mean of; empty with <see cref="IsScenarioTotal"/>.</summary>
    public required IReadOnlyList<DimensionItem> Items { get; init; }
}

/// <summary>Part of a dimension: the share of a measure of the pack, or of a formula of its own.</summary>
public sealed record DimensionItem
{
    public required string Code { get; init; }

    public required BilingualText Title { get; init; }

    public required double Weight { get; init; }

    /// <summary>Id of a measure; null when <see cref="Formula"/> is given.</summary>
    public required string? Measure { get; init; }

    public required Formula? Formula { get; init; }

    /// <summary>Unit of <see cref="Formula"/>; empty with <see cref="Measure"/>.</summary>
    public string Unit { get; init; } = "";

    public required Threshold? Threshold { get; init; }
}

/// <summary>A veto: stands when a boolean fact says so, or while a binding measure of a standard scenario scores nothing.</summary>
public sealed record VetoItem(string Code, BilingualText Title, string? Fact, bool WhenBindingAtZero);
