namespace SmartCommunity.Anomaly.Detectors;

/// <summary>What the detectors say about one point of a series.</summary>
/// <param name="Score">
/// Anomaly score: weighted sum over the detectors of −log10 of a tail probability, 0 to <see cref="SeriesDetector.HighestScore"/>. 0 where the series is too short to say.
/// </param>
/// <param name="Record">The score where it is higher than all of the <see cref="SeriesDetector.RecordPoints"/> points before, else 0: a threshold is put on this.</param>
/// <param name="Spoke">The detector that adds most to the score.</param>
/// <param name="Low">Lower end of the expected band, in the series' unit: from the time of day where that is known, else the lowest value so far; null for the first six points.</param>
/// <param name="High">Upper end of the expected band.</param>
/// <param name="Median">What is usual at this time of such a day; null while that is little known.</param>
public readonly record struct PointScore(float Score, float Record, DetectorKind Spoke, double? Low, double? High, double? Median = null);
