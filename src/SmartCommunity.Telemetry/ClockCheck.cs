namespace SmartCommunity.Telemetry;

/// <summary>
/// Decides whether a device's timestamp can be believed, from the gateway's own clock. A measurement with an implausible timestamp
/// is kept: <c>at</c> becomes the receive time and the quality says <see cref="Quality.ClockSuspect"/>.
/// </summary>
public static class ClockCheck
{
    /// <summary>
    /// Earliest believable instant, 2001-01-01T00:00:00Z. Clocks without a battery wake in 1970, 1980 or on 2000-01-01 and count from there;
    /// real back-fill (years of meter history) is later than that.
    /// </summary>
    public const long EarliestPlausibleMs = 978_307_200_000;

    /// <summary>
    /// How far ahead of the gateway a device may be, in milliseconds: ten minutes. Device clocks drift by minutes a month;
    /// a zone error is at least thirty minutes, a wrong epoch years.
    /// </summary>
    public const long MaxAheadMs = 600_000;

    /// <summary>True when <paramref name="atMs"/> can be believed at <paramref name="receivedAtMs"/>.</summary>
    public static bool IsPlausible(long atMs, long receivedAtMs) =>
        atMs >= EarliestPlausibleMs && atMs <= receivedAtMs + MaxAheadMs;
}
