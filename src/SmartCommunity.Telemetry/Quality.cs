namespace SmartCommunity.Telemetry;

/// <summary>
/// How far a measurement can be trusted, one byte: the device's own verdict in the low two bits, and flags that the platform adds.
/// Stored and sent as the number; never renumber.
/// </summary>
[Flags]
public enum Quality : byte
{
    /// <summary>The device vouches for the value.</summary>
    Good = 0,

    /// <summary>The device is unsure (warming up, weak signal).</summary>
    Uncertain = 1,

    /// <summary>The device says the value is wrong. Kept and shown, left out of every score.</summary>
    Bad = 2,

    /// <summary>The payload had no timestamp: <c>at</c> is the time the gateway received it.</summary>
    ServerTime = 4,

    /// <summary>The device's clock is implausible: <c>at</c> was replaced by the time the gateway received it. Left out of scoring windows.</summary>
    ClockSuspect = 8,

    /// <summary>The platform computed the value (allocated over a gap, derived); no device sent it.</summary>
    Estimated = 16,
}

/// <summary>Questions asked of a <see cref="Quality"/>.</summary>
public static class QualityExtensions
{
    private const Quality Verdict = Quality.Uncertain | Quality.Bad;

    /// <summary>The device's own verdict, without the platform's flags.</summary>
    public static Quality DeviceVerdict(this Quality quality) => quality & Verdict;

    /// <summary>True when the value may count in a score or a rollup: the device did not call it bad and its clock was plausible.</summary>
    public static bool Counts(this Quality quality) => (quality & (Quality.Bad | Quality.ClockSuspect)) == 0;
}
