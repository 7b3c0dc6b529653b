using Microsoft.Extensions.Logging;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// The embedded series store: one DuckDB file for hot rows and the ledger, Parquet files for closed days. A commit is one transaction with one
/// fsync; it survives <c>kill -9</c> and power loss. Queries see every commit that returned before they began, and exactly one moment.
/// Of measurements with the same series and <c>at</c>, the one committed last is seen and counted.
/// </summary>
public sealed partial class DuckDbSeriesStore : ISeriesStore
{
    private readonly DuckDbSeriesOptions _options;
    private readonly SeriesDatabase _database;
    private readonly SeriesLedger _ledger;
    private readonly Sources _sources;
    private readonly SealedFiles _files;
    private readonly Sealer _sealer;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    private DuckDbSeriesStore(
        DuckDbSeriesOptions options, SeriesDatabase database, SeriesLedger ledger, SourceSet sources, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _database = database;
        _ledger = ledger;
        _sources = new Sources(sources);
        _files = new SealedFiles(database);
        _sealer = new Sealer(database, _sources, _files, options, clock, logger);
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Opens the store, making it when absent.</summary>
    /// <exception cref="SeriesStoreUnavailableException">In use, not writable, damaged, or wrong options; the message says which.</exception>
    public static async Task<DuckDbSeriesStore> OpenAsync(DuckDbSeriesOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        var faults = options.Faults();
        if (faults.Count > 0)
            throw new SeriesStoreUnavailableException($"The series store's options are wrong: {string.Join(" ", faults)}");
        var started = clock.GetTimestamp();
        var database = await Task.Run(() => SeriesDatabase.Open(options.Folder, options), cancellationToken);
        try
        {
            var ledger = await SeriesLedger.OpenAsync(database, cancellationToken);
            var sources = await database.WriteAsync(w => HotRows.Load(w, cancellationToken), cancellationToken);
            var store = new DuckDbSeriesStore(options, database, ledger, sources, clock, logger);
            store.CheckFiles();
            store.LogOpened(started);
            return store;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public int SeriesIdOf(string device, string quantity) => _ledger.Numbers.Assign(device, quantity);

    /// <inheritdoc/>
    public Task CommitAsync(SeriesCommit commit, CancellationToken cancellationToken) =>
        _ledger.CommitAsync(
            commit,
            writer =>
            {
                // Read inside the gate: sealing changes the current hot table only while it holds it.
                var hot = _sources.Current.Hot[^1];
                if (commit.Rows.Count > 0)
                    HotRows.Append(writer, hot, commit.Rows);
                return () => hot.Count_NeedsWriter(commit.Rows.Count);
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _sealer.Dispose();
        _ledger.Dispose();
    }

    private void CheckFiles()
    {
        var known = _sources.Current.Files;
        var damaged = _files.Damaged(known);
        if (damaged.Count > 0)
        {
            throw new SeriesStoreUnavailableException(
                $"The series store in '{_options.Folder}' lacks {damaged.Count} sealed files or they have another size: {string.Join(", ", damaged)}. Restore a back-up.");
        }

        var orphans = _files.DeleteOrphans(known);
        if (orphans > 0)
            Log.OrphansDeleted(_logger, orphans);
    }

    private void LogOpened(long started)
    {
        var set = _sources.Current;
        Log.Opened(_logger, _options.Folder, _clock.GetElapsedTime(started).TotalMilliseconds, set.Hot.Sum(static t => t.Rows), set.Files.Count);
    }
}
