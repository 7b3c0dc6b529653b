using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// Everything of a store that is not measurements: series numbers, marks, logs, events, quarantine, snapshots. Both stores keep it in a
/// DuckDB file, so that a mark and what it stands for are one transaction.
/// </summary>
internal sealed class SeriesLedger : IDisposable
{
    private readonly SeriesDatabase _database;
    private readonly LedgerWriter _writer;

    /// <summary>The last commit that failed, and what follows when it turns out to be durable.</summary>
    private (SeriesCommit? Commit, Action? Committed) _doubtful;

    private SeriesLedger(SeriesDatabase database, SeriesNumbers numbers, BlockFiles blocks, long lastQuarantineId)
    {
        _database = database;
        _writer = new LedgerWriter(numbers, blocks, lastQuarantineId);
        Numbers = numbers;
        Blocks = blocks;
        Reader = new LedgerReader(database, blocks);
        Quarantine = new QuarantineLedger(database);
    }

    public SeriesNumbers Numbers { get; }

    public BlockFiles Blocks { get; }

    public LedgerReader Reader { get; }

    public QuarantineLedger Quarantine { get; }

    public static async Task<SeriesLedger> OpenAsync(SeriesDatabase database, CancellationToken cancellationToken)
    {
        return await database.WriteAsync(
            writer =>
            {
                writer.Execute(LedgerSchema.Create);
                var series = writer.Query(
                    "SELECT series_id, device, quantity FROM series", static r => (r.GetInt32(0), r.GetString(1), r.GetString(2)), cancellationToken);
                var lastQuarantineId = writer.Query("SELECT coalesce(max(id), 0) FROM quarantine", static r => r.GetInt64(0), cancellationToken)[0];
                var blocks = BlockFiles.Open(database.LogFolder, LedgerReader.BytesOfBlockFiles(writer));
                return new SeriesLedger(database, new SeriesNumbers(series), blocks, lastQuarantineId);
            },
            cancellationToken);
    }

    public void Dispose() => Blocks.Dispose();

    /// <summary>
    /// Commits, with the rows that <paramref name="writeRows"/> puts into the same transaction; what that returns is called once all is durable.
    /// Called by one writer at a time, with the same commit again after a failure.
    /// </summary>
    public async Task CommitAsync(SeriesCommit commit, Func<DuckDBConnection, Action> writeRows, CancellationToken cancellationToken)
    {
        if (commit.IsEmpty)
            return;
        Action? committed = null;
        try
        {
            await _database.WriteAsync(
                writer =>
                {
                    // A failed commit is in the log all the same when what failed was the checkpoint after it.
                    committed = _doubtful.Commit == commit && Holds(writer, commit) ? _doubtful.Committed! : writeRows(writer) + _writer.Write(writer, commit);
                    return true;
                },
                cancellationToken,
                published: () => committed!());
            _doubtful = default;
        }
        catch when (committed is not null)
        {
            _doubtful = (commit, committed);
            throw;
        }
    }

    /// <summary>Entries are the surest sign, as no position is used twice; marks that of a commit without entries.</summary>
    private static bool Holds(DuckDBConnection writer, SeriesCommit commit)
    {
        if (commit.Entries.Count > 0)
        {
            var entry = commit.Entries[0];
            return writer.Query(
                "SELECT 1 FROM log_entries WHERE community = ? AND position = ?", static r => r.GetInt32(0), CancellationToken.None, entry.Community, entry.Position).Count > 0;
        }

        return commit.Marks.Count > 0 && writer.Query(
            "SELECT 1 FROM gateway_marks WHERE gateway = ? AND lane = ? AND epoch = ? AND sequence = ?",
            static r => r.GetInt32(0),
            CancellationToken.None,
            commit.Marks[0].Gateway, commit.Marks[0].Lane, commit.Marks[0].Epoch, commit.Marks[0].Sequence).Count > 0;
    }

    public Task SaveSnapshotAsync(string community, long position, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            writer =>
            {
                writer.Execute("DELETE FROM snapshots WHERE community = ?", community);
                return writer.Execute("INSERT INTO snapshots VALUES (?, ?, ?)", community, position, BytesOf(state));
            },
            cancellationToken);

    public Task SaveCheckpointAsync(string community, long position, long writtenAtMs, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            writer =>
            {
                writer.Execute("DELETE FROM checkpoints WHERE community = ? AND position = ?", community, position);
                return writer.Execute("INSERT INTO checkpoints VALUES (?, ?, ?, ?)", community, position, writtenAtMs, BytesOf(state));
            },
            cancellationToken);

    // An array that is nothing but the state is not copied: each of some megabytes would be one for the large object heap.
    private static byte[] BytesOf(ReadOnlyMemory<byte> state) =>
        MemoryMarshal.TryGetArray(state, out var whole) && whole.Array is { } array && whole.Offset == 0 && whole.Count == array.Length ? array : state.ToArray();

    /// <summary>Trims everything that is past its age at <paramref name="nowMs"/>.</summary>
    public async Task TrimAsync(long nowMs, TimeSpan retention, TimeSpan logRetention, ILogger logger, CancellationToken cancellationToken)
    {
        var (entries, blocks) = await TrimLogAsync(nowMs - (long)logRetention.TotalMilliseconds, cancellationToken);
        if (blocks > 0)
        {
            var current = Blocks.Current;
            var kept = await _database.ReadAsync(LedgerReader.BytesOfBlockFiles, cancellationToken);
            await Blocks.DeleteExceptAsync(kept.Keys.ToHashSet(), current, cancellationToken);
        }

        if (entries > 0)
            Log.LogTrimmed(logger, entries, blocks, logRetention.TotalDays);
        var rows = await TrimEventsAsync(nowMs - (long)retention.TotalMilliseconds, cancellationToken);
        if (rows > 0)
            Log.EventsTrimmed(logger, rows, retention.TotalDays);
    }

    /// <summary>
    /// Trims log entries written before <paramref name="cutoffMs"/> that the snapshot of their community has passed, and blocks no entry
    /// needs any more. The newest block stays, so that block ids never start again.
    /// </summary>
    private Task<(int Entries, int Blocks)> TrimLogAsync(long cutoffMs, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            writer =>
            {
                var entries = writer.Execute(
                    """
                    DELETE FROM log_entries WHERE written_at < ?
                    AND EXISTS (SELECT 1 FROM snapshots s WHERE s.community = log_entries.community AND s.position >= log_entries.position)
                    """,
                    cutoffMs);
                // What follows a checkpoint this old is trimmed too, so nothing can be re-derived from it.
                writer.Execute("DELETE FROM checkpoints WHERE written_at < ?", cutoffMs);
                var blocks = entries == 0 ? 0 : writer.Execute(
                    """
                    DELETE FROM log_blocks WHERE block_id < (SELECT max(block_id) FROM log_blocks)
                    AND block_id NOT IN (SELECT block_id FROM log_entries WHERE block_id <> 0)
                    """);
                return (entries, blocks);
            },
            cancellationToken);

    private Task<int> TrimEventsAsync(long cutoffMs, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            writer => writer.Execute("DELETE FROM events WHERE measured_at < ?", cutoffMs)
                + writer.Execute("DELETE FROM quarantine WHERE received_at < ?", cutoffMs),
            cancellationToken);
}
