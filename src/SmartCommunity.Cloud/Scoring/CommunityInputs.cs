using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>
/// A community's state as scoring reads it, without copying it. Valid until the state changes; <see cref="Refresh"/> takes over what changed since. Used by the thread that folds.
/// </summary>
internal sealed class CommunityInputs(CommunityState state) : ICommunityInputs
{
    private readonly SortedList<string, DeviceInput> _devices = new(StringComparer.Ordinal);
    private IReadOnlyList<DeviceInput>? _list;

    public string Community => state.Community;

    /// <summary>The latest time of any entry folded, or the end of what is being closed.</summary>
    public long InstantMs { get; private set; }

    public IReadOnlyList<DeviceInput> Devices => _list ??= [.. _devices.Values];

    public IReadOnlyDictionary<string, FactInput> Facts => state.Facts.FactInputs;

    public IReadOnlyList<RecordInput> Records => state.Facts.RecordInputs;

    public IReadOnlyList<EvidenceInput> Evidence => state.Facts.EvidenceInputs;

    public IReadOnlyList<string> RefusedEvidence => state.Facts.RefusedEvidence;

    public IWindowAggregates Aggregates => state.Scoring.Aggregates;

    public IReadOnlyList<string> ClaimedScenarios => state.Facts.ClaimedScenarios;

    /// <summary>The whole state, as it is at an instant.</summary>
    internal static CommunityInputs Of(CommunityState state, long instantMs)
    {
        var inputs = new CommunityInputs(state);
        inputs.Refresh(state.Devices.Values, instantMs);
        return inputs;
    }

    /// <summary>Takes over the devices that changed, and the instant.</summary>
    internal void Refresh(IEnumerable<DeviceTwin> changed, long instantMs)
    {
        InstantMs = instantMs;
        foreach (var twin in changed)
        {
            if (twin.Retired)
                _devices.Remove(twin.Device);
            else
                _devices[twin.Device] = InputOf(twin);
            _list = null;
        }
    }

    private DeviceInput InputOf(DeviceTwin twin)
    {
        var shape = state.Scoring.ShapeOf(state, twin.Device);
        return new DeviceInput(twin.Device, twin.Class, twin.LastReceivedAtMs, shape.Place, shape.Facilities, shape.Feeds, new TwinLatest(twin))
        {
            Presence = FeedDevice.WordOf(twin.Presence),
        };
    }

    /// <summary>Latest values of a twin. Values that a device calls bad, or whose clock is not believed, do not count.</summary>
    private sealed class TwinLatest(DeviceTwin twin) : IDeviceLatest
    {
        public bool TryGet(int quantity, out double value, out long atMs)
        {
            ref readonly var latest = ref twin.Latest[quantity];
            (value, atMs) = (latest.Value, latest.AtMs);
            return latest.IsSet && (latest.Quality & (Quality.Bad | Quality.ClockSuspect)) == 0;
        }
    }
}
