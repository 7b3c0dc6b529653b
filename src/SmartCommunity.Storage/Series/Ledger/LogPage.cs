using Apache.Arrow;
using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// A stretch of a community's log: its entries, and the opened files of their blocks, which are read only when they are asked for. So a page holds thousands of entries, and no more than one block. Not
/// thread-safe.
/// </summary>
internal sealed class LogPage : IDisposable
{
    private readonly List<LogEntry> _entries;
    private readonly Dictionary<long, BlockPlace> _places;
    private readonly Dictionary<long, BlockReader> _files;

    private LogPage(List<LogEntry> entries, Dictionary<long, BlockPlace> places, BlockFiles files)
    {
        (_entries, _places) = (entries, places);
        // Opened now: what the log is trimmed of later can still be read.
        _files = places.Values.Select(static p => p.File).Distinct().ToDictionary(static f => f, files.Reader);
    }

    /// <summary>Position of its last entry; null: the log holds nothing more.</summary>
    internal long? Last => _entries.Count == 0 ? null : _entries[^1].Position;

    /// <summary>Reads the entries after a position: of the next <paramref name="length"/> positions, or, where the log lacks all of these, of those from the next one it holds.</summary>
    internal static LogPage Read(DuckDBConnection connection, BlockFiles files, string community, long after, int length, CancellationToken cancellationToken)
    {
        var entries = Entries(connection, community, after, length, cancellationToken);
        if (entries.Count == 0 && Next(connection, community, after, cancellationToken) is { } next)
        {
            after = next - 1;
            entries = Entries(connection, community, after, length, cancellationToken);
        }

        return new LogPage(entries, Places(connection, community, after, length, entries, cancellationToken), files);
    }

    /// <summary>The entries with the bytes of their blocks; empty where an entry has none.</summary>
    /// <exception cref="DamagedBlockException">A file does not hold a block of it.</exception>
    internal IEnumerable<(LogEntry Entry, ReadOnlyMemory<byte> Block)> Items()
    {
        foreach (var entry in _entries)
            yield return (entry, _places.TryGetValue(entry.BlockId, out var place) ? _files[place.File].Read(place, entry.BlockId) : ReadOnlyMemory<byte>.Empty);
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
            file.Dispose();
    }

    /// <summary>Bounds of positions let DuckDB skip row groups; a limit would have it look at everything after them.</summary>
    private static List<LogEntry> Entries(DuckDBConnection connection, string community, long after, int length, CancellationToken cancellationToken)
    {
        var entries = new List<LogEntry>();
        connection.EachBatch(
            "SELECT position, kind, written_at, block_id, body FROM log_entries WHERE community = ? AND position > ? AND position <= ? ORDER BY position",
            batch =>
            {
                var (positions, kinds, times, blocks, bodies) = ((Int64Array)batch.Column(0), (Int32Array)batch.Column(1), (Int64Array)batch.Column(2), (Int64Array)batch.Column(3), (BinaryArray)batch.Column(4));
                for (var i = 0; i < batch.Length; i++)
                    entries.Add(new LogEntry(community, positions.Values[i], (LogEntryKind)kinds.Values[i], times.Values[i], blocks.Values[i], bodies.GetBytes(i).ToArray()));
            },
            cancellationToken,
            community, after, after + length);
        return entries;
    }

    private static long? Next(DuckDBConnection connection, string community, long after, CancellationToken cancellationToken)
    {
        var next = connection.Query("SELECT coalesce(min(position), 0) FROM log_entries WHERE community = ? AND position > ?", static r => r.GetInt64(0), cancellationToken, community, after)[0];
        return next == 0 ? null : next;
    }

    private static Dictionary<long, BlockPlace> Places(DuckDBConnection connection, string community, long after, int length, List<LogEntry> entries, CancellationToken cancellationToken)
    {
        var places = new Dictionary<long, BlockPlace>();
        var (first, last) = (long.MaxValue, 0L);
        foreach (var entry in entries.Where(static e => e.BlockId != 0))
            (first, last) = (Math.Min(first, entry.BlockId), Math.Max(last, entry.BlockId));
        if (last == 0)
            return places;
        connection.EachBatch(
            """
            SELECT block_id, file, file_offset, bytes FROM log_blocks WHERE block_id >= ? AND block_id <= ?
            AND block_id IN (SELECT block_id FROM log_entries WHERE community = ? AND position > ? AND position <= ?)
            """,
            batch =>
            {
                var (ids, files, offsets, bytes) = ((Int64Array)batch.Column(0), (Int64Array)batch.Column(1), (Int64Array)batch.Column(2), (Int32Array)batch.Column(3));
                for (var i = 0; i < batch.Length; i++)
                    places[ids.Values[i]] = new BlockPlace(files.Values[i], offsets.Values[i], bytes.Values[i]);
            },
            cancellationToken,
            first, last, community, after, after + length);
        return places;
    }
}
