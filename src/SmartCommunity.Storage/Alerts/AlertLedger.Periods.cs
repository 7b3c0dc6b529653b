namespace SmartCommunity.Storage.Alerts;

/// <summary>Alerts of one community over a period.</summary>
/// <param name="Community">Community code.</param>
/// <param name="Raised">Raised in it.</param>
/// <param name="Closed">Closed in it.</param>
/// <param name="Open">Open when it ended.</param>
/// <param name="OpenUrgent">Of those, P1.</param>
public sealed record AlertPeriod(string Community, int Raised, int Closed, int Open, int OpenUrgent);

/// <summary>What the ledger tells of periods that are over.</summary>
public sealed partial class AlertLedger
{
    /// <summary>Counts of every community with an alert that was open in [from, to), as things stood when it ended: what happened since changes nothing in them.</summary>
    public IReadOnlyList<AlertPeriod> CountPeriod(long fromMs, long toMs) => _file.Read(
        $"""
        SELECT community, sum(raised_at_ms >= $from), sum(closings), sum(last_stage <> {(int)AlertStage.Closed}), sum(last_stage <> {(int)AlertStage.Closed} AND priority = 1)
        FROM (
            SELECT a.community, a.raised_at_ms, a.priority,
                (SELECT count(*) FROM transition c WHERE c.alert = a.id AND c.what = 'close' AND c.at_ms >= $from AND c.at_ms < $to) AS closings,
                (SELECT l.stage FROM transition l WHERE l.alert = a.id AND l.at_ms < $to ORDER BY l.number DESC LIMIT 1) AS last_stage
            FROM alert a WHERE a.raised_at_ms < $to AND (a.stage <> {(int)AlertStage.Closed} OR a.stage_since_ms >= $from))
        WHERE last_stage IS NOT NULL GROUP BY community ORDER BY community
        """,
        static r => new AlertPeriod(r.GetString(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3), r.GetInt32(4)), ("$from", fromMs), ("$to", toMs));
}
