using System.Globalization;
using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// One DuckDB file: a single writer connection behind a gate, a bounded pool of reader connections, and a lock file that keeps a second
/// process (or a second store in this one) out. The database may touch no file outside its folder.
/// </summary>
internal sealed class SeriesDatabase : IAsyncDisposable
{
    private readonly FileStream _lock;
    private readonly DuckDBConnection _writer;
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writerGate = new(1, 1);
    private readonly SemaphoreSlim _readerGate;
    private readonly Stack<DuckDBConnection> _idle = new(); // guarded by itself
    private bool _disposed;

    private SeriesDatabase(string folder, FileStream lockFile, DuckDBConnection writer, string connectionString, int readers)
    {
        Folder = folder;
        _lock = lockFile;
        _writer = writer;
        _connectionString = connectionString;
        _readerGate = new SemaphoreSlim(readers, readers);
    }

    /// <summary>Absolute path of the store's folder.</summary>
    public string Folder { get; }

    /// <summary>Sealed Parquet files.</summary>
    public string SealedFolder => Path.Combine(Folder, "sealed");

    /// <summary>Files under construction and DuckDB's spills; emptied when the store is opened.</summary>
    public string TempFolder => Path.Combine(Folder, "tmp");

    public static SeriesDatabase Open(string folder, DuckDbSeriesOptions options)
    {
        folder = Path.GetFullPath(folder);
        var lockFile = TakeLock(folder);
        DuckDBConnection? writer = null;
        try
        {
            ClearTemp(Path.Combine(folder, "tmp"));
            Directory.CreateDirectory(Path.Combine(folder, "sealed"));
            var connectionString = $"Data Source={Path.Combine(folder, "series.duckdb")}";
            writer = new DuckDBConnection(connectionString);
            writer.Open();
            Configure(writer, folder, options);
            return new SeriesDatabase(folder, lockFile, writer, connectionString, options.Readers);
        }
        catch (Exception e) when (e is DuckDBException or IOException or UnauthorizedAccessException)
        {
            writer?.Dispose();
            lockFile.Dispose();
            throw new SeriesStoreUnavailableException(
                $"The series store in '{folder}' cannot be opened: {e.Message} Restore a back-up, or move the folder away to start empty.", e);
        }
    }

    /// <summary>Runs <paramref name="write"/> alone on the writer, in one transaction that is committed when it returns and rolled back when it throws.</summary>
    public async Task<T> WriteAsync<T>(Func<DuckDBConnection, T> write, CancellationToken cancellationToken, Action? published = null)
    {
        await _writerGate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            // Not cancelled from here on: a commit is all or nothing, and the caller must know which.
            return await Task.Run(
                () =>
                {
                    using var transaction = _writer.BeginTransaction();
                    var result = write(_writer);
                    transaction.Commit();
                    published?.Invoke();
                    return result;
                },
                CancellationToken.None);
        }
        finally
        {
            _writerGate.Release();
        }
    }

    /// <summary>Runs <paramref name="read"/> on a reader of its own. Cancelling interrupts the running query.</summary>
    public async Task<T> ReadAsync<T>(Func<DuckDBConnection, T> read, CancellationToken cancellationToken)
    {
        await _readerGate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return await Task.Run(() => ReadPooled(read), cancellationToken);
        }
        catch (DuckDBException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            _readerGate.Release();
        }
    }

    /// <summary>
    /// Runs <paramref name="read"/> in one read transaction on a reader. Commits wait only while it begins and <paramref name="pin"/> notes what
    /// belongs to that moment besides the database.
    /// </summary>
    public T Snapshot<T>(DuckDBConnection reader, Func<T> pin, Action read, CancellationToken cancellationToken)
    {
        T pinned;
        _writerGate.Wait(cancellationToken);
        try
        {
            // The first look at the database, not BEGIN, fixes the moment.
            reader.Execute("BEGIN TRANSACTION");
            reader.Query("SELECT count(*) FROM series", static r => r.GetInt64(0), cancellationToken);
            pinned = pin();
        }
        finally
        {
            _writerGate.Release();
        }

        try
        {
            read();
            reader.Execute("COMMIT");
            return pinned;
        }
        catch
        {
            reader.Execute("ROLLBACK");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writerGate.WaitAsync();
        var first = !_disposed;
        _disposed = true;
        _writerGate.Release();
        if (!first)
            return;
        lock (_idle)
        {
            while (_idle.TryPop(out var connection))
                connection.Dispose();
        }

        _writer.Dispose();
        await _lock.DisposeAsync();
    }

    private T ReadPooled<T>(Func<DuckDBConnection, T> read)
    {
        DuckDBConnection? connection;
        lock (_idle)
            _idle.TryPop(out connection);
        if (connection is null)
        {
            connection = new DuckDBConnection(_connectionString);
            connection.Open();
        }

        try
        {
            return read(connection);
        }
        finally
        {
            lock (_idle)
            {
                if (_disposed)
                    connection.Dispose();
                else
                    _idle.Push(connection);
            }
        }
    }

    private static FileStream TakeLock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SeriesStoreUnavailableException($"The folder '{folder}' of the series store cannot be made: {e.Message}", e);
        }

        try
        {
            return new FileStream(Path.Combine(folder, "series.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SeriesStoreUnavailableException($"The folder '{folder}' of the series store cannot be written: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new SeriesStoreUnavailableException($"The series store in '{folder}' is in use by another process; stop it or choose another folder.", e);
        }
    }

    private static void ClearTemp(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    private static void Configure(DuckDBConnection connection, string folder, DuckDbSeriesOptions options)
    {
        var settings = string.Create(CultureInfo.InvariantCulture, $"""
            SET memory_limit = '{options.MemoryLimitMb}MB';
            SET threads = {options.Threads};
            SET checkpoint_threshold = '{options.CheckpointMb}MB';
            SET preserve_insertion_order = false;
            SET temp_directory = {Sql.Text(Path.Combine(folder, "tmp"))};
            SET parquet_metadata_cache = true;
            SET autoinstall_known_extensions = false;
            SET autoload_known_extensions = false;
            SET allowed_directories = [{Sql.Text(folder + Path.DirectorySeparatorChar)}];
            SET enable_external_access = false;
            SET lock_configuration = true;
            """);
        connection.Execute(settings);
    }
}
