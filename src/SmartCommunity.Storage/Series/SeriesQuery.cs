using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

/// <summary>One point of a series.</summary>
public readonly record struct SeriesPoint(long AtMs, long ReceivedAtMs, double Value, Quality Quality);

/// <summary>How a long range is made short enough to draw.</summary>
public enum Downsampling
{
    /// <summary>Every point.</summary>
    None,

    /// <summary>Mean of each bucket.</summary>
    Average,

    /// <summary>Smallest and largest point of each bucket, in time order: keeps every spike.</summary>
    MinMax,

    /// <summary>Largest-Triangle-Three-Buckets (Steinarsson 2013): keeps the shape.</summary>
    Lttb,
}

/// <summary>A calendar bucket in Asia/Shanghai; weeks begin on Monday.</summary>
public enum CalendarBucket
{
    Hour,
    Day,
    Week,
    Month,
}

/// <summary>Statistics of one calendar bucket. Measurements that do not count (<see cref="QualityExtensions.Counts"/>) are left out.</summary>
/// <param name="StartMs">First millisecond of the bucket.</param>
/// <param name="EndMs">First millisecond after it.</param>
/// <param name="Count">Measurements in it.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Average">Arithmetic mean.</param>
/// <param name="Last">Value with the latest <c>at</c>.</param>
public readonly record struct RollupRow(long StartMs, long EndMs, long Count, double Min, double Max, double Average, double Last);

/// <summary>Consumption in one calendar bucket, from a cumulative register. Never negative.</summary>
/// <param name="StartMs">First millisecond of the bucket.</param>
/// <param name="EndMs">First millisecond after it.</param>
/// <param name="Delta">Consumption, in the register's unit.</param>
/// <param name="Estimated">Part of <paramref name="Delta"/> was allocated over a gap in proportion to time.</param>
/// <param name="Resets">Roll-overs and meter swaps found in the bucket.</param>
public readonly record struct RegisterDelta(long StartMs, long EndMs, double Delta, bool Estimated, int Resets);
