using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// Puts what people say into the communities' logs: at start what a log lacks, then every change. Entries of a community stand in the order of their versions, so that a log is
/// complete up to the latest it holds. <c>_order</c> protects <c>_up</c> and the order of entries.
/// </summary>
internal sealed class FactsIntoLog(IngestQueue queue, FactsFeed feed, IGrainFactory grains) : IDisposable
{
    private readonly SemaphoreSlim _order = new(1, 1);
    private readonly HashSet<string> _up = new(StringComparer.Ordinal);

    /// <summary>From now on changes of communities that are up are logged.</summary>
    internal void Start() => feed.Changed += OnChanged;

    internal void Stop() => feed.Changed -= OnChanged;

    /// <summary>Logs what the community's log lacks. What changes before is read here, what changes after is logged by itself.</summary>
    internal async Task BringUpAsync(string community, CancellationToken cancellationToken)
    {
        await _order.WaitAsync(cancellationToken);
        try
        {
            var logged = await grains.GetGrain<ICommunityGrain>(community).FactsVersionsAsync();
            await EnqueueAsync(await feed.ChangedSinceAsync(community, logged, cancellationToken), cancellationToken);
            _up.Add(community);
        }
        finally
        {
            _order.Release();
        }
    }

    public void Dispose() => _order.Dispose();

    private void OnChanged(FactsChange change)
    {
        _order.Wait();
        try
        {
            if (_up.Contains(change.Community))
                EnqueueAsync(change, CancellationToken.None).GetAwaiter().GetResult();
        }
        finally
        {
            _order.Release();
        }
    }

    private async Task EnqueueAsync(FactsChange change, CancellationToken cancellationToken)
    {
        foreach (var (kind, body) in FactsEntries.Of(change))
            await queue.EnqueueAsync(new LogItem([change.Community], kind, body), cancellationToken);
    }
}
