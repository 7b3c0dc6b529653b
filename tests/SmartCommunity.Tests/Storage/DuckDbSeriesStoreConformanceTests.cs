using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Tests.Storage;

public sealed class DuckDbSeriesStoreConformanceTests : SeriesStoreConformance
{
    private protected override async Task<ISeriesStore> OpenAsync(string folder) =>
        await DuckDbSeriesStore.OpenAsync(new DuckDbSeriesOptions { Folder = folder }, TimeProvider.System, NullLogger.Instance, Sample.Token);
}
