namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>
/// Judges alerts by what truly happened, one to one: a fault is found by at most one alert and an alert finds at most one fault, so nobody earns by shouting. Pure; the order of the input does not matter.
/// </summary>
/// <remarks>
/// An alert can find a fault when it is of the fault's rule and community, is about one of the fault's devices or its place (a fault of a whole community: about anything in it), and was raised from the
/// fault's beginning to its end, or to the end of its budget where that is later, and the grace after it. Among all ways to pair them the one with most faults found counts, the earliest alerts
/// first. The other alerts are judged by the faults they are about at that time: <see cref="AlertVerdict"/>.
/// </remarks>
public static class TruthScorer
{
    /// <summary>More alerts than this in ten minutes are a flood to one operator (ISA-18.2).</summary>
    public const int FloodAlerts = 10;

    private const double Half = 0.5, NinetyFive = 0.95;

    private static readonly TimeSpan _slot = TimeSpan.FromMinutes(10);

    /// <summary>The score.</summary>
    /// <exception cref="ArgumentException">A fault ends before it begins, or an id comes twice.</exception>
    public static TruthScore Score(IReadOnlyCollection<LabelledFault> faults, IReadOnlyCollection<JudgedAlert> alerts, TruthScope scope)
    {
        ArgumentNullException.ThrowIfNull(faults);
        ArgumentNullException.ThrowIfNull(alerts);
        ArgumentNullException.ThrowIfNull(scope);
        Check(faults, alerts, scope);
        alerts = [.. alerts.Where(a => !(a.MeasuredAt < scope.From))];
        var pairs = Pairs(faults, alerts, scope.Grace);
        var verdicts = Verdicts(faults, alerts, pairs, scope.Grace);
        var raisedAt = alerts.ToDictionary(static a => a.Id, static a => a.At, StringComparer.Ordinal);
        var delays = pairs.ToDictionary(static p => p.Value.Id, p => raisedAt[p.Key] - p.Value.From, StringComparer.Ordinal);
        var leftOut = faults.Where(f => f.From < scope.From || f.From + f.Budget > scope.Until).Where(f => f.Rule is not null && !delays.ContainsKey(f.Id)).Select(static f => f.Id).ToHashSet(StringComparer.Ordinal);
        var over = faults.Where(f => !leftOut.Contains(f.Id)).ToArray();
        return new TruthScore(
            [.. over.GroupBy(static f => f.Kind, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(g => KindOf([.. g], delays, verdicts))],
            [.. alerts.GroupBy(static a => a.Rule, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(g => RuleOf(g.Key, [.. g.Select(a => verdicts[a.Id].Verdict)]))],
            DetectorsOf(faults, alerts, verdicts), BusySlots(alerts, scope), verdicts, [.. over.Where(f => f.Rule is not null && !delays.ContainsKey(f.Id)).Select(static f => f.Id).Order(StringComparer.Ordinal)],
            [.. leftOut.Order(StringComparer.Ordinal)], scope);
    }

    private static void Check(IReadOnlyCollection<LabelledFault> faults, IReadOnlyCollection<JudgedAlert> alerts, TruthScope scope)
    {
        if (scope.Length <= TimeSpan.Zero || scope.Communities < 1 || scope.Grace < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(scope), scope, "The length must be above 0, communities 1 or more, the grace 0 or more.");
        if (alerts.FirstOrDefault(a => !scope.OfficeOf.ContainsKey(a.Community)) is { } elsewhere)
            throw new ArgumentException($"Alert {elsewhere.Id} is of community '{elsewhere.Community}', which is not looked at.", nameof(alerts));
        if (faults.FirstOrDefault(static f => f.To < f.From) is { } wrong)
            throw new ArgumentException($"Fault {wrong.Id} ends at {wrong.To:O}, before it begins at {wrong.From:O}.", nameof(faults));
        if (faults.GroupBy(static f => f.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Skip(1).Any()) is { } fault)
            throw new ArgumentException($"Fault {fault.Key} comes twice.", nameof(faults));
        if (alerts.GroupBy(static a => a.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Skip(1).Any()) is { } alert)
            throw new ArgumentException($"Alert {alert.Key} comes twice.", nameof(alerts));
    }

    /// <summary>The largest pairing, by alert id; of equals the one that gives earlier faults their earliest alerts.</summary>
    private static Dictionary<string, LabelledFault> Pairs(IReadOnlyCollection<LabelledFault> faults, IReadOnlyCollection<JudgedAlert> alerts, TimeSpan grace)
    {
        var raised = alerts.ToLookup(static a => (a.Community, a.Rule));
        var pairs = new Dictionary<string, LabelledFault>(StringComparer.Ordinal);
        foreach (var fault in faults.Where(static f => f.Rule is not null).OrderBy(static f => f.From).ThenBy(static f => f.Id, StringComparer.Ordinal))
            TryPair(fault, new HashSet<string>(StringComparer.Ordinal));
        return pairs;

        // An augmenting path (Kuhn): whoever has the alert takes another one, if it can.
        bool TryPair(LabelledFault fault, HashSet<string> asked)
        {
            foreach (var alert in raised[(fault.Community, fault.Rule!)].Where(a => fault.IsWithin(a.At, grace) && fault.Concerns(a)).OrderBy(static a => a.At).ThenBy(static a => a.Id, StringComparer.Ordinal))
            {
                if (!asked.Add(alert.Id) || (pairs.TryGetValue(alert.Id, out var holder) && !TryPair(holder, asked)))
                    continue;
                pairs[alert.Id] = fault;
                return true;
            }

            return false;
        }
    }

    private static Dictionary<string, (AlertVerdict Verdict, string? Fault)> Verdicts(
        IReadOnlyCollection<LabelledFault> faults, IReadOnlyCollection<JudgedAlert> alerts, Dictionary<string, LabelledFault> pairs, TimeSpan grace)
    {
        var byCommunity = faults.ToLookup(static f => f.Community, StringComparer.Ordinal);
        return alerts.ToDictionary(static a => a.Id, a => VerdictOf(a), StringComparer.Ordinal);

        (AlertVerdict, string?) VerdictOf(JudgedAlert alert)
        {
            if (pairs.TryGetValue(alert.Id, out var found))
                return (AlertVerdict.Found, found.Id);
            LabelledFault[] about = [.. byCommunity[alert.Community].Where(f => f.IsWithin(alert.At, grace) && f.Concerns(alert)).OrderBy(static f => f.From).ThenBy(static f => f.Id, StringComparer.Ordinal)];
            if (about.FirstOrDefault(f => f.Rule == alert.Rule) is { } same)
                return (AlertVerdict.Repeated, same.Id);
            if (about.FirstOrDefault(f => f.Rule is not null && f.Cause == alert.Cause) is { } related)
                return (AlertVerdict.Following, related.Id);
            return about.FirstOrDefault(static f => f.Rule is not null) is { } other ? (AlertVerdict.WrongCause, other.Id) : (AlertVerdict.False, about.FirstOrDefault()?.Id);
        }
    }

    private static FaultKindScore KindOf(LabelledFault[] faults, Dictionary<string, TimeSpan> delays, Dictionary<string, (AlertVerdict Verdict, string? Fault)> verdicts)
    {
        var ids = faults.Select(static f => f.Id).ToHashSet(StringComparer.Ordinal);
        var wrong = verdicts.Values.Count(v => v.Verdict is AlertVerdict.False or AlertVerdict.WrongCause && v.Fault is { } id && ids.Contains(id));
        var found = faults.Where(f => delays.ContainsKey(f.Id)).ToArray();
        TimeSpan[] ordered = [.. found.Select(f => delays[f.Id]).Order()];
        var first = faults[0];
        var seen = verdicts.Values.Select(static v => v.Fault).OfType<string>().Distinct(StringComparer.Ordinal).Count(ids.Contains);
        return new FaultKindScore(
            first.Kind, first.Rule, first.IsSafety, faults.Length, found.Length, seen, found.Count(f => delays[f.Id] <= f.Budget), NearestRank.Of(ordered, Half), NearestRank.Of(ordered, NinetyFive), wrong);
    }

    private static RuleScore RuleOf(string rule, AlertVerdict[] verdicts)
    {
        int Count(AlertVerdict verdict) => verdicts.Count(v => v == verdict);
        return new RuleScore(rule, verdicts.Length, Count(AlertVerdict.Found), Count(AlertVerdict.Repeated), Count(AlertVerdict.Following), Count(AlertVerdict.WrongCause), Count(AlertVerdict.False));
    }

    private static DetectorScore[] DetectorsOf(
        IReadOnlyCollection<LabelledFault> faults, IReadOnlyCollection<JudgedAlert> alerts, Dictionary<string, (AlertVerdict Verdict, string? Fault)> verdicts)
    {
        var kinds = faults.ToDictionary(static f => f.Id, static f => f.Kind, StringComparer.Ordinal);
        return [.. alerts.Where(static a => a.Detector.Length > 0).GroupBy(static a => a.Detector, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(ScoreOf)];

        DetectorScore ScoreOf(IGrouping<string, JudgedAlert> said)
        {
            var about = said.Select(a => verdicts[a.Id]).ToArray();
            var named = about.Where(static v => v.Fault is not null).GroupBy(v => kinds[v.Fault!], StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal);
            return new DetectorScore(said.Key, about.Length, named.ToDictionary(static g => g.Key, static g => g.Count(), StringComparer.Ordinal), about.Count(static v => v.Verdict == AlertVerdict.False));
        }
    }

    private static double BusySlots(IReadOnlyCollection<JudgedAlert> alerts, TruthScope scope)
    {
        var busy = alerts.GroupBy(a => (Office: scope.OfficeOf[a.Community], Slot: a.At.UtcTicks / _slot.Ticks)).Count(static g => g.Count() > FloodAlerts);
        return busy / (Math.Ceiling(scope.Length / _slot) * scope.Offices);
    }
}
