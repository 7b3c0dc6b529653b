using System.Globalization;

namespace SmartCommunity.Storage.Alerts;

/// <summary>An alert that was raised, or came again after it had ended.</summary>
/// <param name="Alert">The alert as it is now.</param>
/// <param name="Number">Number of the transition.</param>
/// <param name="AtMs">When, epoch milliseconds.</param>
public sealed record AlertActivation(AlertRow Alert, int Number, long AtMs);

/// <summary>What the ledger tells of the quality of alerts.</summary>
public sealed partial class AlertLedger
{
    // Numbers have no gaps, so what stood before a transition is one look-up away. An alert that came again while it was open disturbs nobody anew.
    private const string IsActivation = "(t.what = 'raised' OR (t.what = 'again' AND (SELECT p.stage FROM transition p WHERE p.alert = t.alert AND p.number = t.number - 1) = 5))";

    /// <summary>What was raised in [from, to), in order of time.</summary>
    public IReadOnlyList<AlertActivation> Activations(long fromMs, long toMs, IReadOnlyCollection<string> communities)
    {
        var (where, values) = Where(fromMs, toMs, communities);
        return _file.Read(
            $"SELECT {Prefixed(AlertColumns)}, t.number, t.at_ms FROM transition t JOIN alert a ON a.id = t.alert WHERE {IsActivation} AND {where} ORDER BY t.at_ms, t.alert, t.number",
            static r => new AlertActivation(AlertOf(r), r.GetInt32(r.FieldCount - 2), r.GetInt64(r.FieldCount - 1)), [.. values]);
    }

    private static string Prefixed(string columns) => "a." + columns.Replace(", ", ", a.", StringComparison.Ordinal);

    private static (string Where, List<(string Name, object Value)> Values) Where(long fromMs, long toMs, IReadOnlyCollection<string> communities)
    {
        var values = new List<(string, object)> { ("$from", fromMs), ("$to", toMs) };
        var holes = communities.Select((_, i) => $"$c{i.ToString(CultureInfo.InvariantCulture)}").ToArray();
        values.AddRange(holes.Zip(communities, static (hole, community) => (hole, (object)community)));
        return ($"t.at_ms >= $from AND t.at_ms < $to{(holes.Length == 0 ? "" : $" AND a.community IN ({string.Join(", ", holes)})")}", values);
    }
}
