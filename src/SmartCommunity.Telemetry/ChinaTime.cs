using System.Globalization;

namespace SmartCommunity.Telemetry;

/// <summary>
/// The calendar of the platform: Asia/Shanghai days, weeks (Monday first) and months.
/// The offset is the constant +08:00, not the machine's time-zone data: China has had no daylight saving time since 1991, no
/// measurement here is older than <see cref="ClockCheck.EarliestPlausibleMs"/>, and a replay must not depend on a tzdata update.
/// </summary>
public static class ChinaTime
{
    /// <summary>UTC+08:00.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>Milliseconds of one calendar day; every Asia/Shanghai day has exactly this many.</summary>
    public const long DayMs = 86_400_000;

    private const long OffsetMs = 8L * 3_600_000;

    /// <summary>The instant as Asia/Shanghai clock time.</summary>
    public static DateTimeOffset From(long epochMs) => DateTimeOffset.FromUnixTimeMilliseconds(epochMs).ToOffset(Offset);

    /// <summary>The calendar day that holds the instant.</summary>
    public static DateOnly DayOf(long epochMs) => DateOnly.FromDateTime(From(epochMs).DateTime);

    /// <summary>The first millisecond of the day, as epoch milliseconds.</summary>
    public static long StartMs(DateOnly day) => (long)(day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * DayMs - OffsetMs;

    /// <summary>The first millisecond of the calendar day that holds the instant.</summary>
    public static long DayStartMs(long epochMs) => FloorTo(epochMs, DayMs);

    /// <summary>The largest multiple of <paramref name="stepMs"/> since Asia/Shanghai midnight 1970-01-01 that is not after the instant.</summary>
    public static long FloorTo(long epochMs, long stepMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepMs);
        var local = epochMs + OffsetMs;
        var floor = local - (((local % stepMs) + stepMs) % stepMs);
        return floor - OffsetMs;
    }

    /// <summary>The instant as ISO 8601 with the +08:00 offset and milliseconds.</summary>
    public static string Format(long epochMs) =>
        From(epochMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
