namespace SmartCommunity.Indicators.Scoring;

/// <summary>Where the inputs of a formula come from.</summary>
[Flags]
public enum InputOrigins
{
    None = 0,

    /// <summary>Devices, their measurements and events.</summary>
    Live = 1,

    /// <summary>Facts, records or evidence nobody checked on site.</summary>
    Declared = 2,

    /// <summary>Facts, records or evidence checked on site.</summary>
    Inspected = 4,
}

/// <summary>Ages of the leaves of one kind of source: each leaf is as old as its youngest input.</summary>
/// <param name="OldestMs">The oldest leaf, epoch milliseconds; <see cref="long.MaxValue"/> = there is no such leaf.</param>
/// <param name="YoungestMs">The youngest leaf; 0 = never.</param>
public readonly record struct LeafAges(long OldestMs, long YoungestMs)
{
    /// <summary>No leaf.</summary>
    public static LeafAges None { get; } = new(long.MaxValue, 0);

    /// <summary>Whether there is a leaf at all.</summary>
    public bool IsAny => OldestMs != long.MaxValue;

    internal static LeafAges Of(long atMs) => new(atMs, atMs);

    internal LeafAges With(LeafAges other) => new(Math.Min(OldestMs, other.OldestMs), Math.Max(YoungestMs, other.YoungestMs));
}

/// <summary>What a formula gives for a community at an instant. No data is never a number: without a value there is a reason.</summary>
public readonly record struct FormulaResult
{
    private FormulaResult(double? value, string reason)
    {
        Value = value;
        Reason = reason;
    }

    /// <summary>The value in the formula's unit, finite; null = missing.</summary>
    public double? Value { get; }

    /// <summary>Why it is missing, see <see cref="MissingReason"/>; empty otherwise.</summary>
    public string Reason { get; }

    /// <summary>Where its inputs come from.</summary>
    public InputOrigins Origins { get; init; }

    /// <summary>Ages of the leaves that read devices.</summary>
    public LeafAges Live { get; init; } = LeafAges.None;

    /// <summary>Ages of the leaves that read facts and records.</summary>
    public LeafAges Registry { get; init; } = LeafAges.None;

    /// <summary>Ages of the leaves that read evidence.</summary>
    public LeafAges Evidence { get; init; } = LeafAges.None;

    /// <summary>Devices or samples expected of the leaf with the worst coverage; null where nothing is expected.</summary>
    public double? Expected { get; init; }

    /// <summary>Those that were there.</summary>
    public double? Present { get; init; }

    /// <summary>The least denominator of its ratios; null without a ratio.</summary>
    public double? LeastDenominator { get; init; }

    /// <summary>Present over expected, 0 to 1; null where nothing is expected.</summary>
    public double? Coverage => Expected is > 0 && Present is { } present ? Math.Clamp(present / Expected.Value, 0, 1) : null;

    internal static FormulaResult Missing(string reason) => new(null, reason);

    /// <summary>A number; missing when it is not finite. -0 becomes 0.</summary>
    internal static FormulaResult Of(double value) => double.IsFinite(value) ? new(value + 0.0, "") : Missing(MissingReason.NotANumber);

    internal FormulaResult WithValueOf(FormulaResult other) =>
        new(other.Value, other.Reason)
        {
            Origins = Origins, Live = Live, Registry = Registry, Evidence = Evidence, Expected = Expected, Present = Present, LeastDenominator = LeastDenominator,
        };

    /// <summary>Origins, ages, coverage and denominators of both; the value is this one's.</summary>
    internal FormulaResult Joined(FormulaResult other)
    {
        var (expected, present) = other.Coverage is { } theirs && !(Coverage <= theirs) ? (other.Expected, other.Present) : (Expected, Present);
        return this with
        {
            Origins = Origins | other.Origins,
            Live = Live.With(other.Live),
            Registry = Registry.With(other.Registry),
            Evidence = Evidence.With(other.Evidence),
            Expected = expected,
            Present = present,
            LeastDenominator = Least(LeastDenominator, other.LeastDenominator),
        };
    }

    internal static double? Least(double? left, double? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);
}
