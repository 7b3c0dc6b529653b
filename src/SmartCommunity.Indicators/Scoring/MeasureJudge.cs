using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>From a formula's result to state, share, badge and points of a measure.</summary>
internal static class MeasureJudge
{
    internal static MeasureScore Judge(Measure measure, Threshold threshold, ScoringRules rules, FormulaResult result, double maxPoints, long instantMs)
    {
        var own = OwnAges(measure.Source, result);
        var state = StateOf(measure, result, own, instantMs);
        var badge = state == MeasureState.Missing ? Badge.None : BadgeOf(result.Origins, rules);
        var share = state == MeasureState.Scored ? ShareOf(result.Value!.Value, threshold, measure.Direction) : 0;
        return new MeasureScore
        {
            Id = measure.Id,
            State = state,
            Reason = state switch
            {
                MeasureState.Missing => result.Reason,
                MeasureState.Stale => MissingReason.TooOld,
                _ => "",
            },
            Value = result.Value,
            Share = share,
            Points = maxPoints * share * ConfidenceOf(badge, rules),
            MaxPoints = maxPoints,
            Coverage = result.Coverage,
            Badge = badge,
            AsOfMs = own.YoungestMs,
            IsSuppressed = measure.IsResidentShare && result.LeastDenominator is { } least && least < rules.SmallNumber,
        };
    }

    /// <summary><c>s(v)</c>. With floor = full: 1 if the value meets it in the measure's direction.</summary>
    internal static double ShareOf(double value, Threshold threshold, MeasureDirection direction)
    {
        if (threshold.Floor == threshold.Full)
            return (direction == MeasureDirection.Lower ? value <= threshold.Full : value >= threshold.Full) ? 1 : 0;
        // Adding 0 turns the -0 of a falling scale at its floor into 0.
        return Math.Clamp((value - threshold.Floor) / (threshold.Full - threshold.Floor), 0, 1) + 0.0;
    }

    /// <summary>The badge of the weakest input by the pack's confidence; of equally weak ones declared before live before inspected.</summary>
    internal static Badge BadgeOf(InputOrigins origins, ScoringRules rules)
    {
        var weakest = Badge.None;
        foreach (var (origin, badge) in (ReadOnlySpan<(InputOrigins, Badge)>)[(InputOrigins.Declared, Badge.Declared), (InputOrigins.Live, Badge.Live), (InputOrigins.Inspected, Badge.Inspected)])
        {
            if (origins.HasFlag(origin) && (weakest == Badge.None || ConfidenceOf(badge, rules) < ConfidenceOf(weakest, rules)))
                weakest = badge;
        }

        return weakest;
    }

    internal static double ConfidenceOf(Badge badge, ScoringRules rules) => badge switch
    {
        Badge.Live => rules.LiveConfidence,
        Badge.Declared => rules.DeclaredConfidence,
        Badge.Inspected => rules.InspectedConfidence,
        _ => 0,
    };

    // A fact's day says nothing about the age of a live measure: only leaves of the measure's own source grow old.
    private static MeasureState StateOf(Measure measure, FormulaResult result, LeafAges own, long instantMs) =>
        result.Value is null ? MeasureState.Missing
        : own.IsAny && instantMs - own.OldestMs > measure.MaxAge.TotalMilliseconds ? MeasureState.Stale
        : MeasureState.Scored;

    private static LeafAges OwnAges(MeasureSource source, FormulaResult result)
    {
        var own = source switch
        {
            MeasureSource.Live => result.Live,
            MeasureSource.Registry => result.Registry,
            _ => result.Evidence,
        };
        return own.IsAny ? own : result.Live.With(result.Registry).With(result.Evidence);
    }
}
