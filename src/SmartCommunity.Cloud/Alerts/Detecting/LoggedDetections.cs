using MessagePack;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>
/// Body of a log entry <see cref="Storage.Series.LogEntryKind.Detections"/>: what detectors said, as input of the fold; they are never asked again in a replay. Keys are positions in an array; only ever append.
/// </summary>
/// <param name="ThroughMs">The quarter of an hour it is about, by its end, epoch milliseconds: a second entry about it, or about an earlier one, changes nothing. 0: none, it sets the strength.</param>
/// <param name="Said">What was said.</param>
/// <param name="Strength">From which strength on alerts are raised from here on, by the office's budget; 0: as before.</param>
[MessagePackObject]
public sealed record LoggedDetections([property: Key(0)] long ThroughMs, [property: Key(1)] LoggedDetection[] Said, [property: Key(2)] float Strength = 0);

/// <summary>What one channel said of one point. Keys are positions in an array; only ever append.</summary>
/// <param name="Device">Device id; of a kit the home's twin id.</param>
/// <param name="Quantity">Quantity of it; of a kit those that stick out, class and quantity, with blanks between, most first.</param>
/// <param name="Channel">Channel, as <see cref="Anomaly.Detectors.DetectorChannel"/> numbers it.</param>
/// <param name="Kind">The detector that said most, as <see cref="Anomaly.Detectors.DetectorKind"/> numbers it.</param>
/// <param name="AtMs">Moment, epoch milliseconds.</param>
/// <param name="Value">The value; of a register its use an hour; of a kit how far it does not fit together.</param>
/// <param name="Expected">What was expected: the usual value, the median of its peers, or a model's word; null: not known.</param>
/// <param name="Low">Lower end of the expected band; null: none.</param>
/// <param name="High">Upper end of it; null: none.</param>
/// <param name="Score">Score of the channel: a sum of −log10 of tail probabilities, or a multiple of what is plausible; 0: a standstill is over.</param>
/// <param name="Strength">The score as a multiple of where the channel alone raises an alert.</param>
/// <param name="SinceMs">Since when it stands still, epoch milliseconds; of other channels the moment.</param>
[MessagePackObject]
public sealed record LoggedDetection(
    [property: Key(0)] string Device,
    [property: Key(1)] string Quantity,
    [property: Key(2)] byte Channel,
    [property: Key(3)] byte Kind,
    [property: Key(4)] long AtMs,
    [property: Key(5)] double Value,
    [property: Key(6)] double? Expected,
    [property: Key(7)] double? Low,
    [property: Key(8)] double? High,
    [property: Key(9)] float Score,
    [property: Key(10)] float Strength,
    [property: Key(11)] long SinceMs);

/// <summary>What the fold keeps of detectors. Part of a community's state; not thread-safe.</summary>
internal sealed class DetectionsState
{
    /// <summary>The latest quarter of an hour folded, by its end, epoch milliseconds.</summary>
    internal long ThroughMs { get; set; }

    /// <summary>From which strength on alerts are raised.</summary>
    internal float Strength { get; set; } = 1;
}

/// <summary>Snapshot layout: <see cref="DetectionsState"/>.</summary>
[MessagePackObject]
public sealed record DetectionsRecord([property: Key(0)] long ThroughMs, [property: Key(1)] float Strength)
{
    internal static DetectionsRecord Of(DetectionsState state) => new(state.ThroughMs, state.Strength);

    internal void FillInto(DetectionsState state) => (state.ThroughMs, state.Strength) = (ThroughMs, Strength);
}
