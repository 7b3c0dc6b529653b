using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace SmartCommunity.Storage.Alerts;

/// <summary>
/// Alerts and their history, in an SQLite file of its own: what communities' logs say of them, in the order of their transitions. Appending what is there already changes nothing, so that a log may be
/// read again. A transition is untold from the commit that adds it until somebody says that it was told: over a kill none is missed. Written with <c>synchronous=FULL</c>: the log brings again only what
/// the community's snapshot has not passed, and a snapshot is saved after the transitions before it are here. With NORMAL a power cut could take those, and nothing would bring them again. Thread-safe.
/// </summary>
public sealed partial class AlertLedger : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS alert (
            id TEXT NOT NULL PRIMARY KEY, community TEXT NOT NULL, rule TEXT NOT NULL, rule_set TEXT NOT NULL, subject TEXT NOT NULL, device TEXT NOT NULL, place TEXT NOT NULL, event_id TEXT NOT NULL,
            event_type TEXT NOT NULL, priority INTEGER NOT NULL, cause INTEGER NOT NULL, stage INTEGER NOT NULL, stage_since_ms INTEGER NOT NULL, raised_at_ms INTEGER NOT NULL, last_at_ms INTEGER NOT NULL,
            is_holding INTEGER NOT NULL, occurrences INTEGER NOT NULL, level INTEGER NOT NULL, number INTEGER NOT NULL, assignee TEXT NOT NULL, code TEXT NOT NULL, quantity TEXT NOT NULL,
            value REAL NOT NULL, "limit" REAL NOT NULL, measured_at_ms INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS alert_by_stage ON alert (stage, priority, raised_at_ms);
        CREATE INDEX IF NOT EXISTS alert_by_community ON alert (community, raised_at_ms);
        CREATE TABLE IF NOT EXISTS transition (
            alert TEXT NOT NULL, number INTEGER NOT NULL, what TEXT NOT NULL, stage INTEGER NOT NULL, actor TEXT NOT NULL, at_ms INTEGER NOT NULL, comment TEXT NOT NULL, code TEXT NOT NULL,
            photo_sha256 TEXT NOT NULL, level INTEGER NOT NULL, PRIMARY KEY (alert, number)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS transition_by_time ON transition (at_ms);
        CREATE TABLE IF NOT EXISTS feed (community TEXT NOT NULL, ordinal INTEGER NOT NULL, alert TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (community, ordinal)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS untold (position INTEGER PRIMARY KEY AUTOINCREMENT, alert TEXT NOT NULL, number INTEGER NOT NULL);
        """ + SettingLedger.Schema;

    private const string AlertColumns =
        "id, community, rule, rule_set, subject, device, place, event_id, event_type, priority, cause, stage, stage_since_ms, raised_at_ms, last_at_ms, is_holding, occurrences, level, number, assignee, code, quantity, value, \"limit\", measured_at_ms";

    private const string TransitionColumns = "number, what, stage, actor, at_ms, comment, code, photo_sha256, level";

    private static readonly int AlertColumnCount = AlertColumns.Split(',').Length;

    private static readonly int TransitionColumnCount = TransitionColumns.Split(',').Length;

    private readonly SqliteFile _file;

    private AlertLedger(string path)
    {
        _file = new SqliteFile(path, Schema);
        Settings = new SettingLedger(_file);
    }

    /// <summary>What became of overrides, away modes and maintenance windows.</summary>
    public SettingLedger Settings { get; }

    /// <summary>Opens the file; creates it where there is none.</summary>
    public static AlertLedger Open(string path) => new(path);

    /// <summary>Takes over transitions in one transaction; returns those that were new, in order, each with its number within its community.</summary>
    public IReadOnlyList<AlertChange> Append(IReadOnlyList<AlertChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return _file.InTransaction(() =>
        {
            var added = new List<AlertChange>();
            foreach (var change in changes)
            {
                if (!Insert(change.Alert.Id, change.Transition))
                    continue;
                Upsert(change.Alert);
                _file.Execute("INSERT INTO untold (alert, number) VALUES ($alert, $number)", ("$alert", change.Alert.Id), ("$number", change.Transition.Number));
                added.Add(change with { Ordinal = Number(change) });
            }

            return added;
        });
    }

    /// <summary>Transitions of which nobody was told yet, the most urgent first, then in the order they came, at most so many; each with the alert as it is now.</summary>
    public IReadOnlyList<UntoldTransition> Untold(int max) =>
        _file.Read(
            $"""
            SELECT {Prefixed("a", AlertColumns)}, {Prefixed("t", TransitionColumns)}, u.position, b.stage FROM untold u
            JOIN alert a ON a.id = u.alert JOIN transition t ON t.alert = u.alert AND t.number = u.number LEFT JOIN transition b ON b.alert = u.alert AND b.number = u.number - 1
            ORDER BY a.priority, u.position LIMIT $max
            """,
            static r => new UntoldTransition(
                r.GetInt64(AlertColumnCount + TransitionColumnCount), AlertOf(r), TransitionOf(r, AlertColumnCount),
                r.IsDBNull(AlertColumnCount + TransitionColumnCount + 1) ? null : (AlertStage)r.GetInt32(AlertColumnCount + TransitionColumnCount + 1)),
            ("$max", max));

    /// <summary>Everybody who is to be told of transitions was: they are untold no more. Said again, nothing changes.</summary>
    public void MarkTold(IReadOnlyCollection<long> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        _file.InTransaction(() =>
        {
            foreach (var position in positions)
                _file.Execute("DELETE FROM untold WHERE position = $position", ("$position", position));
        });
    }

    /// <summary>One alert; null when there is none.</summary>
    public AlertRow? Find(string id) => _file.Read($"SELECT {AlertColumns} FROM alert WHERE id = $id", AlertOf, ("$id", id)).FirstOrDefault();

    /// <summary>What happened to an alert, in order.</summary>
    public IReadOnlyList<AlertTransition> Transitions(string id) =>
        _file.Read($"SELECT {TransitionColumns} FROM transition WHERE alert = $id ORDER BY number", static r => TransitionOf(r, 0), ("$id", id));

    /// <summary>Number of a community's latest transition; 0: none yet.</summary>
    public long Through(string community) => _file.Read("SELECT ifnull(max(ordinal), 0) FROM feed WHERE community = $community", static r => r.GetInt64(0), ("$community", community))[0];

    /// <summary>A community's transitions after one of them, in order, without gaps; each with its alert as it is now.</summary>
    public IReadOnlyList<AlertChange> Since(string community, long after, int take) => _file.Read(
        $"""
        SELECT {Prefixed("alert", AlertColumns)}, {Prefixed("transition", TransitionColumns)}, feed.ordinal
        FROM feed JOIN alert ON alert.id = feed.alert JOIN transition ON transition.alert = feed.alert AND transition.number = feed.number
        WHERE feed.community = $community AND feed.ordinal > $after ORDER BY feed.ordinal LIMIT $take
        """,
        static r => new AlertChange(AlertOf(r), TransitionOf(r, AlertColumnCount), r.GetInt64(AlertColumnCount + TransitionColumnCount)),
        ("$community", community), ("$after", after), ("$take", take));

    /// <summary>A page of alerts, the most urgent of the open ones first, then the youngest.</summary>
    public IReadOnlyList<AlertRow> List(AlertFilter filter, int skip, int take)
    {
        var (where, values) = WhereOf(filter);
        return _file.Read(
            $"SELECT {AlertColumns} FROM alert {where} ORDER BY CASE WHEN stage = {(int)AlertStage.Closed} THEN 1 ELSE 0 END, CASE WHEN stage = {(int)AlertStage.Firing} THEN 0 ELSE 1 END, priority, raised_at_ms DESC, id LIMIT $take OFFSET $skip",
            AlertOf, [.. values, ("$take", take), ("$skip", skip)]);
    }

    /// <summary>How many alerts there are in each stage.</summary>
    public IReadOnlyDictionary<AlertStage, int> Count(AlertFilter filter)
    {
        var (where, values) = WhereOf(filter);
        return _file.Read($"SELECT stage, count(*) FROM alert {where} GROUP BY stage", static r => ((AlertStage)r.GetInt32(0), r.GetInt32(1)), [.. values]).ToDictionary(static c => c.Item1, static c => c.Item2);
    }

    /// <summary>How many alerts of each community are not closed; a community without one is left out.</summary>
    public IReadOnlyDictionary<string, int> OpenByCommunity() => _file
        .Read($"SELECT community, count(*) FROM alert WHERE stage <> {(int)AlertStage.Closed} GROUP BY community", static r => (r.GetString(0), r.GetInt32(1)))
        .ToDictionary(static c => c.Item1, static c => c.Item2, StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool Insert(string alert, AlertTransition t) => _file.Execute(
        $"INSERT OR IGNORE INTO transition (alert, {TransitionColumns}) VALUES ($alert, $number, $what, $stage, $actor, $at, $comment, $code, $photo, $level)",
        ("$alert", alert), ("$number", t.Number), ("$what", t.What), ("$stage", (int)t.Stage), ("$actor", t.Actor), ("$at", t.AtMs), ("$comment", t.Comment), ("$code", t.Code),
        ("$photo", t.PhotoSha256), ("$level", t.Level)) > 0;

    /// <summary>Gives a transition the next number of its community: the order of the log, so the same when the log is read again.</summary>
    private long Number(AlertChange change)
    {
        var ordinal = 1 + _file.Seen("SELECT ifnull(max(ordinal), 0) FROM feed WHERE community = $community", static r => r.GetInt64(0), ("$community", change.Alert.Community))[0];
        _file.Execute(
            "INSERT INTO feed (community, ordinal, alert, number) VALUES ($community, $ordinal, $alert, $number)", ("$community", change.Alert.Community), ("$ordinal", ordinal),
            ("$alert", change.Alert.Id), ("$number", change.Transition.Number));
        return ordinal;
    }

    private void Upsert(AlertRow a)
    {
        object[] values =
        [
            a.Id, a.Community, a.Rule, a.RuleSet, a.Subject, a.Device, a.Place, a.EventId, a.EventType, a.Priority, a.Cause, (int)a.Stage, a.StageSinceMs, a.RaisedAtMs, a.LastAtMs, a.IsHolding ? 1 : 0,
            a.Occurrences, a.Level, a.Number, a.Assignee, a.Code, a.Quantity, a.Value, a.Limit, a.MeasuredAtMs,
        ];
        var holes = values.Select(static (_, i) => Hole(i)).ToArray();
        _file.Execute($"INSERT OR REPLACE INTO alert ({AlertColumns}) VALUES ({string.Join(", ", holes)})", holes.Zip(values).ToArray());
    }

    private static string Hole(int index) => string.Create(CultureInfo.InvariantCulture, $"$v{index}");

    private static (string Where, List<(string Name, object Value)> Values) WhereOf(AlertFilter filter)
    {
        var where = new StringBuilder("WHERE priority <= $priority");
        var values = new List<(string, object)> { ("$priority", filter.MaxPriority) };
        In("community", [.. filter.Communities]);
        In("stage", [.. filter.Stages.Select(static s => (object)(int)s)]);
        Equal("rule", filter.Rule);
        In("cause", filter.Cause is { } cause ? [cause] : []);
        if (filter.Rules is { } rules)
        {
            var holes = rules.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"($set{i}, $of{i})")).ToArray();
            where.Append(rules.Count == 0 ? " AND 0" : $" AND (rule_set, rule) IN (VALUES {string.Join(", ", holes)})");
            values.AddRange(rules.SelectMany(static (r, i) => new (string, object)[] { (string.Create(CultureInfo.InvariantCulture, $"$set{i}"), r.Set), (string.Create(CultureInfo.InvariantCulture, $"$of{i}"), r.Rule) }));
        }

        if (filter.Subject.Length > 0)
        {
            where.Append(" AND substr(subject, 1, length($subject)) = $subject");
            values.Add(("$subject", filter.Subject));
        }

        return (where.ToString(), values);

        void Equal(string column, string value)
        {
            if (value.Length > 0)
                In(column, [value]);
        }

        void In(string column, IReadOnlyList<object> allowed)
        {
            if (allowed.Count == 0)
                return;
            var holes = allowed.Select((_, i) => $"${column}{i.ToString(CultureInfo.InvariantCulture)}").ToArray();
            where.Append(CultureInfo.InvariantCulture, $" AND {column} IN ({string.Join(", ", holes)})");
            values.AddRange(holes.Zip(allowed));
        }
    }

    private static AlertRow AlertOf(SqliteDataReader r) => new()
    {
        Id = r.GetString(0), Community = r.GetString(1), Rule = r.GetString(2), RuleSet = r.GetString(3), Subject = r.GetString(4), Device = r.GetString(5), Place = r.GetString(6), EventId = r.GetString(7),
        EventType = r.GetString(8), Priority = r.GetInt32(9), Cause = r.GetInt32(10), Stage = (AlertStage)r.GetInt32(11), StageSinceMs = r.GetInt64(12), RaisedAtMs = r.GetInt64(13),
        LastAtMs = r.GetInt64(14), IsHolding = r.GetInt32(15) != 0, Occurrences = r.GetInt32(16), Level = r.GetInt32(17), Number = r.GetInt32(18), Assignee = r.GetString(19), Code = r.GetString(20),
        Quantity = r.GetString(21), Value = r.GetDouble(22), Limit = r.GetDouble(23), MeasuredAtMs = r.GetInt64(24),
    };

    private static string Prefixed(string table, string columns) => string.Join(", ", columns.Split(", ").Select(c => $"{table}.{c}"));

    private static AlertTransition TransitionOf(SqliteDataReader r, int at) => new(
        r.GetInt32(at), r.GetString(at + 1), (AlertStage)r.GetInt32(at + 2), r.GetString(at + 3), r.GetInt64(at + 4), r.GetString(at + 5), r.GetString(at + 6), r.GetString(at + 7), r.GetInt32(at + 8));
}
