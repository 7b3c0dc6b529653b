using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud;

/// <summary>Opens the series store that the options ask for, and keeps it in order (sealing, retention) while the host runs.</summary>
internal static class SeriesStoreSetup
{
    internal static async Task AddSeriesStoreAsync(this IServiceCollection services, CloudOptions options, CancellationToken cancellationToken)
    {
        // Opened before the host is built, so that a damaged or doubly opened store is one clear error at start.
        using var logging = LoggerFactory.Create(l => l.AddConsole());
        var logger = logging.CreateLogger("SmartCommunity.Storage");
        var embedded = new DuckDbSeriesOptions { Folder = Path.Combine(options.DataFolder, "series") };
        if (options.InfluxUrl is { } url)
        {
            var token = options.InfluxTokenFile is { } file ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : null;
            var store = await InfluxSeriesStore.OpenAsync(
                new InfluxSeriesOptions { Url = url, Database = options.InfluxDatabase, Token = token, Ledger = embedded }, TimeProvider.System, logger, cancellationToken);
            services.AddStore(store, store.RunUpkeepAsync);
        }
        else
        {
            var store = await DuckDbSeriesStore.OpenAsync(embedded, TimeProvider.System, logger, cancellationToken);
            services.AddSingleton(_ => store);
            services.AddStore(store, store.RunUpkeepAsync);
        }
    }

    private static void AddStore(this IServiceCollection services, ISeriesStore store, Func<CancellationToken, Task> upkeep)
    {
        // Through a factory, so that the container disposes it at the end.
        services.AddSingleton(_ => store);
        services.AddHostedService(_ => new UpkeepService(upkeep));
    }

    private sealed class UpkeepService(Func<CancellationToken, Task> upkeep) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                await upkeep(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The host stops, or never came up.
            }
        }
    }
}
