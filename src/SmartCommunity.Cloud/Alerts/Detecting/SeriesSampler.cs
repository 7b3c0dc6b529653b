using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>What a device last said at the end of a quarter of an hour.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Watched">The quantity and by what it is judged.</param>
/// <param name="IsRegister">It counts up: its use an hour is looked at.</param>
/// <param name="Group">Among whom its like is looked for: the building with class and quantity.</param>
/// <param name="Value">The value.</param>
/// <param name="AtMs">When it was measured, epoch milliseconds.</param>
internal sealed record SeriesSample(string Device, WatchedQuantity Watched, bool IsRegister, string Group, double Value, long AtMs);

/// <summary>A community's samples of one quarter of an hour. Immutable.</summary>
/// <param name="Community">Community code.</param>
/// <param name="EndMs">End of the quarter, epoch milliseconds.</param>
/// <param name="LoggedThroughMs">The latest quarter whose records the community's log has.</param>
/// <param name="Most">Most series that are looked at.</param>
/// <param name="Samples">The samples, in the order of the rules and then of the devices.</param>
internal sealed record CommunitySamples(string Community, long EndMs, long LoggedThroughMs, int Most, IReadOnlyList<SeriesSample> Samples)
{
    /// <summary>What the kits of its homes said.</summary>
    internal IReadOnlyList<KitSample> Kits { get; init; } = [];
}

/// <summary>
/// Reads what detectors look at from a community's state, each time a tick of the log passes a quarter of an hour. Pure: the same log gives the same samples. A value that was not measured within the quarter,
/// or does not count, is left out: a gap is no value.
/// </summary>
internal static class SeriesSampler
{
    /// <summary>The detectors' constants fit 5 to 15 minutes; their figures were measured at 15 (decision 0028).</summary>
    internal const long StepMs = 900_000;

    /// <summary>The quarter of an hour that ended last.</summary>
    internal static long EndOf(long nowMs) => nowMs / StepMs * StepMs;

    internal static CommunitySamples Of(CommunityState state, long endMs)
    {
        var plan = state.Alerts.Rules?.Detectors ?? DetectorPlan.None;
        var samples = new List<SeriesSample>();
        foreach (var watched in plan.Quantities)
        {
            foreach (var twin in state.Devices.Values)
            {
                if (twin.Class.Code == watched.Class && !twin.Retired && SampleOf(state, twin, watched, endMs) is { } sample)
                    samples.Add(sample);
            }
        }

        return new CommunitySamples(state.Community, endMs, state.Detections.ThroughMs, plan.Most, samples) { Kits = KitSampler.Of(state, plan.Homes, endMs) };
    }

    private static SeriesSample? SampleOf(CommunityState state, DeviceTwin twin, WatchedQuantity watched, long endMs)
    {
        var slot = CommunityFold.SlotOf(twin.Class, watched.Quantity);
        if (slot < 0)
            return null;
        ref readonly var latest = ref twin.Latest[slot];
        if (!latest.IsSet || !latest.Quality.Counts() || latest.AtMs <= endMs - StepMs)
            return null;
        var group = $"{BuildingOf(state, twin)}/{watched.Class}/{watched.Quantity}";
        return new SeriesSample(twin.Device, watched, twin.Class.Quantities[slot].IsRegister, group, latest.Value, latest.AtMs);
    }

    /// <summary>The building a device is in, by way of its unit or facility; where there is none, the community.</summary>
    private static string BuildingOf(CommunityState state, DeviceTwin twin)
    {
        var chain = PlaceChain.Of(state, "", state.Scoring.ShapeOf(state, twin.Device).Place ?? "");
        return chain.FirstOrDefault(static place => TwinId.TryParse(place, out var id) && id.Kind == TwinKind.Building) ?? $"community:{state.Community}";
    }
}
