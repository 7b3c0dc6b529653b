using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud;

/// <summary>Opens the series store that the options ask for.</summary>
internal static class SeriesStoreSetup
{
    internal static async Task AddSeriesStoreAsync(this IServiceCollection services, CloudOptions options, CancellationToken cancellationToken)
    {
        // Opened before the host is built, so that a damaged or doubly opened store is one clear error at start.
        using var logging = LoggerFactory.Create(l => l.AddConsole());
        var store = await OpenAsync(options, logging.CreateLogger("SmartCommunity.Storage"), cancellationToken);
        services.AddSingleton(_ => store);
    }

    private static async Task<ISeriesStore> OpenAsync(CloudOptions options, ILogger logger, CancellationToken cancellationToken) =>
        await DuckDbSeriesStore.OpenAsync(
            new DuckDbSeriesOptions { Folder = Path.Combine(options.DataFolder, "series") }, TimeProvider.System, logger, cancellationToken);
}
