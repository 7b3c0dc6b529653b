using SmartCommunity.Anomaly.Detectors;

namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>What a channel said of a series, on the scale of <see cref="DetectorStrength"/>.</summary>
/// <param name="Series">Number of the series.</param>
/// <param name="Channel">The channel.</param>
/// <param name="AtMs">Of which moment, epoch milliseconds.</param>
/// <param name="Strength">How strongly.</param>
public readonly record struct SaidAnomaly(int Series, DetectorChannel Channel, long AtMs, float Strength);

/// <summary>
/// Sets the one strength from which on detectors raise alerts of an office, so that its past would have raised no more than it has time for. It only ever filters: below strength 1 nothing is raised, however
/// much time there is. Pure: the same records give the same strength.
/// </summary>
public static class OfficeBudget
{
    /// <summary>Alerts an hour an office has time for: half of what ISA-18.2 calls acceptable for a trained operator at one desk.</summary>
    public const double DefaultAlertsAnHour = 3;

    /// <summary>One cause, one alert: what a channel says again of a series within so long belongs to the alert that is open. Three hours, as on the recorded car parks.</summary>
    public const long OpenMs = 3 * 3_600_000L;

    /// <summary>The lowest strength, at least 1, that keeps the past within the budget; infinity: nothing may be raised.</summary>
    /// <param name="said">What was said, in any order.</param>
    /// <param name="alerts">Most alerts of that past, 0 or more.</param>
    public static float Strength(IEnumerable<SaidAnomaly> said, int alerts)
    {
        ArgumentNullException.ThrowIfNull(said);
        ArgumentOutOfRangeException.ThrowIfNegative(alerts);
        SaidAnomaly[] ordered = [.. said.Where(static s => s.Strength >= 1).OrderBy(static s => s.Series).ThenBy(static s => s.Channel).ThenBy(static s => s.AtMs).ThenBy(static s => s.Strength)];
        return Alerts(ordered, 1) <= alerts ? 1 : AlertBudget.Lowest(ordered.Select(static s => s.Strength), strength => Alerts(ordered, strength), alerts);
    }

    private static int Alerts(SaidAnomaly[] ordered, float strength)
    {
        var (count, last) = (0, default(SaidAnomaly));
        foreach (var next in ordered)
        {
            if (next.Strength < strength)
                continue;
            if (count == 0 || next.Series != last.Series || next.Channel != last.Channel || next.AtMs - last.AtMs > OpenMs)
                count++;
            last = next;
        }

        return count;
    }
}
