using System.Collections.Frozen;

namespace SmartCommunity.Telemetry;

/// <summary>
/// The events a life may hang on. They travel in the alarm lane, are exempt from rate limits, keep a reserve of the disk, and are
/// never conflated.
/// </summary>
public static class SafetyEvents
{
    /// <summary>Event types, ordinal.</summary>
    public static FrozenSet<string> Types { get; } =
        FrozenSet.ToFrozenSet(["sos", "fall", "smoke", "gas", "co"], StringComparer.Ordinal);
}
