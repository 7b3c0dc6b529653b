namespace SmartCommunity.Storage.Alerts;

/// <summary>A series that detectors look at.</summary>
/// <param name="Number">Its number in the ledger, from 1, in the order in which series were first looked at.</param>
/// <param name="Device">Device id.</param>
/// <param name="Quantity">Quantity of it.</param>
public sealed record DetectorSeries(int Number, string Device, string Quantity);

/// <summary>One point as detectors were given it, and what they expected. Numbers that are not there are null.</summary>
/// <param name="AtMs">End of the quarter of an hour, epoch milliseconds.</param>
/// <param name="Raw">What the device last said.</param>
/// <param name="RawAtMs">When it was measured.</param>
/// <param name="Value">What detectors were given: the same, or of a register its use an hour since the point before; null: the first of a register.</param>
/// <param name="Median">What is usual at this time.</param>
/// <param name="Low">Lower end of the expected band.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="PeerDifference">The value less the median of its peers'; null: too few peers, or not compared.</param>
/// <param name="Expected">What a learned model expected; null: none looks at it, or it knows too little.</param>
public readonly record struct DetectorPoint(long AtMs, double Raw, long RawAtMs, double? Value, double? Median, double? Low, double? High, double? PeerDifference, ExpectedBand? Expected = null);

/// <summary>What a learned model expected of a point.</summary>
/// <param name="Value">The expectation.</param>
/// <param name="Low">Lower end of the band around it; null: not yet known.</param>
/// <param name="High">Upper end of it.</param>
public readonly record struct ExpectedBand(double Value, double? Low, double? High);

/// <summary>An hour of a home's kit, finished or going on.</summary>
/// <param name="Home">The home's twin id.</param>
/// <param name="EndMs">End of the hour, epoch milliseconds.</param>
/// <param name="Model">Version of the model whose columns it has.</param>
/// <param name="Body">What was gathered, as whoever gathered it wrote it.</param>
public sealed record KitHourRow(string Home, long EndMs, string Model, byte[] Body);

/// <summary>What a channel of detectors said, near or beyond an alert.</summary>
/// <param name="Series">Number of the series.</param>
/// <param name="AtMs">Of which point.</param>
/// <param name="Channel">Channel, as <c>DetectorChannel</c> numbers it.</param>
/// <param name="Kind">The detector that said most, as <c>DetectorKind</c> numbers it; 0: not told apart.</param>
/// <param name="Score">Score of the channel; 0: a standstill is over.</param>
/// <param name="Strength">The score as a multiple of where the channel alone raises an alert.</param>
/// <param name="SinceMs">Since when it stands still, epoch milliseconds; of other channels the moment.</param>
public readonly record struct DetectorSaid(int Series, long AtMs, int Channel, int Kind, float Score, float Strength, long SinceMs);

/// <summary>A point with its series, on its way into the ledger.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Quantity">Quantity.</param>
/// <param name="Point">The point.</param>
/// <param name="Said">What channels said of it.</param>
public sealed record JudgedPoint(string Device, string Quantity, DetectorPoint Point, IReadOnlyList<DetectorSaid> Said);
