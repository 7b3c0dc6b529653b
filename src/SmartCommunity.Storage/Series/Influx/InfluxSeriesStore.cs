using System.Text;
using Microsoft.Extensions.Logging;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// The shared series store: measurements in InfluxDB, the ledger in a local DuckDB file. A commit writes the measurements first and then, in one
/// local transaction, the marks and everything else. A crash or a fault between the two leaves measurements without their mark: the
/// gateway sends them again, and writing the same series and time again changes nothing. So a failed commit may be tried again, and must be.
/// </summary>
public sealed partial class InfluxSeriesStore : ISeriesStore
{
    /// <summary>InfluxDB's own advice for one request: 5,000 lines; more gains nothing, and costs memory on both sides.</summary>
    private const int LinesPerRequest = 5_000;

    private static readonly TimeSpan UpkeepEvery = TimeSpan.FromMinutes(10);

    private readonly InfluxSeriesOptions _options;
    private readonly InfluxClient _influx;
    private readonly SeriesDatabase _database;
    private readonly SeriesLedger _ledger;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    private InfluxSeriesStore(
        InfluxSeriesOptions options, InfluxClient influx, SeriesDatabase database, SeriesLedger ledger, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _influx = influx;
        _database = database;
        _ledger = ledger;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Opens the ledger and makes sure that InfluxDB answers; makes the database on 1.x.</summary>
    /// <exception cref="SeriesStoreUnavailableException">The ledger cannot be opened.</exception>
    /// <exception cref="InfluxRequestException">InfluxDB does not answer, or refuses the log-in.</exception>
    public static async Task<InfluxSeriesStore> OpenAsync(InfluxSeriesOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        var influx = new InfluxClient(options);
        SeriesDatabase? database = null;
        try
        {
            await influx.ExecuteAsync(
                options.Version == InfluxVersion.V1
                    ? $"CREATE DATABASE \"{options.Database.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
                    : "SHOW MEASUREMENTS",
                cancellationToken);
            database = await Task.Run(() => SeriesDatabase.Open(options.Ledger.Folder, options.Ledger), cancellationToken);
            var ledger = await SeriesLedger.OpenAsync(database, cancellationToken);
            return new InfluxSeriesStore(options, influx, database, ledger, clock, logger);
        }
        catch
        {
            influx.Dispose();
            if (database is not null)
                await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public int SeriesIdOf(string device, string quantity) => _ledger.Numbers.Assign(device, quantity);

    /// <inheritdoc/>
    public async Task CommitAsync(SeriesCommit commit, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        for (var start = 0; start < commit.Rows.Count; start += LinesPerRequest)
        {
            lines.Clear();
            foreach (var row in commit.Rows.GetRange(start, Math.Min(LinesPerRequest, commit.Rows.Count - start)))
            {
                var (device, quantity) = _ledger.Numbers[row.SeriesId];
                LineProtocol.Append(lines, device, quantity, row);
            }

            await _influx.WriteAsync(lines.ToString(), cancellationToken);
        }

        await _ledger.CommitAsync(commit, static _ => static () => { }, cancellationToken);
    }

    /// <summary>Deletes measurements past their retention (1.x and 2.x) and trims the ledger.</summary>
    public async Task MaintainAsync(long nowMs, CancellationToken cancellationToken)
    {
        var cutoffMs = nowMs - (long)_options.Ledger.Retention.TotalMilliseconds;
        if (_options.Version != InfluxVersion.V3)
            await _influx.ExecuteAsync($"DELETE FROM \"{LineProtocol.Measurement}\" WHERE time < {Sql.Number(cutoffMs)}ms", cancellationToken);
        await _ledger.TrimAsync(nowMs, _options.Ledger.Retention, _options.Ledger.LogRetention, _logger, cancellationToken);
    }

    /// <summary>Maintains the store every ten minutes until cancelled. A fault is logged and tried again the next time; it never ends the loop.</summary>
    public Task RunUpkeepAsync(CancellationToken cancellationToken) => Upkeep.RunAsync(MaintainAsync, UpkeepEvery, _clock, _logger, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _influx.Dispose();
        await _database.DisposeAsync();
        _ledger.Dispose();
    }
}
