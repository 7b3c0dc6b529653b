using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

/// <summary>Reads marks, logs, snapshots, events and quarantine. Thread-safe.</summary>
internal sealed class LedgerReader(SeriesDatabase database, BlockFiles files)
{
    /// <summary>Positions of a log's first page: whoever catches up wants a few, and one is enough to see where a log begins.</summary>
    private const int FirstPage = 64;

    /// <summary>Each page is so many times the one before.</summary>
    private const int PageGrowth = 4;

    /// <summary>Positions of a large page: two megabytes of entries, and few enough queries that a month of a log takes some hundred.</summary>
    private const int LargestPage = 16_384;

    /// <summary>Block files that places point to, and how far.</summary>
    public static Dictionary<long, long> BytesOfBlockFiles(DuckDBConnection connection) =>
        connection.Query(
            $"SELECT file, max(file_offset + bytes) + {BlockFiles.HeaderBytes} FROM log_blocks GROUP BY file",
            static r => (File: r.GetInt64(0), Bytes: r.GetInt64(1)),
            CancellationToken.None).ToDictionary(static f => f.File, static f => f.Bytes);

    public async Task<IReadOnlyList<GatewayMark>> MarksAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            c => c.Query(
                "SELECT gateway, lane, epoch, sequence FROM gateway_marks ORDER BY gateway, lane",
                static r => new GatewayMark(r.GetString(0), r.GetInt32(1), r.GetInt64(2), r.GetInt64(3)),
                cancellationToken),
            cancellationToken);

    public async Task<long> LastBlockIdAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            c => c.Query("SELECT coalesce(max(block_id), 0) FROM log_blocks", static r => r.GetInt64(0), cancellationToken)[0],
            cancellationToken);

    public async Task<IReadOnlyDictionary<string, long>> LogPositionsAsync(CancellationToken cancellationToken)
    {
        // A trimmed log has no entries left; its snapshot still knows the position.
        const string sql = """
            SELECT community, max(position) FROM (SELECT community, position FROM log_entries UNION ALL SELECT community, position FROM snapshots)
            GROUP BY community
            """;
        var rows = await database.ReadAsync(c => c.Query(sql, static r => (r.GetString(0), r.GetInt64(1)), cancellationToken), cancellationToken);
        return rows.ToDictionary(static r => r.Item1, static r => r.Item2, StringComparer.Ordinal);
    }

    public async IAsyncEnumerable<(LogEntry Entry, ReadOnlyMemory<byte> Block)> ReadLogAsync(
        string community, long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var length = FirstPage;
        while (true)
        {
            var (after, most) = (afterPosition, length);
            using var page = await database.ReadAsync(c => LogPage.Read(c, files, community, after, most, cancellationToken), cancellationToken);
            if (page.Last is not { } last)
                yield break;
            foreach (var item in page.Items())
                yield return item;
            (afterPosition, length) = (last, Math.Min(length * PageGrowth, LargestPage));
        }
    }

    public async Task<(long Position, ReadOnlyMemory<byte> State)?> LoadSnapshotAsync(string community, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            c => c.Query(
                "SELECT position, state FROM snapshots WHERE community = ?",
                static r => (r.GetInt64(0), (ReadOnlyMemory<byte>)r.Bytes(1)),
                cancellationToken,
                community),
            cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    public async Task<(long Position, long WrittenAtMs, ReadOnlyMemory<byte> State)?> LoadCheckpointAsync(
        string community, long writtenAtMs, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            c => c.Query(
                "SELECT position, written_at, state FROM checkpoints WHERE community = ? AND written_at <= ? ORDER BY position DESC LIMIT 1",
                static r => (r.GetInt64(0), r.GetInt64(1), (ReadOnlyMemory<byte>)r.Bytes(2)),
                cancellationToken,
                community, writtenAtMs),
            cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    public async Task<IReadOnlyList<StoredEvent>> EventsAsync(
        string community, string? device, long fromMs, long toMs, int limit, int offset, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT community, device, type, event_id, measured_at, received_at, quality, data_json FROM events
            WHERE community = $1 AND ($2 = '' OR device = $2) AND measured_at >= $3 AND measured_at < $4
            ORDER BY measured_at DESC, received_at DESC, device, type, event_id LIMIT $5 OFFSET $6
            """;
        return await database.ReadAsync(
            c => c.Query(sql, EventOf, cancellationToken, community, device ?? "", fromMs, toMs, (long)limit, (long)offset), cancellationToken);
    }

    public async Task<StoredEvent?> FindEventAsync(string community, string device, string eventId, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT community, device, type, event_id, measured_at, received_at, quality, data_json FROM events
            WHERE community = $1 AND device = $2 AND event_id = $3 ORDER BY measured_at DESC, received_at DESC, type LIMIT 1
            """;
        var found = await database.ReadAsync(c => c.Query(sql, EventOf, cancellationToken, community, device, eventId), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    private static StoredEvent EventOf(DuckDBDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5), (Quality)r.GetByte(6), r.GetString(7));
}
