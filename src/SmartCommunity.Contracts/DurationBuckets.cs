using System.Diagnostics.Metrics;

namespace SmartCommunity.Contracts;

/// <summary>
/// Bounds of histograms that are told in seconds. OpenTelemetry's own begin with 5, made for milliseconds: whatever is faster falls into one bucket, and every quantile of it is just below 5 s.
/// </summary>
public static class DurationBuckets
{
    /// <summary>From a millisecond, a fast commit, to an hour, a night's backlog; the bounds that <c>deploy/prometheus/rules.yaml</c> asks about are among them.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600] };
}
