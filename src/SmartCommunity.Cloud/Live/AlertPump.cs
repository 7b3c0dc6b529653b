using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cloud.Live;

/// <summary>
/// Brings the transitions of some communities' alerts to one client, each one, in order. It remembers only how far the client is, so that one that does not read holds up nobody and loses nothing.
/// </summary>
internal sealed class AlertPump
{
    private readonly AlertFeed _alerts;
    private readonly IReadOnlyDictionary<string, string> _streets;
    private readonly Dictionary<string, long> _sent = new(StringComparer.Ordinal);
    private readonly WakeSignal _wake = new();

    /// <param name="alerts">Where they come from.</param>
    /// <param name="streets">Street by community: the communities seen.</param>
    /// <param name="known">How far the client is; a community that is missing, or further than the ledger, begins with its open alerts.</param>
    internal AlertPump(AlertFeed alerts, IReadOnlyDictionary<string, string> streets, IReadOnlyList<LiveAlertCursor> known)
    {
        _alerts = alerts;
        _streets = streets;
        var cursors = new List<LiveAlertCursor>(streets.Count);
        foreach (var community in streets.Keys)
        {
            // Read before the open alerts: what happens in between comes once more, and changes nothing.
            var through = alerts.Through(community);
            var cursor = known.FirstOrDefault(k => k.Community == community && k.Ordinal >= 0 && k.Ordinal <= through);
            cursors.Add(new LiveAlertCursor { Community = community, Ordinal = cursor?.Ordinal ?? through, Complete = cursor is null });
            _sent[community] = cursors[^1].Ordinal;
        }

        Cursors = cursors;
        Open = [.. alerts.Open([.. cursors.Where(static c => c.Complete).Select(static c => c.Community)]).Select(a => AlertFeed.ViewOf(a, streets[a.Community]))];
    }

    /// <summary>Where each community begins.</summary>
    internal IReadOnlyList<LiveAlertCursor> Cursors { get; }

    /// <summary>Open alerts of the communities that begin anew.</summary>
    internal IReadOnlyList<LiveAlert> Open { get; }

    /// <summary>A community has news.</summary>
    internal void Wake(string community)
    {
        if (_streets.ContainsKey(community))
            Wake();
    }

    /// <summary>Looks at every community.</summary>
    internal void Wake() => _wake.Set();

    /// <summary>Sends until cancelled. A send that waits delays this client alone.</summary>
    internal async Task RunAsync(string subscription, ILiveClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _wake.WaitAsync(cancellationToken);
            foreach (var (community, street) in _streets)
            {
                while (_alerts.Since(community, _sent[community]) is { Count: > 0 } changes)
                {
                    // An array by name: MessagePack goes by what a value is, and does not know what a collection expression makes.
                    await client.Alerts(subscription, changes.Select(c => AlertFeed.ViewOf(c, street)).ToArray());
                    _sent[community] = changes[^1].Ordinal;
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
    }
}
