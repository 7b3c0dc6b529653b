using Microsoft.Data.Sqlite;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.Uplink.IotHub;

/// <summary>Blocks of one lane that go to the hub together, and have done so since they were copied: what is sent again is the same.</summary>
internal sealed record SpooledBundle(long Id, Lane Lane, long Epoch, long FirstSequence, IReadOnlyList<SpooledBlock> Blocks);

/// <summary>One block of the outbox, and its items.</summary>
internal sealed record SpooledBlock(int Items, byte[] Batch);

/// <summary>
/// What is on its way to the hub, in an SQLite file of its own, WAL and <c>synchronous=FULL</c>: a hub that is away keeps neither the outbox nor the cloud waiting. Blocks and the mark of
/// how far the outbox was copied are one transaction, so that each block is copied once. Bounded: the oldest routine bundles make room, counted. Thread-safe.
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

    /// <summary>A file of before bundles: each of its blocks goes alone.</summary>
    private const string Bundles = """
        ALTER TABLE block ADD COLUMN bundle INTEGER;
        UPDATE block SET bundle = id;
        CREATE INDEX ix_block_bundle ON block (bundle);
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
        using var column = Command("SELECT 1 FROM pragma_table_info('block') WHERE name = 'bundle'");
        if (column.ExecuteScalar() is null)
            Execute(Bundles);
        using var sums = Command("SELECT coalesce(sum(count), 0), coalesce(sum(count) FILTER (WHERE lane = 1), 0), coalesce(sum(length(batch)), 0) FROM block");
        using var reader = sums.ExecuteReader();
        reader.Read();
        (Items, Alarms, Bytes) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Items of the outbox that wait.</summary>
    internal long Items { get; private set; }

    internal long Bytes { get; private set; }

    /// <summary>Those among <see cref="Items"/> that are alarms.</summary>
    internal long Alarms { get; private set; }

    /// <summary>Through which sequence of an epoch a lane was copied; 0 for an epoch that is new here.</summary>
    internal long CopiedThrough(Lane lane, long epoch)
    {
        lock (_gate)
        {
            using var command = Command("SELECT sequence FROM mark WHERE lane = $lane AND epoch = $epoch", ("$lane", (int)lane), ("$epoch", epoch));
            return command.ExecuteScalar() is long sequence ? sequence : 0;
        }
    }

    /// <summary>Takes blocks of one lane and epoch in order, as one bundle; on disk when it returns. Returns the items that had to go for them.</summary>
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
            }

            Execute("UPDATE block SET bundle = (SELECT min(id) FROM block WHERE bundle IS NULL) WHERE bundle IS NULL");
            Execute(
                "INSERT INTO mark VALUES ($lane, $epoch, $sequence) ON CONFLICT (lane) DO UPDATE SET epoch = $epoch, sequence = $sequence",
                ("$lane", (int)blocks[0].Lane), ("$epoch", blocks[0].Epoch), ("$sequence", blocks[^1].LastSequence));
            transaction.Commit();
            Count_NeedsLock(blocks[0].Lane, blocks.Sum(b => (long)b.Count), blocks.Sum(b => (long)b.Batch.Length));
            return MakeRoom_NeedsLock();
        }
    }

    /// <summary>The next bundle to send: alarms first, oldest first; null when there is none.</summary>
    internal SpooledBundle? Next()
    {
        lock (_gate)
        {
            using var command = Command(
                "SELECT bundle, lane, epoch, first_sequence, count, batch FROM block WHERE bundle = (SELECT bundle FROM block ORDER BY lane DESC, id LIMIT 1) ORDER BY id");
            using var reader = command.ExecuteReader();
            SpooledBundle? bundle = null;
            var blocks = new List<SpooledBlock>();
            while (reader.Read())
            {
                bundle ??= new SpooledBundle(reader.GetInt64(0), (Lane)reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3), blocks);
                blocks.Add(new SpooledBlock(reader.GetInt32(4), reader.GetFieldValue<byte[]>(5)));
            }

            return bundle;
        }
    }

    /// <summary>The hub acknowledged all of a bundle.</summary>
    internal void Remove(SpooledBundle bundle)
    {
        lock (_gate)
            Remove_NeedsLock(bundle.Id);
    }

    public void Dispose() => _connection.Dispose();

    private long MakeRoom_NeedsLock()
    {
        var lost = 0L;
        while (Bytes > _quotaBytes)
        {
            using var command = Command("SELECT bundle FROM block WHERE lane = 0 ORDER BY id LIMIT 1");
            if (command.ExecuteScalar() is not long bundle)
                break; // Alarms alone: they stay.
            lost += Remove_NeedsLock(bundle);
        }

        return lost;
    }

    /// <summary>Removes a bundle and returns its items: none of one that made room while it was being sent.</summary>
    private long Remove_NeedsLock(long bundle)
    {
        var items = 0L;
        using (var delete = Command("DELETE FROM block WHERE bundle = $bundle RETURNING lane, count, length(batch)", ("$bundle", bundle)))
        using (var reader = delete.ExecuteReader())
        {
            while (reader.Read())
            {
                Count_NeedsLock((Lane)reader.GetInt32(0), -reader.GetInt64(1), -reader.GetInt64(2));
                items += reader.GetInt64(1);
            }
        }

        if (Items == 0)
            Execute("PRAGMA incremental_vacuum");
        return items;
    }

    private void Count_NeedsLock(Lane lane, long items, long bytes)
    {
        Items += items;
        Bytes += bytes;
        if (lane == Lane.Alarm)
            Alarms += items;
    }

    private SqliteCommand Command(string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private void Execute(string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(text, values);
        command.ExecuteNonQuery();
    }
}
