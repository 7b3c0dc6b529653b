using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cloud.Live;

/// <summary>What one subscription sees: which feeds, and of them communities' numbers or devices.</summary>
internal sealed class LiveScope
{
    private readonly IReadOnlyList<CommunityFeed> _feeds;
    private readonly bool _showsDevices;
    private readonly IReadOnlyList<string>? _devices;

    internal LiveScope(IReadOnlyList<CommunityFeed> feeds, bool showsDevices, IReadOnlyList<string>? devices)
    {
        _feeds = feeds;
        _showsDevices = showsDevices;
        _devices = devices;
    }

    /// <summary>The communities seen, with their streets.</summary>
    internal IReadOnlyDictionary<string, string> Streets() => _feeds.ToDictionary(static f => f.Code, static f => f.Street, StringComparer.Ordinal);

    internal bool Sees(CommunityFeed feed) => _feeds.Contains(feed);

    internal bool Sees(LiveEvent happened) => _devices is null || _devices.Contains(happened.Device);

    internal List<LiveCommunity> CommunitiesSince(long version) =>
        _showsDevices && _devices is not null ? [] : [.. _feeds.Select(f => f.SummarySince(version)).OfType<LiveCommunity>()];

    internal List<LiveScore> ScoresSince(long version) =>
        _devices is not null ? [] : [.. _feeds.Select(f => f.ScoreSince(version, withMeasures: _showsDevices)).OfType<LiveScore>()];

    internal List<LiveDevice> DevicesSince(long version)
    {
        if (!_showsDevices)
            return [];
        return _devices is null
            ? [.. _feeds.SelectMany(f => f.DevicesSince(version))]
            : [.. _devices.SelectMany(d => _feeds.Select(f => f.DeviceSince(d, version))).OfType<LiveDevice>()];
    }

    internal List<LiveEvent> EventsSince(long version) =>
        [.. _feeds.SelectMany(f => f.EventsSince(version)).Where(Sees).OrderBy(e => e.Number)];
}
