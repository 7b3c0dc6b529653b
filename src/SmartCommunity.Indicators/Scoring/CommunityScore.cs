namespace SmartCommunity.Indicators.Scoring;

/// <summary>The score of a community at one instant. Immutable; in the standard's order throughout.</summary>
public sealed record CommunityScore
{
    public required string Community { get; init; }

    /// <summary>Position of the log it follows from; 0 for a what-if.</summary>
    public required long Position { get; init; }

    /// <summary>The instant it is of, epoch milliseconds.</summary>
    public required long InstantMs { get; init; }

    /// <summary><c>id@version</c> of the pack.</summary>
    public required string Pack { get; init; }

    public required string PackHash { get; init; }

    public required string ProjectType { get; init; }

    public required IReadOnlyList<ScenarioScore> Scenarios { get; init; }

    public required IReadOnlyList<DimensionScore> Dimensions { get; init; }

    /// <summary>Points of the scenarios, 0 to 100.</summary>
    public required double Total { get; init; }

    /// <summary>Points of the acceptance over its dimensions, 0 to 100.</summary>
    public required double AcceptancePoints { get; init; }

    /// <summary>Binding measures of standard scenarios that score nothing: while there are any, the gate is shut.</summary>
    public required IReadOnlyList<string> GateFailures { get; init; }

    /// <summary>Codes of vetoes that stand.</summary>
    public required IReadOnlyList<string> Vetoes { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>SHA-256 over the canonical bytes of every leaf's inputs, lower-case hexadecimal.</summary>
    public required string InputHash { get; init; }

    /// <summary>SHA-256 over the canonical bytes of the result (pack hash, instant, every measure, totals).</summary>
    public required string ResultHash { get; init; }

    /// <summary>All measures in the standard's order.</summary>
    public IEnumerable<MeasureScore> Measures => Scenarios.SelectMany(static s => s.Indicators).SelectMany(static i => i.Measures);

    /// <summary>The hash its content has: <see cref="ResultHash"/>, unless somebody changed a number.</summary>
    public string ComputeResultHash() => ScoreHash.OfResult(this);
}

/// <summary>What the points say.</summary>
public enum Verdict
{
    /// <summary>A binding measure of a standard scenario scores nothing.</summary>
    NotReady = 1,

    /// <summary>The gate is open, the points are below the pass mark.</summary>
    BelowPassMark = 2,

    Pass = 3,

    Excellent = 4,

    /// <summary>A veto stands.</summary>
    Vetoed = 5,
}

/// <summary>A scenario's score. <see cref="Share"/> is 0–1, <see cref="Points"/> its part of 100. An optional scenario that is not claimed has no points and none to lose.</summary>
public sealed record ScenarioScore(string Code, bool IsStandard, bool IsClaimed, double Weight, double Share, double Points, IReadOnlyList<IndicatorScore> Indicators);

/// <summary>An indicator's score.</summary>
public sealed record IndicatorScore(string Code, double Share, double Points, double MaxPoints, IReadOnlyList<MeasureScore> Measures);

/// <summary>A dimension of the acceptance.</summary>
public sealed record DimensionScore(string Code, double Share, double Points, double MaxPoints);

/// <summary>A measure's score.</summary>
public sealed record MeasureScore
{
    public required string Id { get; init; }

    public required MeasureState State { get; init; }

    /// <summary>Why it is missing or stale, as a code the console translates, e.g. <c>noFact:households</c>, <c>denominatorZero</c>, <c>noDevices</c>, <c>tooOld</c>; empty when scored.</summary>
    public required string Reason { get; init; }

    /// <summary>The value in the measure's unit; null when missing. No data is never a number.</summary>
    public required double? Value { get; init; }

    /// <summary>s(v), 0 to 1, before confidence; 0 unless scored.</summary>
    public required double Share { get; init; }

    /// <summary>Points of the total of 100 it gives.</summary>
    public required double Points { get; init; }

    /// <summary>Points it would give at full value, inspected or live.</summary>
    public required double MaxPoints { get; init; }

    public double PointsLost => MaxPoints - Points;

    /// <summary>Share (0–1) of the devices and samples expected that were there; null where nothing is expected of devices.</summary>
    public required double? Coverage { get; init; }

    public required Badge Badge { get; init; }

    /// <summary>When its youngest input was true, epoch milliseconds; 0 = never.</summary>
    public required long AsOfMs { get; init; }

    /// <summary>Denominator of a share of residents is below the small-number limit: only the health role may see the value.</summary>
    public required bool IsSuppressed { get; init; }
}

/// <summary>State of a measure.</summary>
public enum MeasureState
{
    Scored = 1,
    Stale = 2,
    Missing = 3,
}

/// <summary>Where a value comes from.</summary>
public enum Badge
{
    None = 0,
    Live = 1,
    Declared = 2,
    Inspected = 3,
}
