namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>Something that truly happened.</summary>
/// <param name="Subject">What it happened to: a device, a place, a series.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended, not before <paramref name="From"/>.</param>
public sealed record TruthInterval(string Subject, DateTimeOffset From, DateTimeOffset To);

/// <summary>An alert that was raised.</summary>
/// <param name="Subject">What it was raised about, in the same words as the truth's.</param>
/// <param name="At">When.</param>
public sealed record RaisedAlert(string Subject, DateTimeOffset At);

/// <summary>How well alerts match what happened. Each share is null where there is nothing to take a share of.</summary>
/// <param name="Events">Things that happened.</param>
/// <param name="Found">Of them, those with an alert about the same subject, from their beginning to the grace after their end.</param>
/// <param name="Alerts">Alerts raised.</param>
/// <param name="True">Of them, those that fall so. Two about one event are both true; that they are two is for another measure.</param>
/// <param name="DelayMedian">From an event's beginning to its first alert: the middle one of those found.</param>
/// <param name="Delay95">The delay that 95 % of the found stay within (nearest rank).</param>
public sealed record EventScore(int Events, int Found, int Alerts, int True, TimeSpan? DelayMedian, TimeSpan? Delay95)
{
    /// <summary>Share (0 to 1) of events found.</summary>
    public double? Recall => Events == 0 ? null : (double)Found / Events;

    /// <summary>Share (0 to 1) of alerts that were true.</summary>
    public double? Precision => Alerts == 0 ? null : (double)True / Alerts;
}

/// <summary>Measures alerts against the truth, event by event: an event counts once however long it lasts, so a detector cannot earn by shouting. Pure; the order of the input does not matter.</summary>
public static class EventScorer
{
    private const double Half = 0.5;
    private const double NinetyFive = 0.95;

    /// <summary>The score.</summary>
    /// <param name="truth">What happened; events of one subject may overlap.</param>
    /// <param name="alerts">What was raised.</param>
    /// <param name="grace">How long after an event's end an alert still counts, 0 or more.</param>
    /// <exception cref="ArgumentException">An event ends before it begins.</exception>
    public static EventScore Score(IReadOnlyCollection<TruthInterval> truth, IReadOnlyCollection<RaisedAlert> alerts, TimeSpan grace)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(alerts);
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        if (truth.FirstOrDefault(t => t.To < t.From) is { } wrong)
            throw new ArgumentException($"The event of {wrong.Subject} ends at {wrong.To:O}, before it begins at {wrong.From:O}.", nameof(truth));
        var raised = alerts.GroupBy(a => a.Subject).ToDictionary(g => g.Key, g => g.Select(a => a.At).Order().ToArray());
        var delays = truth.Select(t => Delay(t, raised.GetValueOrDefault(t.Subject, []), grace)).OfType<TimeSpan>().Order().ToArray();
        var events = truth.ToLookup(t => t.Subject);
        var hits = alerts.Count(a => events[a.Subject].Any(t => a.At >= t.From && a.At <= t.To + grace));
        return new EventScore(truth.Count, delays.Length, alerts.Count, hits, NearestRank.Of(delays, Half), NearestRank.Of(delays, NinetyFive));
    }

    private static TimeSpan? Delay(TruthInterval happened, DateTimeOffset[] raised, TimeSpan grace)
    {
        var first = Array.FindIndex(raised, at => at >= happened.From);
        return first >= 0 && raised[first] <= happened.To + grace ? raised[first] - happened.From : null;
    }
}
