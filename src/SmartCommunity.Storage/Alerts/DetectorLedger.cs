using Microsoft.Data.Sqlite;

namespace SmartCommunity.Storage.Alerts;

/// <summary>
/// What detectors were given and what they said, in an SQLite file of its own: from it they are fed again after a restart, charts draw the expected band, and offices' budgets are set. Appending a point that
/// is there changes nothing. Written with <c>synchronous=NORMAL</c>: a power cut may take the last quarter of an hour, which is then a gap. Losing the file costs what was learned, never an alert. Thread-safe.
/// </summary>
public sealed class DetectorLedger : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=NORMAL;
        CREATE TABLE IF NOT EXISTS series (
            number INTEGER NOT NULL PRIMARY KEY, community TEXT NOT NULL, device TEXT NOT NULL, quantity TEXT NOT NULL, UNIQUE (community, device, quantity));
        CREATE TABLE IF NOT EXISTS point (
            series INTEGER NOT NULL, at_ms INTEGER NOT NULL, raw REAL NOT NULL, raw_at_ms INTEGER NOT NULL, value REAL, median REAL, low REAL, high REAL, peer_difference REAL,
            PRIMARY KEY (series, at_ms)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS expected (series INTEGER NOT NULL, at_ms INTEGER NOT NULL, value REAL NOT NULL, low REAL, high REAL, PRIMARY KEY (series, at_ms)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS kit_hour (
            community TEXT NOT NULL, home TEXT NOT NULL, end_ms INTEGER NOT NULL, model TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (community, home, end_ms)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS said (
            series INTEGER NOT NULL, at_ms INTEGER NOT NULL, channel INTEGER NOT NULL, kind INTEGER NOT NULL, score REAL NOT NULL, strength REAL NOT NULL, since_ms INTEGER NOT NULL,
            PRIMARY KEY (series, at_ms, channel)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS said_by_time ON said (at_ms);
        """;

    private const string PointColumns = "p.at_ms, p.raw, p.raw_at_ms, p.value, p.median, p.low, p.high, p.peer_difference", SaidColumns = "s.series, s.at_ms, s.channel, s.kind, s.score, s.strength, s.since_ms";

    private readonly SqliteFile _file;

    private DetectorLedger(string path) => _file = new SqliteFile(path, Schema);

    /// <summary>Opens the file; creates it where there is none.</summary>
    public static DetectorLedger Open(string path) => new(path);

    /// <summary>Takes over the points of one quarter of an hour of a community, and its homes' hours as far as they have come, in one transaction.</summary>
    public void Append(string community, IReadOnlyList<JudgedPoint> points, IReadOnlyList<KitHourRow> hours)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(hours);
        _file.InTransaction(() =>
        {
            foreach (var point in points)
                Insert(NumberOf(community, point.Device, point.Quantity), point);
            foreach (var hour in hours)
            {
                _file.Execute(
                    "INSERT OR REPLACE INTO kit_hour (community, home, end_ms, model, body) VALUES ($community, $home, $end, $model, $body)", ("$community", community), ("$home", hour.Home),
                    ("$end", hour.EndMs), ("$model", hour.Model), ("$body", hour.Body));
            }
        });
    }

    /// <summary>Series of a community, in the order in which they were first looked at.</summary>
    public IReadOnlyList<DetectorSeries> SeriesOf(string community) => _file.Read(
        "SELECT number, device, quantity FROM series WHERE community = $community ORDER BY number", static r => new DetectorSeries(r.GetInt32(0), r.GetString(1), r.GetString(2)), ("$community", community));

    /// <summary>Points of a series in <c>from ≤ at &lt; to</c>, in order.</summary>
    public IReadOnlyList<DetectorPoint> Points(int series, long fromMs, long toMs) => _file.Read(
        $"SELECT {PointColumns}, e.value, e.low, e.high FROM point p LEFT JOIN expected e ON e.series = p.series AND e.at_ms = p.at_ms WHERE p.series = $series AND p.at_ms >= $from AND p.at_ms < $to ORDER BY p.at_ms", PointOf, ("$series", series), ("$from", fromMs), ("$to", toMs));

    /// <summary>What was said of a series in <c>from ≤ at &lt; to</c>, in order.</summary>
    public IReadOnlyList<DetectorSaid> Said(int series, long fromMs, long toMs) => _file.Read(
        $"SELECT {SaidColumns} FROM said s WHERE s.series = $series AND s.at_ms >= $from AND s.at_ms < $to ORDER BY s.at_ms, s.channel", SaidOf, ("$series", series), ("$from", fromMs), ("$to", toMs));

    /// <summary>What was said of a community's series from an instant on, in order of time, series and channel.</summary>
    public IReadOnlyList<DetectorSaid> SaidSince(string community, long fromMs) => _file.Read(
        $"SELECT {SaidColumns} FROM said s JOIN series n ON n.number = s.series WHERE n.community = $community AND s.at_ms >= $from ORDER BY s.at_ms, s.series, s.channel", SaidOf,
        ("$community", community), ("$from", fromMs));

    /// <summary>The hours of a home's kit that end after an instant, in order.</summary>
    public IReadOnlyList<KitHourRow> KitHours(string community, string home, long afterMs) => _file.Read(
        "SELECT home, end_ms, model, body FROM kit_hour WHERE community = $community AND home = $home AND end_ms > $after ORDER BY end_ms", static r => new KitHourRow(r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetFieldValue<byte[]>(3)),
        ("$community", community), ("$home", home), ("$after", afterMs));

    /// <summary>The earliest point of a community; null when there is none.</summary>
    public long? FirstAtMs(string community) => EndOf(community, "min");

    /// <summary>The latest point of a community; null when there is none.</summary>
    public long? LastAtMs(string community) => EndOf(community, "max");

    /// <summary>Forgets what is older.</summary>
    public void Trim(long beforeMs) => _file.InTransaction(() =>
    {
        _file.Execute("DELETE FROM said WHERE at_ms < $before", ("$before", beforeMs));
        // Series by series: each is a short stretch of the key.
        foreach (var series in _file.Seen("SELECT number FROM series", static r => r.GetInt32(0)))
        {
            _file.Execute("DELETE FROM point WHERE series = $series AND at_ms < $before", ("$series", series), ("$before", beforeMs));
            _file.Execute("DELETE FROM expected WHERE series = $series AND at_ms < $before", ("$series", series), ("$before", beforeMs));
        }

        _file.Execute("DELETE FROM kit_hour WHERE end_ms < $before", ("$before", beforeMs));
    });

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // One short seek in the key for each series.
    private long? EndOf(string community, string end) => _file.Read(
        $"SELECT {end}((SELECT {end}(p.at_ms) FROM point p WHERE p.series = n.number)) FROM series n WHERE n.community = $community", static r => r.IsDBNull(0) ? (long?)null : r.GetInt64(0),
        ("$community", community))[0];

    private int NumberOf(string community, string device, string quantity)
    {
        ReadOnlySpan<(string, object)> key = [("$community", community), ("$device", device), ("$quantity", quantity)];
        _file.Execute("INSERT OR IGNORE INTO series (community, device, quantity) VALUES ($community, $device, $quantity)", key);
        return _file.Seen("SELECT number FROM series WHERE community = $community AND device = $device AND quantity = $quantity", static r => r.GetInt32(0), key)[0];
    }

    private void Insert(int series, JudgedPoint judged)
    {
        var p = judged.Point;
        var isNew = _file.Execute(
            $"INSERT OR IGNORE INTO point (series, at_ms, raw, raw_at_ms, value, median, low, high, peer_difference) VALUES ($series, $at, $raw, $raw_at, $value, $median, $low, $high, $peers)", ("$series", series), ("$at", p.AtMs), ("$raw", p.Raw),
            ("$raw_at", p.RawAtMs), ("$value", OrNull(p.Value)), ("$median", OrNull(p.Median)), ("$low", OrNull(p.Low)), ("$high", OrNull(p.High)), ("$peers", OrNull(p.PeerDifference))) > 0;
        if (isNew && p.Expected is { } expected)
        {
            _file.Execute(
                "INSERT INTO expected (series, at_ms, value, low, high) VALUES ($series, $at, $value, $low, $high)", ("$series", series), ("$at", p.AtMs), ("$value", expected.Value),
                ("$low", OrNull(expected.Low)), ("$high", OrNull(expected.High)));
        }

        foreach (var said in isNew ? judged.Said : [])
        {
            _file.Execute(
                "INSERT INTO said (series, at_ms, channel, kind, score, strength, since_ms) VALUES ($series, $at, $channel, $kind, $score, $strength, $since)", ("$series", series), ("$at", said.AtMs), ("$channel", said.Channel),
                ("$kind", said.Kind), ("$score", said.Score), ("$strength", said.Strength), ("$since", said.SinceMs));
        }
    }

    private static object OrNull(double? value) => value is { } number ? number : DBNull.Value;

    private static double? Number(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : r.GetDouble(column);

    private static DetectorPoint PointOf(SqliteDataReader r) => new(r.GetInt64(0), r.GetDouble(1), r.GetInt64(2), Number(r, 3), Number(r, 4), Number(r, 5), Number(r, 6), Number(r, 7), Number(r, 8) is { } expected ? new ExpectedBand(expected, Number(r, 9), Number(r, 10)) : null);

    private static DetectorSaid SaidOf(SqliteDataReader r) => new(r.GetInt32(0), r.GetInt64(1), r.GetInt32(2), r.GetInt32(3), r.GetFloat(4), r.GetFloat(5), r.GetInt64(6));
}
