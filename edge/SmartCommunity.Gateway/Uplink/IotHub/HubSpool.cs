using Microsoft.Data.Sqlite;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.Uplink.IotHub;

/// <summary>One block of the outbox that the hub does not have yet.</summary>
internal sealed record SpooledBlock(long Id, Lane Lane, long Epoch, long FirstSequence, int Count, byte[] Batch);

/// <summary>
/// What is on its way to the hub, in an SQLite file of its own, WAL and <c>synchronous=FULL</c>: a hub that is away keeps neither the outbox nor the cloud waiting. Blocks and the mark of
/// how far the outbox was copied are one transaction, so that each block is copied once. Bounded: the oldest routine blocks make room, counted. Thread-safe.
/// </summary>
internal sealed class HubSpool : IDisposable
{
    private const string Schema = """
        PRAGMA locking_mode=EXCLUSIVE;
        PRAGMA auto_vacuum=INCREMENTAL;
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS block (
            id INTEGER PRIMARY KEY AUTOINCREMENT, lane INTEGER NOT NULL, epoch INTEGER NOT NULL, first_sequence INTEGER NOT NULL, count INTEGER NOT NULL, batch BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS mark (lane INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, sequence INTEGER NOT NULL);
        """;

    /// <summary>Protects the connection and the sums.</summary>
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly long _quotaBytes;

    internal HubSpool(string path, long quotaBytes)
    {
        _quotaBytes = quotaBytes;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        _connection.Open();
        Execute(Schema);
        using var sums = Command("SELECT count(*), coalesce(sum(count), 0), coalesce(sum(length(batch)), 0) FROM block");
        using var reader = sums.ExecuteReader();
        reader.Read();
        (Items, Bytes) = (reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Items of the outbox that wait.</summary>
    internal long Items { get; private set; }

    internal long Bytes { get; private set; }

    /// <summary>Through which sequence of an epoch a lane was copied; 0 for an epoch that is new here.</summary>
    internal long CopiedThrough(Lane lane, long epoch)
    {
        lock (_gate)
        {
            using var command = Command("SELECT sequence FROM mark WHERE lane = $lane AND epoch = $epoch", ("$lane", (int)lane), ("$epoch", epoch));
            return command.ExecuteScalar() is long sequence ? sequence : 0;
        }
    }

    /// <summary>Takes blocks of one lane in order; on disk when it returns. Returns the items that had to go for them.</summary>
    internal long Add(IReadOnlyList<OutboxBlock> blocks)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            foreach (var block in blocks)
            {
                Execute(
                    "INSERT INTO block (lane, epoch, first_sequence, count, batch) VALUES ($lane, $epoch, $first, $count, $batch)",
                    ("$lane", (int)block.Lane), ("$epoch", block.Epoch), ("$first", block.FirstSequence), ("$count", block.Count), ("$batch", block.Batch.ToArray()));
                Execute(
                    "INSERT INTO mark VALUES ($lane, $epoch, $sequence) ON CONFLICT (lane) DO UPDATE SET epoch = $epoch, sequence = $sequence",
                    ("$lane", (int)block.Lane), ("$epoch", block.Epoch), ("$sequence", block.LastSequence));
            }

            transaction.Commit();
            Items += blocks.Sum(b => b.Count);
            Bytes += blocks.Sum(b => b.Batch.Length);
            return MakeRoom_NeedsLock();
        }
    }

    /// <summary>The next block to send: alarms first, oldest first; null when there is none.</summary>
    internal SpooledBlock? Next()
    {
        lock (_gate)
        {
            using var command = Command("SELECT id, lane, epoch, first_sequence, count, batch FROM block ORDER BY lane DESC, id LIMIT 1");
            using var reader = command.ExecuteReader();
            return reader.Read()
                ? new SpooledBlock(reader.GetInt64(0), (Lane)reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt32(4), reader.GetFieldValue<byte[]>(5))
                : null;
        }
    }

    /// <summary>The hub acknowledged all of a block.</summary>
    internal void Remove(SpooledBlock block)
    {
        lock (_gate)
            Remove_NeedsLock(block.Id, block.Count, block.Batch.Length);
    }

    public void Dispose() => _connection.Dispose();

    private long MakeRoom_NeedsLock()
    {
        var lost = 0L;
        while (Bytes > _quotaBytes)
        {
            using var command = Command("SELECT id, count, length(batch) FROM block WHERE lane = 0 ORDER BY id LIMIT 1");
            using var reader = command.ExecuteReader();
            if (!reader.Read())
                break; // Alarms alone: they stay.
            var (id, count, bytes) = (reader.GetInt64(0), reader.GetInt32(1), reader.GetInt32(2));
            reader.Close();
            Remove_NeedsLock(id, count, bytes);
            lost += count;
        }

        return lost;
    }

    private void Remove_NeedsLock(long id, int count, int bytes)
    {
        // One that made room while it was being sent is gone already.
        if (Execute("DELETE FROM block WHERE id = $id", ("$id", id)) == 0)
            return;
        Items -= count;
        Bytes -= bytes;
        if (Items == 0)
            Execute("PRAGMA incremental_vacuum");
    }

    private SqliteCommand Command(string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private int Execute(string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(text, values);
        return command.ExecuteNonQuery();
    }
}
