using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// Puts what people say into the communities' logs: at start what a log lacks, then every change. Entries of a community stand in the order of their versions, so that a log is
/// complete up to the latest it holds. <c>_order</c> protects <c>_up</c>, <c>_isListening</c> and the order of entries.
/// </summary>
internal sealed class FactsIntoLog(IngestQueue queue, FactsFeed feed, IGrainFactory grains) : IDisposable
{
    private readonly SemaphoreSlim _order = new(1, 1);
    private readonly HashSet<string> _up = new(StringComparer.Ordinal);
    private bool _isListening;

    /// <summary>Logs no more; what is said from now on is logged at the next start.</summary>
    internal void Stop() => feed.Changed -= OnChanged;

    /// <summary>Logs what the community's log lacks. What changed before is read here, what changes after is logged by itself. Once a community is up, there is nothing to do.</summary>
    internal async Task BringUpAsync(string community, CancellationToken cancellationToken)
    {
        await _order.WaitAsync(cancellationToken);
        try
        {
            if (_up.Contains(community))
                return;
            Listen_NeedsOrder();
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

    private void Listen_NeedsOrder()
    {
        if (_isListening)
            return;
        feed.Changed += OnChanged;
        _isListening = true;
    }

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
