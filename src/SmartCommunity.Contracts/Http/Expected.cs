namespace SmartCommunity.Contracts.Http;

/// <summary>What detectors expected of a series, and where it departed.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Quantity">Quantity.</param>
/// <param name="Unit">UCUM unit of the values; of a register this unit an hour.</param>
/// <param name="IsPerHour">The quantity is a register: values are its use an hour.</param>
/// <param name="Points">A point a quarter of an hour, in order; gaps are absent.</param>
/// <param name="Marks">Moments at which a detector spoke, in order.</param>
public sealed record ExpectedView(string Device, string Quantity, string Unit, bool IsPerHour, IReadOnlyList<ExpectedPoint> Points, IReadOnlyList<ExpectedMark> Marks);

/// <summary>A value beside what was expected before it came.</summary>
/// <param name="At">End of the quarter of an hour.</param>
/// <param name="Value">The value.</param>
/// <param name="Median">What is usual at this time; null: too little known.</param>
/// <param name="Low">Lower end of the expected band; null: too little known.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Model">What a learned model expected an hour before; null: none looks at it, or it knows too little.</param>
public sealed record ExpectedPoint(DateTimeOffset At, double Value, double? Median, double? Low, double? High, ModelBand? Model);

/// <summary>What a learned model expected of a value.</summary>
/// <param name="Expected">The expectation.</param>
/// <param name="Low">Lower end of the band around it; null: not yet known.</param>
/// <param name="High">Upper end of it.</param>
public sealed record ModelBand(double Expected, double? Low, double? High);

/// <summary>A moment at which a detector spoke.</summary>
/// <param name="At">The moment.</param>
/// <param name="Score">Its score; 0: a standstill is over.</param>
/// <param name="Kind">The detector: <c>record</c>, <c>dayProfile</c>, <c>novelty</c>, <c>levelShift</c>, <c>drift</c>, <c>jump</c>, <c>profileRecord</c>; or <c>peers</c>, <c>stuck</c>, <c>step</c>, <c>expected</c>.</param>
/// <param name="Strength">The score as a multiple of where it alone raises an alert; an office's budget may ask for more.</param>
public sealed record ExpectedMark(DateTimeOffset At, double Score, string Kind, double Strength);
