using Microsoft.Data.Sqlite;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// The SQLite file of one lane: WAL, <c>synchronous=FULL</c>, owned exclusively by this process. Statements only, no policy.
/// Not thread-safe: the writer thread's own.
/// </summary>
internal sealed class LaneFile : IDisposable
{
    private const int Busy = 5;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private const int SynchronousFull = 2;

    private const string Schema = """
        CREATE TABLE state (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
        CREATE TABLE block (ordinal INTEGER PRIMARY KEY, count INTEGER NOT NULL, frame BLOB NOT NULL);
        CREATE TABLE corrupt (found_at_ms INTEGER NOT NULL, ordinal INTEGER NOT NULL, frame BLOB NOT NULL);
        CREATE TABLE device_window (device TEXT PRIMARY KEY, window BLOB NOT NULL) WITHOUT ROWID;
        """;

    private readonly SqliteConnection _connection;

    // Compiled once: a lane commits up to a hundred times a second with the same few statements.
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);
    private SqliteTransaction? _transaction;

    private LaneFile(SqliteConnection connection) => _connection = connection;

    /// <summary>True when the error says that the file itself is damaged.</summary>
    internal static bool IsDamage(SqliteException error) => error.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>Opens or creates the file; throws <see cref="OutboxInUseException"/> when another process has it, <see cref="SqliteException"/> on damage.</summary>
    internal static LaneFile Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        var file = new LaneFile(connection);
        try
        {
            connection.Open();
            file.Prepare(path);
            return file;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == Busy)
        {
            file.Dispose();
            throw new OutboxInUseException(path, error);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>SQLite's own check of the structure; "ok", or what is wrong.</summary>
    internal string QuickCheck() => (string)Scalar("PRAGMA quick_check(1)")!;

    internal void Begin() => _transaction = _connection.BeginTransaction();

    /// <summary>Returns after the fsync.</summary>
    internal void Commit()
    {
        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
    }

    internal void Rollback()
    {
        try
        {
            _transaction?.Dispose();
        }
        catch (SqliteException)
        {
            // A full disk may have rolled back already; the transaction is gone either way.
        }
        _transaction = null;
    }

    /// <summary>The lane's state, null when there is none or its checksum is wrong.</summary>
    internal LaneState? State() => Scalar("SELECT bytes FROM state WHERE id = 1") is byte[] bytes ? LaneState.Read(bytes) : null;

    internal void Save(LaneState state) =>
        Execute("INSERT OR REPLACE INTO state (id, bytes) VALUES (1, $bytes)", ("$bytes", state.Write()));

    internal void Insert(long ordinal, int count, byte[] frame) =>
        Execute(
            "INSERT OR REPLACE INTO block (ordinal, count, frame) VALUES ($ordinal, $count, $frame)",
            ("$ordinal", ordinal), ("$count", count), ("$frame", frame));

    internal void KeepCorrupt(long ordinal, byte[] frame, long nowMs) =>
        Execute(
            "INSERT INTO corrupt (found_at_ms, ordinal, frame) VALUES ($now, $ordinal, $frame)",
            ("$now", nowMs), ("$ordinal", ordinal), ("$frame", frame));

    internal long CountCorrupt() => (long)Scalar("SELECT count(*) FROM corrupt")!;

    /// <summary>Deletes the blocks that end at or before the ordinal.</summary>
    internal void DeleteThrough(long ordinal) =>
        Execute("DELETE FROM block WHERE ordinal <= $ordinal AND ordinal + count - 1 <= $ordinal", ("$ordinal", ordinal));

    internal void Delete(long ordinal) => Execute("DELETE FROM block WHERE ordinal = $ordinal", ("$ordinal", ordinal));

    internal long Bytes() => (long)Scalar("SELECT coalesce(sum(length(frame)), 0) FROM block")!;

    internal long BytesThrough(long ordinal) =>
        (long)Scalar(
            "SELECT coalesce(sum(length(frame)), 0) FROM block WHERE ordinal <= $ordinal AND ordinal + count - 1 <= $ordinal", ("$ordinal", ordinal))!;

    /// <summary>The first block that ends after the ordinal, with its count.</summary>
    internal (long Ordinal, int Count)? BlockAfter(long ordinal) =>
        // Blocks do not overlap: it is the block at or before ordinal + 1, or the next one.
        Place("SELECT ordinal, count FROM block WHERE ordinal <= $ordinal + 1 AND ordinal + count - 1 > $ordinal ORDER BY ordinal DESC LIMIT 1", ordinal)
        ?? Place("SELECT ordinal, count FROM block WHERE ordinal > $ordinal ORDER BY ordinal LIMIT 1", ordinal);

    internal (long Ordinal, int Count)? LastBlock() => Place("SELECT ordinal, count FROM block WHERE ordinal > $ordinal ORDER BY ordinal DESC LIMIT 1", -1);

    internal byte[]? Frame(long ordinal) => (byte[]?)Scalar("SELECT frame FROM block WHERE ordinal = $ordinal", ("$ordinal", ordinal));

    /// <summary>The first <paramref name="bytes"/> bytes of a frame, without reading the rest.</summary>
    internal byte[]? FrameStart(long ordinal, int bytes) =>
        (byte[]?)Scalar("SELECT substr(frame, 1, $bytes) FROM block WHERE ordinal = $ordinal", ("$bytes", bytes), ("$ordinal", ordinal));

    internal void SaveWindow(string device, byte[] window) =>
        Execute(
            "INSERT INTO device_window (device, window) VALUES ($device, $window) ON CONFLICT (device) DO UPDATE SET window = excluded.window",
            ("$device", device), ("$window", window));

    internal void DeleteWindow(string device) => Execute("DELETE FROM device_window WHERE device = $device", ("$device", device));

    internal IEnumerable<(string Device, byte[] Window)> Windows()
    {
        using var reader = Statement("SELECT device, window FROM device_window").ExecuteReader();
        while (reader.Read())
            yield return (reader.GetString(0), reader.GetFieldValue<byte[]>(1));
    }

    /// <summary>Gives freed pages back to the file system, at most so many, but for those that are kept for what comes next.</summary>
    internal void Vacuum(int pages, int kept)
    {
        var free = Math.Min((long)Scalar("PRAGMA freelist_count")! - kept, pages);
        if (free > 0)
            Execute($"PRAGMA incremental_vacuum({free.ToString(System.Globalization.CultureInfo.InvariantCulture)})");
    }

    public void Dispose()
    {
        Rollback();
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    private void Prepare(string path)
    {
        const string settings = """
            PRAGMA locking_mode=EXCLUSIVE;
            PRAGMA page_size=4096;
            PRAGMA auto_vacuum=INCREMENTAL;
            """;
        Execute(settings);
        var journal = (string)Scalar("PRAGMA journal_mode=WAL")!;
        Execute("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=16777216;");
        var synchronous = (long)Scalar("PRAGMA synchronous")!;
        if (journal != "wal" || synchronous != SynchronousFull)
            throw new InvalidOperationException($"The outbox file '{path}' runs with journal_mode={journal}, synchronous={synchronous}; wal and {SynchronousFull} are needed to keep what was acknowledged. Is the file system a network share?");
        Begin();
        if ((long)Scalar("PRAGMA user_version")! == 0)
            Execute(Schema + "PRAGMA user_version=1;");
        // Written even when there is nothing to change: takes the lock now, so that a second process is refused at its start and not at its first message.
        Execute("PRAGMA user_version=1;");
        Commit();
    }

    /// <summary>The compiled statement with its values set; every call of one text gives the same values in the same order.</summary>
    private SqliteCommand Statement(string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        if (!_statements.TryGetValue(text, out var statement))
        {
            statement = _connection.CreateCommand();
            statement.CommandText = text;
            foreach (var (name, value) in values)
                statement.Parameters.AddWithValue(name, value);
            _statements.Add(text, statement);
        }
        statement.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++)
            statement.Parameters[i].Value = values[i].Value;
        return statement;
    }

    private (long Ordinal, int Count)? Place(string text, long ordinal)
    {
        using var reader = Statement(text, ("$ordinal", ordinal)).ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt32(1)) : null;
    }

    private void Execute(string text, params ReadOnlySpan<(string Name, object Value)> values) => Statement(text, values).ExecuteNonQuery();

    private object? Scalar(string text, params ReadOnlySpan<(string Name, object Value)> values) =>
        Statement(text, values).ExecuteScalar() is { } value and not DBNull ? value : null;
}

/// <summary>The outbox file belongs to another process.</summary>
internal sealed class OutboxInUseException(string path, Exception inner)
    : Exception($"The outbox file '{path}' is in use by another process: is a gateway already running on this data directory?", inner);
