namespace SmartCommunity.Storage.Scores;

/// <summary>
/// What scores were, in an SQLite file of its own: the proof that a re-derived score is the one that was shown. What was recorded stands; recording it again changes nothing, and recording
/// something else at the same place is reported. Written with <c>synchronous=NORMAL</c>: a power cut may take the last second, which the log brings again. Thread-safe.
/// </summary>
public sealed class ScoreLedger : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=NORMAL;
        CREATE TABLE IF NOT EXISTS record (
            community TEXT NOT NULL, position INTEGER NOT NULL, instant_ms INTEGER NOT NULL, pack TEXT NOT NULL, input_hash BLOB NOT NULL, result_hash BLOB NOT NULL,
            total REAL NOT NULL, acceptance REAL NOT NULL, PRIMARY KEY (community, position)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS record_by_instant ON record (community, instant_ms);
        CREATE TABLE IF NOT EXISTS snapshot (
            community TEXT NOT NULL, kind INTEGER NOT NULL, instant_ms INTEGER NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL, written_at_ms INTEGER NOT NULL,
            result_hash BLOB NOT NULL, reason TEXT NOT NULL, score BLOB NOT NULL, PRIMARY KEY (community, kind, instant_ms, revision)) WITHOUT ROWID;
        """;

    private const string RecordColumns = "community, position, instant_ms, pack, input_hash, result_hash, total, acceptance";
    private const string SnapshotColumns = "community, kind, instant_ms, revision, position, written_at_ms, result_hash, reason, score";

    private readonly SqliteFile _file;

    private ScoreLedger(string path) => _file = new SqliteFile(path, Schema);

    /// <summary>Opens the file; creates it where there is none.</summary>
    public static ScoreLedger Open(string path) => new(path);

    /// <summary>Records scores and snapshots in one transaction. What differs from what stands is left out and returned.</summary>
    public IReadOnlyList<ScoreDivergence> Append(IReadOnlyCollection<ScoreRecord> records, IReadOnlyCollection<ScoreSnapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(snapshots);
        var divergences = new List<ScoreDivergence>();
        _file.InTransaction(() =>
        {
            foreach (var record in records)
                Insert(record, divergences);
            foreach (var snapshot in snapshots)
                Insert(snapshot, divergences);
        });
        return divergences;
    }

    /// <summary>The latest record at or before an instant; null when there is none.</summary>
    public ScoreRecord? RecordAt(string community, long instantMs) => ReadRecords(
        $"SELECT {RecordColumns} FROM record WHERE community = $community AND instant_ms <= $to ORDER BY instant_ms DESC, position DESC LIMIT 1", community, 0, instantMs).FirstOrDefault();

    /// <summary>The record at a position; null when there is none.</summary>
    public ScoreRecord? RecordOf(string community, long position) => ReadRecords(
        $"SELECT {RecordColumns} FROM record WHERE community = $community AND position = $to", community, 0, position).FirstOrDefault();

    /// <summary>Records with an instant in <c>[from, to)</c>, oldest first; every n-th when there are more than <paramref name="maxRecords"/>, the last always among them.</summary>
    public IReadOnlyList<ScoreRecord> Records(string community, long fromMs, long toMs, int maxRecords)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRecords, 1);
        return ReadRecords(
            $"""
            SELECT {RecordColumns} FROM (
                SELECT *, row_number() OVER (ORDER BY instant_ms DESC, position DESC) - 1 AS back, count(*) OVER () AS total_rows
                FROM record WHERE community = $community AND instant_ms >= $from AND instant_ms < $to)
            WHERE back % ((total_rows + $max - 1) / $max) = 0 ORDER BY instant_ms, position
            """, community, fromMs, toMs, maxRecords);
    }

    /// <summary>Snapshots of a kind with an instant in <c>[from, to)</c>, oldest first, revisions in order; without the scores themselves.</summary>
    public IReadOnlyList<ScoreSnapshot> Snapshots(string community, ScoreSnapshotKind kind, long fromMs, long toMs) => ReadSnapshots(
        $"SELECT {SnapshotColumns.Replace("score", "x'' AS score", StringComparison.Ordinal)} FROM snapshot WHERE community = $community AND kind = $kind AND instant_ms >= $from AND instant_ms < $to ORDER BY instant_ms, revision",
        community, kind, fromMs, toMs);

    /// <summary>One snapshot; revision 0 is the latest. Null when there is none.</summary>
    public ScoreSnapshot? Snapshot(string community, ScoreSnapshotKind kind, long instantMs, int revision) => ReadSnapshots(
        $"SELECT {SnapshotColumns} FROM snapshot WHERE community = $community AND kind = $kind AND instant_ms = $from AND ($to = 0 OR revision = $to) ORDER BY revision DESC LIMIT 1",
        community, kind, instantMs, revision).FirstOrDefault();

    /// <summary>Deletes a community's records and hourly snapshots older than an instant; what marks the end of a day or month stays. Returns how many.</summary>
    public int Trim(string community, long beforeMs)
    {
        return _file.InTransaction(() => _file.Execute(
            """
            DELETE FROM record WHERE community = $community AND instant_ms < $before;
            DELETE FROM snapshot WHERE community = $community AND kind = $hour AND instant_ms < $before;
            """,
            ("$community", community), ("$before", beforeMs), ("$hour", (int)ScoreSnapshotKind.Hour)));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Insert(ScoreRecord record, List<ScoreDivergence> divergences)
    {
        var added = _file.Execute(
            $"INSERT OR IGNORE INTO record ({RecordColumns}) VALUES ($community, $position, $instant, $pack, $input, $result, $total, $acceptance)", ("$community", record.Community), ("$position", record.Position), ("$instant", record.InstantMs), ("$pack", record.Pack),
            ("$input", Convert.FromHexString(record.InputHash)), ("$result", Convert.FromHexString(record.ResultHash)), ("$total", record.Total), ("$acceptance", record.AcceptancePoints));
        if (added == 0 && Standing("record WHERE community = $community AND position = $a", record.Community, record.Position, 0, 0) is var stands && stands != record.ResultHash)
            divergences.Add(new ScoreDivergence(record.Community, record.Position, stands, record.ResultHash));
    }

    private void Insert(ScoreSnapshot snapshot, List<ScoreDivergence> divergences)
    {
        var added = _file.Execute(
            $"INSERT OR IGNORE INTO snapshot ({SnapshotColumns}) VALUES ($community, $kind, $instant, $revision, $position, $written, $result, $reason, $score)", ("$community", snapshot.Community), ("$kind", (int)snapshot.Kind), ("$instant", snapshot.InstantMs), ("$revision", snapshot.Revision), ("$position", snapshot.Position),
            ("$written", snapshot.WrittenAtMs), ("$result", Convert.FromHexString(snapshot.ResultHash)), ("$reason", snapshot.Reason), ("$score", PackedScore.Pack(snapshot.Score.Span)));
        if (added == 0
            && Standing("snapshot WHERE community = $community AND kind = $a AND instant_ms = $b AND revision = $c", snapshot.Community, (int)snapshot.Kind, snapshot.InstantMs, snapshot.Revision) is var stands
            && stands != snapshot.ResultHash)
            divergences.Add(new ScoreDivergence(snapshot.Community, snapshot.Position, stands, snapshot.ResultHash));
    }

    private string Standing(string from, string community, long a, long b, long c) => _file.Seen(
        $"SELECT result_hash FROM {from}", static r => Convert.ToHexStringLower(r.GetFieldValue<byte[]>(0)), ("$community", community), ("$a", a), ("$b", b), ("$c", c)).Single();

    private List<ScoreRecord> ReadRecords(string sql, string community, long from, long to, int max = 1) => _file.Read(
        sql,
        static r => new ScoreRecord(
            r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetString(3), Convert.ToHexStringLower(r.GetFieldValue<byte[]>(4)), Convert.ToHexStringLower(r.GetFieldValue<byte[]>(5)), r.GetDouble(6), r.GetDouble(7)),
        ("$community", community), ("$from", from), ("$to", to), ("$max", max));

    private List<ScoreSnapshot> ReadSnapshots(string sql, string community, ScoreSnapshotKind kind, long from, long to) => _file.Read(
        sql,
        static r => new ScoreSnapshot(
            r.GetString(0), (ScoreSnapshotKind)r.GetInt32(1), r.GetInt64(2), r.GetInt32(3), r.GetInt64(4), r.GetInt64(5), Convert.ToHexStringLower(r.GetFieldValue<byte[]>(6)), r.GetString(7),
            PackedScore.Unpack(r.GetFieldValue<byte[]>(8))),
        ("$community", community), ("$kind", (int)kind), ("$from", from), ("$to", to));
}
