namespace SmartCommunity.Indicators.Formulas;

/// <summary>
/// A formula as data. Leaves read inputs, the others combine; all are typed by unit when a pack is loaded. The thirteen operators of <c>domain.md</c> §1.11 plus arithmetic.
/// Evaluation is pure: the same inputs at the same instant give the same bits.
/// </summary>
public abstract record Formula
{
    private protected Formula()
    {
    }

    /// <summary>The formulas it combines, in order.</summary>
    public virtual IReadOnlyList<Formula> Parts => [];
}

/// <summary>A constant with its unit. <c>value: 0.55, unit: kg/kW.h</c>.</summary>
public sealed record Constant(double Value, string Unit) : Formula;

/// <summary><c>registryValue</c>: a fact of the community. Missing fact: missing measure.</summary>
public sealed record RegistryValue(string Fact) : Formula;

/// <summary><c>evidenceCount</c>: kinds out of <see cref="Kinds"/> that have accepted evidence which has not expired; with <see cref="PerItem"/> pieces of evidence instead of kinds.</summary>
public sealed record EvidenceCount(IReadOnlyList<string> Kinds, bool PerItem, WindowSpan? Within) : Formula;

/// <summary>The reviewer's score (0–100) of the latest accepted evidence of a kind.</summary>
public sealed record EvidenceScore(string Kind) : Formula;

/// <summary><c>count</c> and <c>countWhere</c> of a source; <see cref="DistinctBy"/> counts different values of a field instead.</summary>
public sealed record Count(Source Source, string? DistinctBy) : Formula
{
    /// <summary>What is counted, for the unit: <c>household</c> makes <c>{household}</c>; null: <c>device</c>, <c>sample</c>, <c>event</c>, <c>record</c>.</summary>
    public string? Counted { get; init; }
}

/// <summary><c>sum</c>, <c>avg</c>, <c>p90</c>, greatest: of a field of a source.</summary>
public sealed record Aggregate(AggregateKind Kind, Source Source, string Field) : Formula;

/// <summary><c>distinctSubjects</c>: different values of an event's data field over the window.</summary>
public sealed record DistinctSubjects(EventSource Source, string Field) : Formula
{
    /// <summary>What is counted, for the unit; null: <c>subject</c>.</summary>
    public string? Counted { get; init; }
}

/// <summary><c>delta</c>: consumption of cumulative registers over the window, summed over devices; roll-over, swap and gap never make it negative.</summary>
public sealed record RegisterDelta(DeviceSelector Devices, string Quantity, WindowSpan Window) : Formula
{
    /// <summary>What a register without a unit counts, e.g. <c>visit</c>; null: a plain number, or the register's own unit.</summary>
    public string? Counted { get; init; }
}

/// <summary>
/// <c>uptime</c>: time in which the devices' quantity had one of the states (none given: in which they were heard), over the time expected; or, with <see cref="AsHours"/>, hours of one such device.
/// A value holds until the next, at most <see cref="HoldIntervals"/> report intervals.
/// </summary>
public sealed record Uptime(DeviceSelector Devices, string? Quantity, IReadOnlyList<double> States, bool Not, DailyHours? Hours, WindowSpan Window, int HoldIntervals, bool AsHours) : Formula;

/// <summary>
/// <c>withinSeconds</c>: share (0–1) of events <see cref="First"/> that were followed by <see cref="Then"/> within the limit. With <see cref="Key"/> both must have the same value of that data
/// field (or event id); without, each follower counts once, for the earliest event still open.
/// </summary>
public sealed record WithinSeconds(EventSource First, FollowerSource Then, double Seconds, string? Key) : Formula;

/// <summary>
/// <c>degreeDayAdjustedSaving</c>: <c>(B·(1 − w + w·D/D₀) − A) / (B·(1 − w + w·D/D₀))</c> with baseline B, actual consumption A over the window, degree days D of the same window from outdoor
/// temperatures and D₀ of the baseline year, and the weather-dependent share w.
/// </summary>
public sealed record DegreeDaySaving(Formula Actual, Formula Baseline, Formula BaselineDegreeDays, DeviceSelector Outdoor, double BaseHeatingCel, double BaseCoolingCel, double WeatherShare, WindowSpan Window) : Formula
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Actual, Baseline, BaselineDegreeDays];
}

/// <summary><c>ratio</c>: numerator over denominator, times a factor (100 for percent). Denominator 0: missing.</summary>
public sealed record Ratio(Formula Numerator, Formula Denominator, double Times) : Formula
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Numerator, Denominator];
}

/// <summary>Sum, difference, product, least or greatest of formulas, from left to right.</summary>
public sealed record Arithmetic(ArithmeticKind Kind, IReadOnlyList<Formula> Operands) : Formula
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => Operands;
}

/// <summary>Yes (1) or no (0): a formula compared with a number.</summary>
public sealed record Comparison(Formula Left, CompareOp Op, double Right) : Formula
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Left];
}

/// <summary>What an <see cref="Aggregate"/> does.</summary>
public enum AggregateKind
{
    Sum = 1,
    Avg = 2,
    P90 = 3,
    Max = 4,
}

/// <summary>What an <see cref="Arithmetic"/> does.</summary>
public enum ArithmeticKind
{
    Add = 1,
    Subtract = 2,
    Multiply = 3,
    Min = 4,
    Max = 5,
}

/// <summary>A comparison.</summary>
public enum CompareOp
{
    Equal = 1,
    NotEqual = 2,
    Less = 3,
    LessOrEqual = 4,
    Greater = 5,
    GreaterOrEqual = 6,
}
