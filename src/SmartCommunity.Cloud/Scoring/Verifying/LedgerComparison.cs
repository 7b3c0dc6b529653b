using System.Globalization;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Cloud.Scoring.Verifying;

/// <summary>Compares derived scores with what the ledger holds of a community. What the ledger holds and nobody derived does not fit either.</summary>
internal sealed class LedgerComparison(ScoreLedger ledger, string community)
{
    /// <summary>Name of the ledger's file.</summary>
    internal const string File = "scores.db";

    private const string Score = "score", Snapshot = "snapshot";

    private static readonly ScoreSnapshotKind[] _kinds = [ScoreSnapshotKind.Hour, ScoreSnapshotKind.Day, ScoreSnapshotKind.Month];

    private readonly Dictionary<long, ScoreRecord> _records = [];
    private readonly Dictionary<(ScoreSnapshotKind Kind, long InstantMs, int Revision), ScoreSnapshot> _snapshots = [];

    internal int Records { get; private set; }

    internal int Snapshots { get; private set; }

    internal int BeforeTheLog { get; private set; }

    internal int NotRecorded { get; private set; }

    /// <summary>Reads what the ledger holds; what belongs to positions up to <paramref name="from"/> is only counted.</summary>
    internal void Begin(long from)
    {
        foreach (var record in ledger.Records(community, long.MinValue, long.MaxValue, int.MaxValue))
        {
            if (record.Position > from)
                _records.Add(record.Position, record);
            else
                BeforeTheLog++;
        }

        foreach (var snapshot in _kinds.SelectMany(kind => ledger.Snapshots(community, kind, long.MinValue, long.MaxValue)))
        {
            if (snapshot.Position > from)
                _snapshots.Add((snapshot.Kind, snapshot.InstantMs, snapshot.Revision), snapshot);
            else
                BeforeTheLog++;
        }
    }

    internal void Compare(ScoreRecord derived, Action<VerifyFinding> add)
    {
        if (!_records.Remove(derived.Position, out var found))
        {
            NotRecorded++;
            return;
        }

        (string Field, string Expected, string Found)[] fields =
        [
            ("instant", Text(derived.InstantMs), Text(found.InstantMs)), ("pack", derived.Pack, found.Pack), ("input hash", derived.InputHash, found.InputHash),
            ("result hash", derived.ResultHash, found.ResultHash), ("total", Text(derived.Total), Text(found.Total)), ("acceptance points", Text(derived.AcceptancePoints), Text(found.AcceptancePoints)),
        ];
        if (Different(fields) is { } field)
            add(new VerifyFinding(File, null, derived.Position, Score, field.Field, field.Expected, field.Found));
        else
            Records++;
    }

    internal void Compare(ScoreSnapshot derived, Action<VerifyFinding> add)
    {
        if (!_snapshots.Remove((derived.Kind, derived.InstantMs, derived.Revision), out var found))
        {
            NotRecorded++;
            return;
        }

        (string Field, string Expected, string Found)[] fields =
        [
            ("position", Text(derived.Position), Text(found.Position)), ("written at", Text(derived.WrittenAtMs), Text(found.WrittenAtMs)), ("reason", derived.Reason, found.Reason),
            ("result hash", derived.ResultHash, found.ResultHash),
        ];
        if (Different(fields) is { } field)
        {
            add(new VerifyFinding(File, null, derived.Position, Snapshot, $"{Name(derived)} {field.Field}", field.Expected, field.Found));
            return;
        }

        var score = ledger.Snapshot(community, derived.Kind, derived.InstantMs, derived.Revision)!.Score.Span;
        if (score.SequenceEqual(derived.Score.Span))
        {
            Snapshots++;
            return;
        }

        // Damaged so that it cannot be unpacked: the place is one of the packed bytes.
        ReadOnlySpan<byte> expected = PackedScore.IsPacked(score) ? PackedScore.Pack(derived.Score.Span) : derived.Score.Span;
        var at = score.CommonPrefixLength(expected);
        add(new VerifyFinding(File, at, derived.Position, Snapshot, $"{Name(derived)} {(PackedScore.IsPacked(score) ? "packed score" : "score")}", VerifyRun.Byte(expected, at), VerifyRun.Byte(score, at)));
    }

    /// <summary>What is left up to a position was recorded of a score that log and pack do not give.</summary>
    internal void End(long upTo, Action<VerifyFinding> add)
    {
        foreach (var record in _records.Values.Where(r => r.Position <= upTo).OrderBy(static r => r.Position))
            add(new VerifyFinding(File, null, record.Position, Score, "record", "no record at this position", $"{Text(record.InstantMs)} {record.Pack} {record.ResultHash}"));
        foreach (var snapshot in _snapshots.Values.Where(s => s.Position <= upTo).OrderBy(static s => s.Position))
            add(new VerifyFinding(File, null, snapshot.Position, Snapshot, Name(snapshot), "no snapshot at this position", snapshot.ResultHash));
    }

    private static (string Field, string Expected, string Found)? Different((string Field, string Expected, string Found)[] fields)
    {
        foreach (var field in fields)
        {
            if (field.Expected != field.Found)
                return field;
        }

        return null;
    }

    private static string Name(ScoreSnapshot snapshot) => $"{snapshot.Kind} {Text(snapshot.InstantMs)} revision {snapshot.Revision}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
