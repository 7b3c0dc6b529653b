namespace SmartCommunity.Anomaly.Detectors;

/// <summary>Half-hours of a day, by wall-clock seconds of the place since 1970, which may be negative.</summary>
internal static class HalfHours
{
    private const int Seconds = 1800;
    private const int DaySeconds = 86_400;

    internal const int ADay = DaySeconds / Seconds;

    /// <summary>Number of the day, and of the half-hour in it.</summary>
    internal static (long Day, int HalfHour) Of(long localSeconds)
    {
        var day = Math.DivRem(localSeconds, DaySeconds, out var second);
        if (second < 0)
        {
            day--;
            second += DaySeconds;
        }

        return (day, (int)(second / Seconds));
    }
}
