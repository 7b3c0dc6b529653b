namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>What the three channels said about one series, row by row.</summary>
/// <param name="Record">Of <see cref="Detectors.PointScore.Record"/>.</param>
/// <param name="Stuck">Of <see cref="Detectors.Standstill.Score"/>, less the median of the peers' where there are peers.</param>
/// <param name="Step">Of <see cref="Detectors.StepDetector"/>.</param>
public sealed record ChannelScores(IReadOnlyList<float> Record, IReadOnlyList<float> Stuck, IReadOnlyList<float> Step);

/// <summary>From which score on each channel raises an alert.</summary>
/// <param name="Record">On the anomaly score.</param>
/// <param name="Stuck">On the standstill.</param>
/// <param name="Step">On the step.</param>
public readonly record struct AlertThresholds(float Record, float Stuck, float Step)
{
    // One cause, one alert: what speaks again within so many points belongs to the alert that is open (three hours at a quarter of an hour).
    private const int OpenPoints = 12;

    /// <summary>Rows, from a row on, at which an alert is raised, of whatever channel.</summary>
    public IEnumerable<int> Rows(ChannelScores scores, int from = 0)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return RaisedRows(this, scores, from);
    }

    private static IEnumerable<int> RaisedRows(AlertThresholds thresholds, ChannelScores scores, int from)
    {
        var open = int.MinValue / 2;
        for (var row = from; row < scores.Record.Count; row++)
        {
            if (!thresholds.Speaks(scores, row))
                continue;
            if (row - open > OpenPoints)
                yield return row;
            open = row;
        }
    }

    // A standstill speaks when it becomes implausible, not for as long as it lasts.
    private bool Speaks(ChannelScores scores, int row) =>
        scores.Record[row] >= Record || scores.Step[row] >= Step || (scores.Stuck[row] >= Stuck && (row == 0 || scores.Stuck[row - 1] < Stuck));
}

/// <summary>Sets thresholds so that a past without known faults would have raised no more alerts than an office has time for. All alerts of that past count as false, though some were real. Pure.</summary>
public static class AlertBudget
{
    /// <summary>Share (0 to 1) of the budget given to standstills: from 0.3 to 0.5 all four targets on the recorded car parks are met.</summary>
    public const double StuckShare = 0.4;

    /// <summary>The lowest thresholds within the budget. Steps from <see cref="Detectors.StepDetector.Certain"/> on are alerts in any case, and count.</summary>
    /// <param name="past">What the channels said, of each series.</param>
    /// <param name="from">First row that counts; rows before it are for learning.</param>
    /// <param name="alerts">Most alerts of all series together, 0 or more.</param>
    public static AlertThresholds Fit(IReadOnlyList<ChannelScores> past, int from, int alerts)
    {
        ArgumentNullException.ThrowIfNull(past);
        ArgumentOutOfRangeException.ThrowIfNegative(alerts);
        var silent = new AlertThresholds(float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity);
        var stuck = Lowest(past, from, s => s.Stuck, t => silent with { Stuck = t }, (int)(StuckShare * alerts));
        var rest = silent with { Stuck = stuck, Step = Detectors.StepDetector.Certain };
        return rest with { Record = Lowest(past, from, s => s.Record, t => rest with { Record = t }, alerts) };
    }

    private static float Lowest(IReadOnlyList<ChannelScores> past, int from, Func<ChannelScores, IReadOnlyList<float>> channel, Func<float, AlertThresholds> with, int alerts) =>
        Lowest([.. past.SelectMany(s => channel(s).Skip(from)).Where(s => s > 0)], score => past.Sum(s => with(score).Rows(s, from).Count()), alerts);

    /// <summary>The lowest of the scores that occur from which on there are no more alerts than allowed; infinity: none. Bisected: the more is let through the more alerts there are, but for alerts that grow together.</summary>
    internal static float Lowest(IEnumerable<float> occurring, Func<float, int> alertsFrom, int alerts)
    {
        float[] scores = [.. occurring.Distinct().Order()];
        var (low, high) = (0, scores.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (alertsFrom(scores[middle]) <= alerts)
                high = middle;
            else
                low = middle + 1;
        }
        return low < scores.Length ? scores[low] : float.PositiveInfinity;
    }
}
