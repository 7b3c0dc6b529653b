namespace SmartCommunity.Storage.Alerts;

/// <summary>An alert that was raised, or came again after it had ended.</summary>
/// <param name="Alert">The alert as it is now.</param>
/// <param name="Number">Number of the transition.</param>
/// <param name="AtMs">When, epoch milliseconds.</param>
public sealed record AlertActivation(AlertRow Alert, int Number, long AtMs);

/// <summary>What the people said of an alert, the latest word of each.</summary>
/// <param name="Alert">The alert as it is now.</param>
/// <param name="Code">What it was: a cause code.</param>
public sealed record AlertJudgement(AlertRow Alert, string Code);

/// <summary>What the ledger tells of the quality of alerts.</summary>
public sealed partial class AlertLedger
{
    // Numbers have no gaps, so what stood before a transition is one look-up away. An alert that came again while it was open disturbs nobody anew.
    private static readonly string IsActivation =
        $"(t.what = 'raised' OR (t.what = 'again' AND (SELECT p.stage FROM transition p WHERE p.alert = t.alert AND p.number = t.number - 1) = {(int)AlertStage.Resolved}))";

    /// <summary>What was raised in [from, to), in order of time.</summary>
    public IReadOnlyList<AlertActivation> Activations(long fromMs, long toMs, IReadOnlyCollection<string> communities)
    {
        var (where, values) = Where(fromMs, toMs, communities);
        return _file.Read(
            $"SELECT {Prefixed("a", AlertColumns)}, t.number, t.at_ms FROM transition t JOIN alert a ON a.id = t.alert WHERE {IsActivation} AND {where} ORDER BY t.at_ms, t.alert, t.number",
            static r => new AlertActivation(AlertOf(r), r.GetInt32(AlertColumnCount), r.GetInt64(AlertColumnCount + 1)), values);
    }

    /// <summary>What people said in [from, to) that alerts were: closed so, or judged so; the latest word of each counts. What the system closed by itself nobody judged.</summary>
    public IReadOnlyList<AlertJudgement> Judgements(long fromMs, long toMs, IReadOnlyCollection<string> communities)
    {
        var (where, values) = Where(fromMs, toMs, communities);
        return _file.Read(
            $"""
            SELECT {Prefixed("a", AlertColumns)}, t.code FROM transition t JOIN alert a ON a.id = t.alert
            WHERE t.what IN ('close', 'judge') AND t.actor <> '' AND {where}
              AND t.number = (SELECT max(l.number) FROM transition l WHERE l.alert = t.alert AND l.what IN ('close', 'judge') AND l.actor <> '' AND l.at_ms < $to)
            ORDER BY t.alert
            """,
            static r => new AlertJudgement(AlertOf(r), r.GetString(AlertColumnCount)), values);
    }

    /// <summary>
    /// How long, in milliseconds, it took from raising in [from, to) to the first acknowledgement by a person, ascending, with community and priority. What was taken up before it was told here, over a line
    /// that was cut, took 0.
    /// </summary>
    public IReadOnlyList<(string Community, int Priority, long Ms)> AcknowledgeTimes(long fromMs, long toMs, IReadOnlyCollection<string> communities)
    {
        var (where, values) = Where(fromMs, toMs, communities);
        return _file.Read(
            $"""
            SELECT a.community, a.priority, max(0, (SELECT min(k.at_ms) FROM transition k WHERE k.alert = t.alert AND k.what = 'acknowledge') - t.at_ms) AS took
            FROM transition t JOIN alert a ON a.id = t.alert
            WHERE t.what = 'raised' AND {where} AND took IS NOT NULL ORDER BY took
            """,
            static r => (r.GetString(0), r.GetInt32(1), r.GetInt64(2)), values);
    }

    /// <summary>Alerts that are open since before an instant, the oldest first.</summary>
    public IReadOnlyList<AlertRow> OpenSince(long beforeMs, IReadOnlyCollection<string> communities)
    {
        var (where, values) = Where(0, beforeMs, communities, at: "a.raised_at_ms");
        return _file.Read($"SELECT {Prefixed("a", AlertColumns)} FROM alert a WHERE a.stage <> {(int)AlertStage.Closed} AND {where} ORDER BY a.raised_at_ms, a.id", AlertOf, values);
    }

    private static (string Where, (string Name, object Value)[] Values) Where(long fromMs, long toMs, IReadOnlyCollection<string> communities, string at = "t.at_ms")
    {
        var holes = communities.Select(static (_, i) => Hole(i)).ToArray();
        return (
            $"{at} >= $from AND {at} < $to{(holes.Length == 0 ? "" : $" AND a.community IN ({string.Join(", ", holes)})")}",
            [("$from", fromMs), ("$to", toMs), .. holes.Zip(communities, static (hole, community) => (hole, (object)community))]);
    }
}
