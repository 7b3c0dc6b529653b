using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Queries;

/// <summary>Stored history as people and programs ask for it; validates ranges and names. Thread-safe.</summary>
public sealed class SeriesQueries
{
    public Task<Outcome<SeriesView>> RangeAsync(
        string device, string quantity, DateTimeOffset from, DateTimeOffset to, Downsampling downsampling, int maxPoints, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<Outcome<RollupView>> RollupAsync(
        string device, string quantity, DateTimeOffset from, DateTimeOffset to, CalendarBucket bucket, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<Outcome<ConsumptionView>> ConsumptionAsync(
        string device, string quantity, DateTimeOffset from, DateTimeOffset to, CalendarBucket bucket, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
