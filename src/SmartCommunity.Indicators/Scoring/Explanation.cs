namespace SmartCommunity.Indicators.Scoring;

/// <summary>How a measure's value came about: the formula with this community's numbers in it.</summary>
/// <param name="Measure">Its score.</param>
/// <param name="Equation">The formula in words and numbers, e.g. <c>(44 spots fresh) / (47 spots) × 100 = 93.617 %</c>.</param>
/// <param name="ShareEquation">From value to share and points, e.g. <c>s = (93.617 − 60) / (95 − 60) = 0.960; 16 × 1/4 × 2/7 × 0.960 × 1.0 = 1.098 points</c>.</param>
/// <param name="Root">The formula's tree with numbers.</param>
public sealed record MeasureExplanation(MeasureScore Measure, string Equation, string ShareEquation, FormulaValue Root)
{
    /// <summary><see cref="Equation"/> in Chinese.</summary>
    public string EquationZh { get; init; } = "";

    /// <summary><see cref="ShareEquation"/> in Chinese.</summary>
    public string ShareEquationZh { get; init; } = "";

    /// <summary>The denominator is below the small-number limit and the reader may not see it: equation, tree and inputs are left out.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>A node of a formula with its value.</summary>
/// <param name="Operator">Its operator, as packs name it.</param>
/// <param name="Label">What it is, in words (Chinese and English).</param>
/// <param name="Value">Its value; null = missing.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Reason">Why it is missing; empty otherwise.</param>
/// <param name="FromMs">Start of its window, epoch milliseconds; 0 = it has none.</param>
/// <param name="ToMs">End of its window.</param>
/// <param name="Expected">Devices or samples expected; null where nothing is.</param>
/// <param name="Present">Those that were there.</param>
/// <param name="Inputs">The very inputs: devices, facts, records, evidence. At most 1,000; <paramref name="InputCount"/> says how many there are.</param>
/// <param name="InputCount">How many inputs there are.</param>
/// <param name="Parts">The nodes it combines.</param>
public sealed record FormulaValue(
    string Operator, Packs.BilingualText Label, double? Value, string Unit, string Reason, long FromMs, long ToMs, double? Expected, double? Present, IReadOnlyList<InputReference> Inputs,
    int InputCount, IReadOnlyList<FormulaValue> Parts);

/// <summary>One input of a leaf, with what it contributed.</summary>
/// <param name="Kind"><c>device</c>, <c>event</c>, <c>fact</c>, <c>record</c> or <c>evidence</c>.</param>
/// <param name="Id">Its id: device id, fact code, record id, evidence id.</param>
/// <param name="Quantity">Quantity or event type; empty otherwise.</param>
/// <param name="Value">What it contributed; null = it was expected and missing.</param>
/// <param name="AtMs">When it was true, epoch milliseconds; 0 = unknown.</param>
/// <param name="Counted">Whether it counts, e.g. an occupied spot that is fresh.</param>
/// <param name="Note">Source or reason, e.g. who entered a fact.</param>
public sealed record InputReference(string Kind, string Id, string Quantity, double? Value, long AtMs, bool Counted, string Note);
