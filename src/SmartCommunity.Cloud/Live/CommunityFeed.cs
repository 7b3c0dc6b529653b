using SmartCommunity.Cloud.Twins;
using SmartCommunity.Cloud.Twins.Derived;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Live;

/// <summary>
/// The live state of one community, each value stamped with the version of its last change, so that "what changed since version V" can be
/// answered for any V without keeping a history. Thread-safe; <c>_gate</c> protects everything.
/// </summary>
internal sealed class CommunityFeed(string community, string street, VersionClock versions)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, FeedDevice> _devices = new(StringComparer.Ordinal);
    private readonly Queue<(long Version, LiveEvent Event)> _events = new();
    private readonly FeedScore _score = new(community);
    private LiveCommunity _summary = new() { Code = community, Devices = 0, Online = 0, LastAtMs = 0, MessagesPerSecond = 0, Position = 0 };
    private long _summaryVersion;
    private long _kitsAtMs = -1;
    private IReadOnlyList<ElderKit> _kits = [];

    internal string Code { get; } = community;

    internal string Street { get; } = street;

    /// <summary>Takes over what a run of the fold touched; returns the new safety events, numbered.</summary>
    internal IReadOnlyList<LiveEvent> Update(CommunityState state, FoldChanges changes)
    {
        lock (_gate)
        {
            var version = versions.Next();
            foreach (var twin in changes.Devices)
            {
                if (!_devices.TryGetValue(twin.Device, out var device))
                    _devices[twin.Device] = device = new FeedDevice(twin);
                device.Update(twin, version);
            }

            UpdateSummary(state, version);
            if (_kitsAtMs != state.NowMs)
                (_kitsAtMs, _kits) = (state.NowMs, ElderKits.Of(state));
            return changes.Events.Count == 0 ? [] : [.. changes.Events.Select(e => Add(e, version))];
        }
    }

    /// <summary>Takes over the values of devices that <paramref name="shown"/> marks where they are newer; devices the fold does not know yet wait for it.</summary>
    internal void Preview(BatchColumns columns, bool[] shown)
    {
        var batch = columns.Batch;
        var quantities = batch.Quantities.Select(QuantityCatalogue.Default.Find).ToArray();
        lock (_gate)
        {
            var version = versions.Next();
            for (var m = 0; m < columns.Messages; m++)
            {
                var index = (int)batch.Device[m];
                if (shown[index] && _devices.TryGetValue(batch.Devices[index].Device, out var device))
                    device.Preview(columns, m, quantities, version);
            }
        }
    }

    /// <summary>Takes over the community's score; null: it has none. True when there is something new to show.</summary>
    internal bool Update(CommunityScore? score)
    {
        lock (_gate)
            return _score.Update(score, versions.Next());
    }

    /// <summary>The community's score, when it changed after a version, with the measures that changed or without measures.</summary>
    internal LiveScore? ScoreSince(long version, bool withMeasures)
    {
        lock (_gate)
            return _score.ViewSince(version, withMeasures);
    }

    /// <summary>The community's numbers, when they changed after a version.</summary>
    internal LiveCommunity? SummarySince(long version)
    {
        lock (_gate)
            return _summaryVersion > version ? _summary : null;
    }

    /// <summary>The guard kits as of the latest tick, by home.</summary>
    internal IReadOnlyList<ElderKit> Kits()
    {
        lock (_gate)
            return _kits;
    }

    /// <summary>Devices that changed after a version, with the values that changed; 0 = all.</summary>
    internal List<LiveDevice> DevicesSince(long version)
    {
        lock (_gate)
            return [.. _devices.Values.Where(d => d.Version > version).Select(d => d.ViewSince(version, Code))];
    }

    /// <summary>One device as <see cref="DevicesSince"/> shows it, or null.</summary>
    internal LiveDevice? DeviceSince(string device, long version)
    {
        lock (_gate)
            return _devices.TryGetValue(device, out var found) && found.Version > version ? found.ViewSince(version, Code) : null;
    }

    /// <summary>Safety events after a version, oldest first.</summary>
    internal List<LiveEvent> EventsSince(long version)
    {
        lock (_gate)
            return [.. _events.Where(e => e.Version > version).Select(e => e.Event)];
    }

    private void UpdateSummary(CommunityState state, long version)
    {
        var live = 0;
        var online = 0;
        foreach (var device in _devices.Values)
        {
            device.EndPreview(state.NowMs, version);
            live += device.Retired ? 0 : 1;
            online += device.Online ? 1 : 0;
        }

        var summary = new LiveCommunity
        {
            Code = Code,
            Devices = live,
            Online = online,
            LastAtMs = state.LastAtMs,
            MessagesPerSecond = state.MessagesPerSecond,
            Position = state.Position,
        };
        if (summary == _summary)
            return;
        _summary = summary;
        _summaryVersion = version;
    }

    private LiveEvent Add(RememberedEvent happened, long version)
    {
        var live = new LiveEvent
        {
            Number = versions.NextEvent(),
            Device = happened.Device,
            Community = Code,
            Type = happened.Type,
            EventId = happened.EventId,
            AtMs = happened.AtMs,
            ReceivedAtMs = happened.ReceivedAtMs,
        };
        _events.Enqueue((version, live));
        if (_events.Count > CommunityState.MaxEvents)
            _events.Dequeue();
        return live;
    }
}

