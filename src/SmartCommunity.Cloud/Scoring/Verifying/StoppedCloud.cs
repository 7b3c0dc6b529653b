using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Alerts.BackTests;
using SmartCommunity.Cloud.Alerts.Learning;
using SmartCommunity.Cloud.Models;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Scoring.Verifying;

/// <summary>The stores of a cloud that does not run, opened to verify them.</summary>
public sealed class StoppedCloud : IAsyncDisposable
{
    private readonly string _registryPath;
    private readonly RegistryStore _registry;
    private readonly DuckDbSeriesStore _series;
    private readonly ScoreLedger _ledger;

    private StoppedCloud(string registryPath, RegistryStore registry, DuckDbSeriesStore series, ScoreLedger ledger) =>
        (_registryPath, _registry, _series, _ledger) = (registryPath, registry, series, ledger);

    /// <summary>Opens registry (its classes become those of this process), series store, ledger and packs of a cloud's folder.</summary>
    /// <exception cref="SeriesStoreUnavailableException">The cloud runs, or its series store is damaged.</exception>
    public static async Task<StoppedCloud> OpenAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var registryPath = Path.Combine(folder, "registry.db");
        var series = await DuckDbSeriesStore.OpenAsync(new DuckDbSeriesOptions { Folder = Path.Combine(folder, "series") }, time, NullLogger.Instance, cancellationToken);
        ScoringPacks.Use(ScoringServices.PacksOf(folder).Packs);
        return new StoppedCloud(registryPath, ModelRows.Open(registryPath, NullLogger<ImportedModels>.Instance), series, ScoreLedger.Open(Path.Combine(folder, ScoringServices.LedgerFile)));
    }

    /// <summary>Communities with a log, and the last position of each.</summary>
    public Task<IReadOnlyDictionary<string, long>> CommunitiesAsync(CancellationToken cancellationToken) => _series.LogPositionsAsync(cancellationToken);

    /// <summary>Back-tests of alert rules on what the folder holds.</summary>
    public RuleBackTest BackTest => new(_series);

    /// <summary>Stored history, to learn models from.</summary>
    public LearningHistory Learning => new(_series);

    /// <summary>Verifies one community.</summary>
    public Task<VerifyReport> VerifyAsync(string community, Action<long> progress, CancellationToken cancellationToken) =>
        new VerifyRun(_series, _ledger, _registryPath, community).RunAsync(long.MaxValue, progress, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ledger.Dispose();
        await _series.DisposeAsync();
        _registry.Dispose();
    }
}
