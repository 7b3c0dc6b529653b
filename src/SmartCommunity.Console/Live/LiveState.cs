using SmartCommunity.Cloud.Live;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Live;

/// <summary>The state of an area as a client keeps it: a snapshot, then deltas with consecutive versions. Pure; not thread-safe.</summary>
internal sealed class LiveState
{
    /// <summary>Most events kept: an hour of a bad day fits, and a list nobody can read does not grow further.</summary>
    internal const int MaxEvents = 200;

    private readonly Dictionary<string, LiveCommunity> _communities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiveDevice> _devices = new(StringComparer.Ordinal);
    private readonly List<LiveEvent> _events = [];

    internal string Feed { get; private set; } = "";

    internal long Version { get; private set; }

    internal IReadOnlyDictionary<string, LiveCommunity> Communities => _communities;

    internal IReadOnlyDictionary<string, LiveDevice> Devices => _devices;

    /// <summary>Safety events as they came, newest first.</summary>
    internal IReadOnlyList<LiveEvent> Events => _events;

    /// <summary>Safety events that happened within the hour, the latest first: what a device kept and sends now is history, however new its arrival.</summary>
    internal IReadOnlyList<LiveEvent> Recent(long nowMs) => [.. _events.Where(e => IsRecent(e, nowMs)).OrderByDescending(static e => e.AtMs).ThenByDescending(static e => e.Number)];

    /// <summary>It happened within the hour.</summary>
    internal static bool IsRecent(LiveEvent happened, long nowMs) => nowMs - happened.AtMs < (long)LiveSubscription.SnapshotEvents.TotalMilliseconds;

    internal void Apply(LiveSnapshot snapshot)
    {
        if (snapshot.Complete)
        {
            _communities.Clear();
            _devices.Clear();
            _events.Clear();
        }

        Feed = snapshot.Feed;
        Version = snapshot.Version;
        Take(snapshot.Communities, snapshot.Devices);
        foreach (var safetyEvent in snapshot.Events)
            Apply(safetyEvent);
    }

    /// <summary>Applies a delta; false, and nothing applied, when it does not follow on this state.</summary>
    internal bool Apply(LiveDelta delta)
    {
        if (delta.FromVersion != Version)
            return false;
        Version = delta.Version;
        Take(delta.Communities, delta.Devices);
        return true;
    }

    internal void Apply(LiveEvent safetyEvent)
    {
        if (_events.Exists(e => e.Number == safetyEvent.Number))
            return;
        _events.Insert(0, safetyEvent);
        if (_events.Count > MaxEvents)
            _events.RemoveAt(_events.Count - 1);
    }

    private void Take(IReadOnlyList<LiveCommunity> communities, IReadOnlyList<LiveDevice> devices)
    {
        foreach (var community in communities)
            _communities[community.Code] = community;
        foreach (var device in devices)
            _devices[device.Device] = _devices.TryGetValue(device.Device, out var known) ? Merge(known, device) : device;
    }

    // A delta's device holds only the values that changed.
    private static LiveDevice Merge(LiveDevice known, LiveDevice changed)
    {
        var values = known.Values.ToList();
        foreach (var value in changed.Values)
        {
            var at = values.FindIndex(v => v.Quantity == value.Quantity);
            if (at < 0)
                values.Add(value);
            else
                values[at] = value;
        }

        return changed with { Values = values };
    }
}
