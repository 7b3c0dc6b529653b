using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring.Verifying;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Storage.Series;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Scoring.Verifying;

/// <summary>Two days of a community in real stores on disk; then one byte of them is another.</summary>
public sealed class VerifyRunTests : IAsyncLifetime
{
    private const int CommitEntries = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-verify-").FullName;
    private readonly byte[] _document = RandomNumberGenerator.GetBytes(10_000);
    private IReadOnlyList<ScoreRecord> _records = [];
    private IReadOnlyList<ScoreSnapshot> _snapshots = [];
    private string _documentPath = "";
    private long _last;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Registry => Path.Combine(_folder, "registry.db");

    private string Ledger => Path.Combine(_folder, "scores.db");

    public async ValueTask InitializeAsync()
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(_document));
        _documentPath = EvidenceFiles.PathOf(EvidenceFiles.FolderOf(Registry), sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(_documentPath)!);
        await File.WriteAllBytesAsync(_documentPath, _document, Cancel);
        var entries = ScoringFoldTests.Life(new Random(7), days: 2).Evidence(ScoredLog.T0 + (2 * ScoredLog.DayMs), sha256).Entries;
        _last = entries[^1].Position;
        await using (var store = await OpenAsync())
        {
            foreach (var commit in entries.Chunk(CommitEntries))
                await CommitAsync(store, commit);
            foreach (var part in new[] { entries.Count / 3, entries.Count / 2 })
            {
                var state = ScoredLog.Keep(entries.Take(part).ToArray()).State;
                await store.SaveCheckpointAsync(ScoredLog.Community, state.Position, state.WrittenAtMs, CommunitySnapshot.Pack(state), Cancel);
            }
        }

        (_, _records, _snapshots) = ScoredLog.Keep(entries);
        using var ledger = ScoreLedger.Open(Ledger);
        Assert.Empty(ledger.Append(_records, _snapshots));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_not_touched_fits_to_the_last_byte()
    {
        var seen = 0L;

        var report = await VerifyAsync(position => seen = position);

        Assert.Empty(report.Findings);
        Assert.Equal((0, _last, _last), (report.FromPosition, report.ToPosition, seen));
        Assert.Equal((_records.Count, _snapshots.Count, 2, 1), (report.Records, report.Snapshots, report.States, report.Documents));
        Assert.Equal((0, 0), (report.BeforeTheLog, report.NotRecorded));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task A_changed_byte_of_a_sample_is_found_in_its_block(int seed)
    {
        var file = Assert.Single(Directory.EnumerateFiles(_folder, "*.blocks", SearchOption.AllDirectories));
        var at = new Random(seed).NextInt64(new FileInfo(file).Length);
        Flip(file, at);

        var finding = (await VerifyAsync()).Findings[0];

        Assert.Equal(("sample", file), (finding.What, finding.File));
        Assert.True(finding.Offset <= at, $"seed {seed}: byte {at}, found at {finding.Offset}");
        Assert.InRange(at - finding.Offset!.Value, 0, 2_000);
    }

    [Theory]
    [InlineData("result hash", "score")]
    [InlineData("input hash", "score")]
    [InlineData("total", "score")]
    [InlineData("pack", "score")]
    public async Task A_changed_byte_of_a_recorded_score_is_found_with_its_field(string field, string what)
    {
        var record = _records[_records.Count / 2];
        var input = Convert.FromHexString(record.InputHash);
        Flip(Ledger, field switch
        {
            // After the hash that precedes it in the row: a snapshot has the same result hash.
            "result hash" => Place([.. input, .. Convert.FromHexString(record.ResultHash)]) + input.Length,
            "input hash" => Place(input),
            // With the hash that follows it in the row: the pack alone stands in every row, and in what earlier pages left.
            "pack" => Place([.. System.Text.Encoding.UTF8.GetBytes(record.Pack), .. input]),
            _ => Place(BigEndian(record.Total)),
        });

        var finding = Assert.Single((await VerifyAsync()).Findings);

        Assert.Equal((what, field, "scores.db"), (finding.What, finding.Field, finding.File));
    }

    [Fact]
    public async Task A_changed_byte_of_a_snapshot_is_found_at_its_place_in_the_score()
    {
        var snapshot = _snapshots[^1];
        // In the first page of the last snapshot's packed bytes, at a place whose surroundings no other snapshot has.
        const int InScore = 200, Surroundings = 16;
        Flip(Ledger, Place(PackedScore.Pack(snapshot.Score.Span).AsSpan(InScore, Surroundings).ToArray()));

        var finding = Assert.Single((await VerifyAsync()).Findings);

        Assert.Equal(("snapshot", snapshot.Position, (long?)InScore), (finding.What, finding.Position, finding.Offset));
        Assert.NotEqual(finding.Expected, finding.Found);
    }

    [Fact]
    public async Task A_changed_byte_of_a_document_is_found_by_its_hash()
    {
        Flip(_documentPath, 5_000);

        var finding = Assert.Single((await VerifyAsync()).Findings);

        Assert.Equal(("evidence", _documentPath), (finding.What, finding.File));
    }

    [Fact]
    public async Task A_kept_state_that_the_log_does_not_lead_to_is_found_byte_by_byte()
    {
        var entries = ScoringFoldTests.Life(new Random(7), days: 2).Entries;
        var state = ScoredLog.Keep(entries.Take(entries.Count * 2 / 3).ToArray()).State;
        state.Messages++;
        await using (var store = await OpenAsync())
            await store.SaveCheckpointAsync(ScoredLog.Community, state.Position, state.WrittenAtMs, CommunitySnapshot.Pack(state), Cancel);

        var finding = Assert.Single((await VerifyAsync()).Findings);

        Assert.Equal(("state", "checkpoint", state.Position), (finding.What, finding.Field, finding.Position));
    }

    [Fact]
    public async Task A_score_that_was_recorded_and_never_derived_is_found()
    {
        var record = _records[10] with { Position = _records[10].Position + 1 };
        using (var ledger = ScoreLedger.Open(Ledger))
            ledger.Append([record], []);

        var finding = Assert.Single((await VerifyAsync()).Findings);

        Assert.Equal(("score", "record", record.Position), (finding.What, finding.Field, finding.Position));
    }

    private async Task<VerifyReport> VerifyAsync(Action<long>? progress = null)
    {
        await using var store = await OpenAsync();
        using var ledger = ScoreLedger.Open(Ledger);
        return await new VerifyRun(store, ledger, Registry, ScoredLog.Community).RunAsync(long.MaxValue, progress ?? (_ => { }), Cancel);
    }

    private Task<DuckDbSeriesStore> OpenAsync() =>
        DuckDbSeriesStore.OpenAsync(new DuckDbSeriesOptions { Folder = Path.Combine(_folder, "series") }, TimeProvider.System, NullLogger.Instance, Cancel);

    private static Task CommitAsync(DuckDbSeriesStore store, CommunityEntry[] entries)
    {
        var commit = new SeriesCommit();
        foreach (var entry in entries)
        {
            var blockId = entry.Block.Length == 0 ? 0 : entry.Position;
            if (blockId > 0)
                commit.Blocks.Add(new LogBlock(blockId, entry.Block));
            commit.Entries.Add(new LogEntry(ScoredLog.Community, entry.Position, entry.Kind, entry.AtMs, blockId, entry.Body));
        }

        return store.CommitAsync(commit, Cancel);
    }

    /// <summary>Where bytes lie in the ledger's file, the first time after its schema.</summary>
    private long Place(byte[] bytes)
    {
        Checkpoint();
        var place = File.ReadAllBytes(Ledger).AsSpan().IndexOf(bytes);
        Assert.True(place > 0, "The bytes are not in the file.");
        return place;
    }

    // Everything from the write-ahead log into the file itself.
    private void Checkpoint()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Ledger};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }

    private static byte[] BigEndian(double value)
    {
        var bytes = BitConverter.GetBytes(value);
        Array.Reverse(bytes);
        return bytes;
    }

    private static void Flip(string path, long at)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        var was = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(was ^ 0x01));
    }
}
