using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>
/// From which strength on detectors raise alerts of a street office, so that its last four weeks would have had no more of them than it has time for. What is due goes into the logs of its communities: a replay
/// reads it there. Events that save lives come from rules and never pass here. Owned by <see cref="DetectorWorks"/>; not thread-safe.
/// </summary>
internal sealed class OfficeStrengths(DetectorLedger ledger, EnrolmentIndex enrolments, RulesInForce inForce, ILogger<OfficeStrengths> logger)
{
    private const long HourMs = 3_600_000, PastMs = 28 * 86_400_000L;

    // In the first day the past says nothing of an hour.
    private const long LeastPastMs = 86_400_000;

    private const double HoursADay = 24;

    // A smaller change moves fewer alerts than the past can tell.
    private const float Change = 0.02f;

    private readonly Dictionary<string, float> _set = new(StringComparer.Ordinal);

    /// <summary>Communities whose logs are to be told another strength; at the first call of a process all of them, for it does not know what they have.</summary>
    internal IReadOnlyList<(string Community, float Strength)> Due(long nowMs)
    {
        var due = new List<(string, float)>();
        var alertsAnHour = inForce.Set.Detectors.AlertsAnHour;
        var heard = Heard(inForce.Set);
        foreach (var office in enrolments.Communities.GroupBy(c => enrolments.StreetOf(c) ?? "", StringComparer.Ordinal))
        {
            if (Of(ledger, [.. office], heard, alertsAnHour, nowMs) is not var (strength, pastMs, alerts))
                continue;
            if (_set.TryGetValue(office.Key, out var before) && (strength.Equals(before) || Math.Abs(strength - before) <= Change * before))
                continue;
            _set[office.Key] = strength;
            DetectorLog.StrengthSet(logger, office.Key, strength, pastMs / (HourMs * HoursADay), alerts);
            due.AddRange(office.Select(c => (c, strength)));
        }

        return due;
    }

    /// <summary>Channels that raise alerts: what is only tried out takes nobody's time.</summary>
    internal static HashSet<DetectorChannel> Heard(RuleSet rules) =>
        [.. rules.Rules.Where(static r => !r.IsShadow).Select(static r => r.Condition).OfType<AnomalyCondition>().SelectMany(static c => c.Channels)];

    /// <summary>The strength that fits the past of communities, how long that past is, and how many alerts it may have had; null: there is none.</summary>
    internal static (float Strength, long PastMs, int Alerts)? Of(DetectorLedger ledger, IReadOnlyCollection<string> communities, HashSet<DetectorChannel> heard, double alertsAnHour, long nowMs)
    {
        if (communities.Select(ledger.FirstAtMs).Min() is not { } firstMs)
            return null;
        var pastMs = Math.Clamp(nowMs - firstMs, LeastPastMs, PastMs);
        var alerts = (int)(alertsAnHour * pastMs / HourMs);
        var said = communities.SelectMany(c => ledger.SaidSince(c, nowMs - PastMs)).Where(s => heard.Contains((DetectorChannel)s.Channel)).Select(static s => new SaidAnomaly(s.Series, (DetectorChannel)s.Channel, s.AtMs, s.Strength));
        return (OfficeBudget.Strength(said, alerts), pastMs, alerts);
    }
}
