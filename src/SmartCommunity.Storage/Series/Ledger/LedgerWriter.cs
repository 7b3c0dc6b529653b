using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

/// <summary>Writes the ledger's share of a commit on the writer connection, inside the caller's transaction.</summary>
internal sealed class LedgerWriter(SeriesNumbers numbers, BlockFiles files, long lastQuarantineId)
{
    private const string UpsertMark = """
        INSERT INTO gateway_marks VALUES (?, ?, ?, ?)
        ON CONFLICT (gateway, lane) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence
        """;

    private long _lastQuarantineId = lastQuarantineId;

    /// <summary>Returns what to call once the transaction is committed.</summary>
    public Action Write(DuckDBConnection writer, SeriesCommit commit)
    {
        var durable = WriteSeries(writer);
        WriteBlocks(writer, commit.Blocks);
        WriteEntries(writer, commit.Entries);
        WriteEvents(writer, commit.Events);
        var lastQuarantineId = WriteQuarantine(writer, commit.Quarantined);
        foreach (var mark in commit.Marks)
            writer.Execute(UpsertMark, mark.Gateway, mark.Lane, mark.Epoch, mark.Sequence);
        return () =>
        {
            numbers.MarkDurable(durable);
            _lastQuarantineId = lastQuarantineId;
        };
    }

    private int WriteSeries(DuckDBConnection writer)
    {
        var pending = numbers.Pending();
        if (pending.Count == 0)
            return 0;
        using var appender = writer.CreateAppender("series");
        foreach (var (number, device, quantity) in pending)
            appender.CreateRow().AppendValue(number).AppendValue(device).AppendValue(quantity).EndRow();
        return pending[^1].Number;
    }

    private void WriteBlocks(DuckDBConnection writer, List<LogBlock> blocks)
    {
        if (blocks.Count == 0)
            return;
        var places = files.Append(blocks);
        using var appender = writer.CreateAppender("log_blocks");
        foreach (var (block, place) in blocks.Zip(places))
            appender.CreateRow().AppendValue(block.BlockId).AppendValue(place.File).AppendValue(place.Offset).AppendValue(place.Bytes).EndRow();
    }

    private static void WriteEntries(DuckDBConnection writer, List<LogEntry> entries)
    {
        if (entries.Count == 0)
            return;
        using var appender = writer.CreateAppender("log_entries");
        foreach (var entry in entries)
        {
            appender.CreateRow()
                .AppendValue(entry.Community).AppendValue(entry.Position).AppendValue((int)entry.Kind)
                .AppendValue(entry.AtMs).AppendValue(entry.BlockId).AppendValue(entry.Body.ToArray())
                .EndRow();
        }
    }

    private static void WriteEvents(DuckDBConnection writer, List<StoredEvent> events)
    {
        if (events.Count == 0)
            return;
        using var appender = writer.CreateAppender("events");
        foreach (var e in events)
        {
            appender.CreateRow()
                .AppendValue(e.Community).AppendValue(e.Device).AppendValue(e.Type).AppendValue(e.EventId)
                .AppendValue(e.AtMs).AppendValue(e.ReceivedAtMs).AppendValue((byte)e.Quality).AppendValue(e.DataJson)
                .EndRow();
        }
    }

    private long WriteQuarantine(DuckDBConnection writer, List<QuarantineRow> rows)
    {
        var id = _lastQuarantineId;
        if (rows.Count == 0)
            return id;
        using var appender = writer.CreateAppender("quarantine");
        foreach (var row in rows)
        {
            id++;
            appender.CreateRow()
                .AppendValue(id).AppendValue(row.Gateway).AppendValue(row.Community).AppendValue(row.Device).AppendValue(row.DeviceClass)
                .AppendValue(row.Topic).AppendValue(row.ReceivedAtMs).AppendValue(row.Reason).AppendValue(row.Detail)
                .AppendValue(row.Payload.ToArray()).AppendValue(row.Truncated).AppendValue(row.State)
                .EndRow();
        }

        return id;
    }
}
