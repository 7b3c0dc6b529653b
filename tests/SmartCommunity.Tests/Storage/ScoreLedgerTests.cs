using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Tests.Storage;

public sealed class ScoreLedgerTests : IDisposable
{
    private static readonly string _hashA = new('a', 64);
    private static readonly string _hashB = new('b', 64);

    private readonly string _folder = Directory.CreateTempSubdirectory("scores-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_recorded_is_there_after_reopening()
    {
        using (var ledger = Open())
            ledger.Append([Record(5, 1_000), Record(9, 2_000)], [Snapshot(1, _hashA, "")]);
        using var reopened = Open();

        Assert.Equal(Record(5, 1_000), reopened.RecordAt("baihe", 1_999));
        Assert.Equal(Record(9, 2_000), reopened.RecordAt("baihe", 2_000));
        Assert.Null(reopened.RecordAt("baihe", 999));
        Assert.Null(reopened.RecordAt("other", 5_000));
        Assert.Equal([1, 2, 3], reopened.Snapshot("baihe", ScoreSnapshotKind.Month, 3_600, 0)!.Score.ToArray());
    }

    [Fact]
    public void Recording_the_same_again_changes_nothing_and_something_else_is_reported()
    {
        using var ledger = Open();
        Assert.Empty(ledger.Append([Record(5, 1_000)], []));
        Assert.Empty(ledger.Append([Record(5, 1_000)], []));

        var divergence = Assert.Single(ledger.Append([Record(5, 1_000) with { ResultHash = _hashB }], []));

        Assert.Equal(new ScoreDivergence("baihe", 5, _hashA, _hashB), divergence);
        Assert.Equal(_hashA, ledger.RecordOf("baihe", 5)!.ResultHash);
    }

    [Fact]
    public void A_revision_stands_beside_the_number_before_it()
    {
        using var ledger = Open();
        ledger.Append([], [Snapshot(1, _hashA, "")]);
        ledger.Append([], [Snapshot(2, _hashB, "late")]);

        Assert.Equal([1, 2], ledger.Snapshots("baihe", ScoreSnapshotKind.Month, 0, 10_000).Select(s => s.Revision));
        Assert.Equal(_hashA, ledger.Snapshot("baihe", ScoreSnapshotKind.Month, 3_600, 1)!.ResultHash);
        Assert.Equal("late", ledger.Snapshot("baihe", ScoreSnapshotKind.Month, 3_600, 0)!.Reason);
        Assert.Null(ledger.Snapshot("baihe", ScoreSnapshotKind.Month, 3_600, 3));
        Assert.Null(ledger.Snapshot("baihe", ScoreSnapshotKind.Hour, 3_600, 1));
    }

    [Fact]
    public void A_long_range_is_thinned_and_keeps_its_last_record()
    {
        using var ledger = Open();
        ledger.Append([.. Enumerable.Range(1, 101).Select(i => Record(i, i * 10))], []);

        var thinned = ledger.Records("baihe", 0, 10_000, maxRecords: 10);

        Assert.InRange(thinned.Count, 9, 10);
        Assert.Equal(101, thinned[^1].Position);
        Assert.Equal(thinned.OrderBy(r => r.Position), thinned);
        Assert.Equal(101, ledger.Records("baihe", 0, 10_000, maxRecords: 101).Count);
        Assert.Equal(49, ledger.Records("baihe", 10, 500, maxRecords: 1_000).Count);
    }

    [Fact]
    public void Trimming_takes_old_records_and_hours_of_one_community_and_leaves_days_and_months()
    {
        using var ledger = Open();
        var month = Snapshot(1, _hashA, "");
        ledger.Append(
            [Record(5, 1_000), Record(9, 2_000), Record(5, 1_000) with { Community = "qilong" }],
            [month, month with { Kind = ScoreSnapshotKind.Day }, month with { Kind = ScoreSnapshotKind.Hour, InstantMs = 1_999 }, month with { Kind = ScoreSnapshotKind.Hour, InstantMs = 2_000 }]);

        Assert.Equal(2, ledger.Trim("baihe", 2_000));

        Assert.Null(ledger.RecordOf("baihe", 5));
        Assert.NotNull(ledger.RecordOf("baihe", 9));
        Assert.NotNull(ledger.RecordOf("qilong", 5));
        Assert.Equal([2_000], ledger.Snapshots("baihe", ScoreSnapshotKind.Hour, 0, 10_000).Select(s => s.InstantMs));
        Assert.Single(ledger.Snapshots("baihe", ScoreSnapshotKind.Day, 0, 10_000));
        Assert.Single(ledger.Snapshots("baihe", ScoreSnapshotKind.Month, 0, 10_000));
    }

    [Fact]
    public void A_score_is_stored_packed_and_read_as_it_came_also_when_it_was_stored_before_packing()
    {
        var score = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"id":"JK-08c","points":0.5}""", 1_500)));
        using var ledger = Open();
        ledger.Append([], [Snapshot(1, _hashA, "") with { Score = score }]);

        Assert.Equal(score, ledger.Snapshot("baihe", ScoreSnapshotKind.Month, 3_600, 1)!.Score.ToArray());
        var packed = PackedScore.Pack(score);
        Assert.True(packed.Length < score.Length / 10);
        Assert.Equal(score, PackedScore.Unpack(score));
        packed[packed.Length / 2] ^= 1;
        Assert.Same(packed, PackedScore.Unpack(packed));
    }

    private static ScoreRecord Record(long position, long instantMs) => new("baihe", position, instantMs, "zj@1", _hashB, _hashA, 81.25, 77.5);

    private static ScoreSnapshot Snapshot(int revision, string hash, string reason) =>
        new("baihe", ScoreSnapshotKind.Month, 3_600, revision, 7 + revision, 4_000, hash, reason, new byte[] { 1, 2, 3 });

    private ScoreLedger Open() => ScoreLedger.Open(Path.Combine(_folder, "scores.db"));
}
