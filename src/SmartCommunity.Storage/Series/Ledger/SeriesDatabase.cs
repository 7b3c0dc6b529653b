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
    private readonly DuckDbSeriesOptions _options;
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writerGate = new(1, 1);
    private readonly SemaphoreSlim _readerGate;
    private readonly Stack<DuckDBConnection> _idle = new(); // guarded by itself, as are _reading and _failed
    private DuckDBConnection _writer; // guarded by _writerGate
    private int _reading;
    private bool _failed;
    private bool _disposed;

    private SeriesDatabase(string folder, FileStream lockFile, DuckDBConnection writer, string connectionString, DuckDbSeriesOptions options)
    {
        Folder = folder;
        _lock = lockFile;
        _writer = writer;
        _connectionString = connectionString;
        _options = options;
        _readerGate = new SemaphoreSlim(options.Readers, options.Readers);
    }

    /// <summary>Absolute path of the store's folder.</summary>
    public string Folder { get; }

    /// <summary>Sealed Parquet files.</summary>
    public string SealedFolder => Path.Combine(Folder, "sealed");

    /// <summary>Files of log blocks.</summary>
    public string LogFolder => Path.Combine(Folder, "log");

    /// <summary>Files under construction and DuckDB's spills; emptied when the store is opened.</summary>
    public string TempFolder => Path.Combine(Folder, "tmp");

    public static SeriesDatabase Open(string folder, DuckDbSeriesOptions options)
    {
        folder = Path.GetFullPath(folder);
        var lockFile = TakeLock(folder);
        try
        {
            ClearTemp(Path.Combine(folder, "tmp"));
            Directory.CreateDirectory(Path.Combine(folder, "sealed"));
            var connectionString = $"Data Source={Path.Combine(folder, "series.duckdb")}";
            var writer = OpenWriter(connectionString, folder, options);
            return new SeriesDatabase(folder, lockFile, writer, connectionString, options);
        }
        catch (Exception e) when (e is DuckDBException or IOException or UnauthorizedAccessException)
        {
            lockFile.Dispose();
            throw new SeriesStoreUnavailableException(
                $"The series store in '{folder}' cannot be opened: {e.Message} Restore a back-up, or move the folder away to start empty.", e);
        }
    }

    /// <summary>
    /// Runs <paramref name="write"/> alone on the writer, in one transaction that is committed when it returns and rolled back when it throws.
    /// After a failed write the file is opened anew before the next: DuckDB gives a database up when a checkpoint fails, and the connection does
    /// not know whether the transaction it could not end is in the log.
    /// </summary>
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
                    var result = Transact(write);
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

    private T Transact<T>(Func<DuckDBConnection, T> write)
    {
        if (_failed)
            Reopen();
        try
        {
            using var transaction = _writer.BeginTransaction();
            var result = write(_writer);
            transaction.Commit();
            return result;
        }
        catch
        {
            lock (_idle)
                _failed = true;
            throw;
        }
    }

    /// <summary>DuckDB forgets a database only once the last connection to it is closed: queries that still run must end first.</summary>
    private void Reopen()
    {
        lock (_idle)
        {
            while (_idle.TryPop(out var connection))
                connection.Dispose();
            if (_reading > 0)
                throw new SeriesStoreUnavailableException($"The series store in '{Folder}' is opened anew after a failed write once the {_reading} running queries have ended.");
        }

        _writer.Dispose();
        _writer = OpenWriter(_connectionString, Folder, _options);
        lock (_idle)
            _failed = false;
    }

    private static DuckDBConnection OpenWriter(string connectionString, string folder, DuckDbSeriesOptions options)
    {
        var writer = new DuckDBConnection(connectionString);
        try
        {
            writer.Open();
            writer.Execute(Settings(folder, options.MemoryLimitMb, options.Threads));
            writer.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"SET checkpoint_threshold = '{options.CheckpointMb}MB'; SET preserve_insertion_order = false; SET lock_configuration = true;"));
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private T ReadPooled<T>(Func<DuckDBConnection, T> read)
    {
        DuckDBConnection? connection;
        lock (_idle)
        {
            if (_failed)
                throw new SeriesStoreUnavailableException($"The series store in '{Folder}' cannot be read until a write succeeds: the last one failed.");
            _reading++;
            _idle.TryPop(out connection);
        }

        try
        {
            if (connection is null)
            {
                connection = new DuckDBConnection(_connectionString);
                connection.Open();
            }

            return read(connection);
        }
        finally
        {
            lock (_idle)
            {
                _reading--;
                if (_disposed || _failed)
                    connection?.Dispose();
                else if (connection is not null)
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

    /// <summary>Settings of an instance that works in the folder and may touch nothing outside it.</summary>
    public static string Settings(string folder, int memoryLimitMb, int threads) => string.Create(CultureInfo.InvariantCulture, $"""
        SET memory_limit = '{memoryLimitMb}MB';
        SET threads = {threads};
        SET temp_directory = {Sql.Text(Path.Combine(folder, "tmp"))};
        SET parquet_metadata_cache = true;
        SET autoinstall_known_extensions = false;
        SET autoload_known_extensions = false;
        SET allowed_directories = [{Sql.Text(folder + Path.DirectorySeparatorChar)}];
        SET enable_external_access = false;
        """);
}
