namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>How one kind of fault was found.</summary>
/// <param name="Kind">Kind of fault.</param>
/// <param name="Rule">The rule that must raise; null: none may.</param>
/// <param name="IsSafety">A life may hang on it.</param>
/// <param name="Faults">How many there were.</param>
/// <param name="Found">Of them found, late ones too.</param>
/// <param name="Seen">Of them that any alert was about, whatever its rule.</param>
/// <param name="InTime">Of them found within their budget.</param>
/// <param name="DelayMedian">From the beginning to the alert, the middle one of those found; null: none was.</param>
/// <param name="Delay95">The delay that 95 % of those found stay within (nearest rank).</param>
/// <param name="FalseAlerts">Alerts about faults of this kind that should not have come.</param>
public sealed record FaultKindScore(string Kind, string? Rule, bool IsSafety, int Faults, int Found, int Seen, int InTime, TimeSpan? DelayMedian, TimeSpan? Delay95, int FalseAlerts)
{
    /// <summary>Share (0 to 1) of the faults found; null where no alert is wanted.</summary>
    public double? Recall => Rule is null || Faults == 0 ? null : (double)Found / Faults;
}

/// <summary>What the alerts of one rule were worth.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Alerts">Alerts it raised.</param>
/// <param name="Found">See <see cref="AlertVerdict"/>.</param>
/// <param name="Repeated">See <see cref="AlertVerdict"/>.</param>
/// <param name="Following">See <see cref="AlertVerdict"/>.</param>
/// <param name="WrongCause">See <see cref="AlertVerdict"/>.</param>
/// <param name="False">See <see cref="AlertVerdict"/>.</param>
public sealed record RuleScore(string Rule, int Alerts, int Found, int Repeated, int Following, int WrongCause, int False)
{
    /// <summary>Alerts that were right: about a fault, telling its class of cause.</summary>
    public int Right => Found + Repeated + Following;

    /// <summary>Share of alerts that were right, with its interval.</summary>
    public ShareInterval Precision => ShareInterval.Of(Right, Alerts);
}

/// <summary>What the alerts of one kind of detector were worth.</summary>
/// <param name="Detector">Kind of detector.</param>
/// <param name="Alerts">Alerts it raised.</param>
/// <param name="Kinds">Kinds of faults they were about, with how many, ordinal.</param>
/// <param name="False">Alerts about nothing, or about what deserves none.</param>
public sealed record DetectorScore(string Detector, int Alerts, IReadOnlyDictionary<string, int> Kinds, int False)
{
    /// <summary>Share of alerts that were about a fault which deserves one, with its interval. What lies behind a departure a detector cannot tell.</summary>
    public ShareInterval Precision => ShareInterval.Of(Alerts - False, Alerts);
}

/// <summary>Alerts measured against the truth. Each share is null where there is nothing to take a share of.</summary>
/// <param name="Kinds">By kind of fault, ordinal.</param>
/// <param name="Rules">By rule, ordinal.</param>
/// <param name="Detectors">By kind of detector, ordinal.</param>
/// <param name="BusySlots">Share of the offices' ten minutes in which more than <see cref="TruthScorer.FloodAlerts"/> alerts came.</param>
/// <param name="Verdicts">What each alert was worth, by its id, with the fault it was judged by; null: none.</param>
/// <param name="Missed">Faults that were not found, by id.</param>
/// <param name="LeftOut">Faults that have no alert because it may still come, or because alerts are known from later on only, by id; they count nowhere else.</param>
/// <param name="Scope">What was counted over.</param>
public sealed record TruthScore(
    IReadOnlyList<FaultKindScore> Kinds, IReadOnlyList<RuleScore> Rules, IReadOnlyList<DetectorScore> Detectors, double BusySlots,
    IReadOnlyDictionary<string, (AlertVerdict Verdict, string? Fault)> Verdicts, IReadOnlyList<string> Missed, IReadOnlyList<string> LeftOut, TruthScope Scope)
{
    /// <summary>Share of safety faults found within their budget.</summary>
    public double? SafetyRecall => Share(Kinds.Where(static k => k.IsSafety && k.Rule is not null).Sum(static k => k.InTime), Kinds.Where(static k => k.IsSafety && k.Rule is not null).Sum(static k => k.Faults));

    /// <summary>Share of the other faults found.</summary>
    public double? OtherRecall => Share(Kinds.Where(static k => !k.IsSafety && k.Rule is not null).Sum(static k => k.Found), Kinds.Where(static k => !k.IsSafety && k.Rule is not null).Sum(static k => k.Faults));

    /// <summary>Share of alerts that were right.</summary>
    public ShareInterval Precision => ShareInterval.Of(Rules.Sum(static r => r.Right), Rules.Sum(static r => r.Alerts));

    /// <summary>Of the alerts about faults that deserve one, the share that told the right class of cause.</summary>
    public double? CauseRight => Share(Rules.Sum(static r => r.Right), Rules.Sum(static r => r.Right + r.WrongCause));

    /// <summary>False alerts for each day of each community.</summary>
    public double FalsePerCommunityDay => Rules.Sum(static r => r.False) / (Scope.Length.TotalDays * Scope.Communities);

    /// <summary>Alerts for each hour of each office.</summary>
    public double AlertsPerOfficeHour => Rules.Sum(static r => r.Alerts) / (Scope.Length.TotalHours * Scope.Offices);

    private static double? Share(int part, int all) => all == 0 ? null : (double)part / all;
}