/// <summary>A device in the feed: the twin's values, or a copy with previews of later ones, each with the version of its last change.</summary>
internal sealed class FeedDevice(DeviceTwin twin)
{
    private readonly string _device = twin.Device;
    private readonly DeviceClass _class = twin.Class;
    private LatestValue[] _values = new LatestValue[twin.Latest.Length];
    private readonly long[] _versions = new long[twin.Latest.Length];
    private long _lastReceivedAtMs;
    private Presence _presence;
    private bool _isFlapping;
    private bool _isPreviewed;
    private bool _isCopy;

    internal long Version { get; private set; }

    internal bool Online => State == Presence.Online;

    /// <summary>A preview shows that the device is there, but one that flaps must be heard by its twin.</summary>
    private Presence State => Retired ? Presence.Offline : _isPreviewed && !_isFlapping ? Presence.Online : _presence;

    internal bool Retired { get; private set; }

    internal void Update(DeviceTwin source, long version)
    {
        var latest = source.ShareLatest();
        var isAhead = false;
        for (var i = 0; i < latest.Length; i++)
        {
            if (latest[i].IsSet && latest[i].IsLaterThan(_values[i]))
                _versions[i] = version;
            else
                isAhead |= _values[i].IsSet && _values[i].IsLaterThan(latest[i]);
        }

        if (isAhead)
            Merge(latest);
        else
            (_values, _isCopy) = (latest, false);
        _presence = source.Presence;
        _isFlapping = source.IsFlapping;
        Retired = source.Retired;
        _isPreviewed &= source.LastReceivedAtMs < _lastReceivedAtMs;
        _lastReceivedAtMs = Math.Max(_lastReceivedAtMs, source.LastReceivedAtMs);
        Version = version;
    }

    internal void Preview(BatchColumns columns, int message, Quantity?[] quantities, long version)
    {
        var (atMs, receivedAtMs) = (columns.AtMs[message], columns.ReceivedAtMs[message]);
        for (var v = columns.ValueStart[message]; v < columns.ValueStart[message + 1]; v++)
        {
            var slot = _class.IndexOf(quantities[columns.Batch.Quantity[v]]);
            if (slot < 0)
                continue;
            var value = new LatestValue
            {
                Value = columns.Batch.Value[v], AtMs = atMs, ReceivedAtMs = receivedAtMs, Quality = (Quality)columns.Batch.Quality[message], IsSet = true,
            };
            if (!value.IsLaterThan(_values[slot]))
                continue;
            Copy()[slot] = value;
            _versions[slot] = version;
        }

        _isPreviewed = true;
        _lastReceivedAtMs = Math.Max(_lastReceivedAtMs, receivedAtMs);
        Version = version;
    }

    private void Merge(LatestValue[] latest)
    {
        var values = Copy();
        for (var i = 0; i < values.Length; i++)
        {
            if (latest[i].IsSet && latest[i].IsLaterThan(values[i]))
                values[i] = latest[i];
        }
    }

    private LatestValue[] Copy()
    {
        if (!_isCopy)
            (_values, _isCopy) = ([.. _values], true);
        return _values;
    }

    /// <summary>A device that fell silent after its preview is what its twin says.</summary>
    internal void EndPreview(long nowMs, long version)
    {
        if (!_isPreviewed || nowMs - _lastReceivedAtMs <= Liveness.PatienceMs(_class))
            return;
        _isPreviewed = false;
        Version = version;
    }

    internal LiveDevice ViewSince(long version, string community)
    {
        var values = new List<LiveValue>(_values.Length);
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i].IsSet && _versions[i] > version)
                values.Add(ViewOf(_class.Quantities[i].Name, _values[i]));
        }

        return new LiveDevice
        {
            Device = _device,
            Community = community,
            Class = _class.Code,
            Online = Online,
            State = WordOf(State),
            LastReceivedAtMs = _lastReceivedAtMs,
            Values = values,
        };
    }

    internal static LiveValue ViewOf(string quantity, in LatestValue value) => new()
    {
        Quantity = quantity,
        Value = value.Value,
        AtMs = value.AtMs,
        ReceivedAtMs = value.ReceivedAtMs,
        Quality = (int)value.Quality,
        From = value.From,
    };

    internal static string WordOf(Presence presence) => presence switch
    {
        Presence.Online => DevicePresence.Online,
        Presence.GatewayAway => DevicePresence.GatewayAway,
        Presence.Unheard => DevicePresence.Unheard,
        _ => DevicePresence.Offline,
    };
}
