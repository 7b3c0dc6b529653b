using System.Collections.Concurrent;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>State of a device as its twin had it. Immutable; <c>Latest</c> is indexed like the quantities of its class and never written again.</summary>
internal sealed record DeviceState(
    string Device, string Community, DeviceClass Class, string Presence, bool Retired, long LastReceivedAtMs, LatestValue[] Latest, string? ReportedJson, long ReportedVersion,
    long ReportedAtMs)
{
    internal string State => Retired ? "retired" : Presence;

    internal static DeviceState Of(string community, DeviceTwin twin) => new(
        twin.Device, community, twin.Class, FeedDevice.WordOf(twin.Presence), twin.Retired, twin.LastReceivedAtMs, twin.ShareLatest(), twin.ReportedJson, twin.ReportedVersion, twin.ReportedAtMs);
}

/// <summary>
/// Every device's twin for queries, fed by the communities' folds. A reader sees each device as some fold left it. Thread-safe; reads take no lock.
/// </summary>
public sealed class TwinIndex
{
    private readonly ConcurrentDictionary<string, Slot> _devices = new(StringComparer.Ordinal);
    private volatile Slot[]? _sorted;

    /// <summary>The device's state, or null while no fold knows it.</summary>
    internal DeviceState? Find(string device) => _devices.TryGetValue(device, out var slot) ? slot.State : null;

    /// <summary>All devices by id.</summary>
    internal IEnumerable<DeviceState> All
    {
        get
        {
            // Sorting 60,000 ids takes longer than reading them, and ids come only by enrolment.
            var sorted = _sorted ??= [.. _devices.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => d.Value)];
            return sorted.Select(slot => slot.State);
        }
    }

    /// <summary>Takes over what a fold touched.</summary>
    internal void Update(string community, IEnumerable<DeviceTwin> touched)
    {
        foreach (var twin in touched)
        {
            var state = DeviceState.Of(community, twin);
            if (_devices.TryGetValue(twin.Device, out var slot))
            {
                slot.State = state;
                continue;
            }

            _devices[twin.Device] = new Slot(state);
            _sorted = null;
        }
    }

    private sealed class Slot(DeviceState state)
    {
        private volatile DeviceState _state = state;

        internal DeviceState State
        {
            get => _state;
            set => _state = value;
        }
    }
}
