namespace SmartCommunity.Storage.Alerts;

/// <summary>How often a rule raised, and what people said of it.</summary>
/// <param name="Rule">Rule id.</param>
/// <param name="Recent">Raised in the shorter time; one that came again after it had ended counts again.</param>
/// <param name="All">Raised in the whole time.</param>
/// <param name="True">Of the alerts raised in the whole time, those closed as true.</param>
/// <param name="False">And as false.</param>
public sealed record RuleCount(string Rule, int Recent, int All, int True, int False);

/// <summary>What the ledger tells of rules.</summary>
public sealed partial class AlertLedger
{
    /// <summary>Counts of the rules that raised anything since an instant, and since a later one.</summary>
    public IReadOnlyList<RuleCount> CountByRule(long sinceMs, long recentMs)
    {
        var said = _file.Read(
            "SELECT rule, sum(code = 'true'), sum(code = 'false') FROM alert WHERE raised_at_ms >= $since GROUP BY rule", static r => (Rule: r.GetString(0), True: r.GetInt32(1), False: r.GetInt32(2)), ("$since", sinceMs))
            .ToDictionary(static s => s.Rule, StringComparer.Ordinal);
        var raised = _file.Read(
            $"SELECT a.rule, sum(t.at_ms >= $recent), count(*) FROM transition t JOIN alert a ON a.id = t.alert WHERE {IsActivation} AND t.at_ms >= $since GROUP BY a.rule ORDER BY a.rule",
            static r => (Rule: r.GetString(0), Recent: r.GetInt32(1), All: r.GetInt32(2)), ("$since", sinceMs), ("$recent", recentMs));
        return [.. raised.Select(r => said.TryGetValue(r.Rule, out var s) ? new RuleCount(r.Rule, r.Recent, r.All, s.True, s.False) : new RuleCount(r.Rule, r.Recent, r.All, 0, 0))];
    }
}
