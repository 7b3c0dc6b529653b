using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// Everything of a store that is not measurements: series numbers, marks, logs, events, quarantine, snapshots. Both stores keep it in a
/// DuckDB file, so that a mark and what it stands for are one transaction.
/// </summary>
internal sealed class SeriesLedger
{
    private readonly SeriesDatabase _database;
    private readonly LedgerWriter _writer;

    private SeriesLedger(SeriesDatabase database, SeriesNumbers numbers, long lastQuarantineId)
    {
        _database = database;
        _writer = new LedgerWriter(numbers, lastQuarantineId);
        Numbers = numbers;
        Reader = new LedgerReader(database);
        Quarantine = new QuarantineLedger(database);
    }

    public SeriesNumbers Numbers { get; }

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
                return new SeriesLedger(database, new SeriesNumbers(series), lastQuarantineId);
            },
            cancellationToken);
    }

    /// <summary>Writes on the writer connection inside its transaction; call the result once that is committed.</summary>
    public Action Write(DuckDBConnection writer, SeriesCommit commit) => _writer.Write(writer, commit);

    public Task SaveSnapshotAsync(string community, long position, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            writer =>
            {
                writer.Execute("DELETE FROM snapshots WHERE community = ?", community);
                return writer.Execute("INSERT INTO snapshots VALUES (?, ?, ?)", community, position, state.ToArray());
            },
            cancellationToken);

    /// <summary>Trims everything that is past its age at <paramref name="nowMs"/>.</summary>
    public async Task TrimAsync(long nowMs, TimeSpan retention, TimeSpan logRetention, ILogger logger, CancellationToken cancellationToken)
    {
        var (entries, blocks) = await TrimLogAsync(nowMs - (long)logRetention.TotalMilliseconds, cancellationToken);
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
