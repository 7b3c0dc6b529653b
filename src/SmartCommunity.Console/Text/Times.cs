using System.Globalization;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>Instants and ages as people read them: always Asia/Shanghai, whatever the machine's or the browser's zone is.</summary>
internal static class Times
{
    /// <summary>The label of the zone; every page says once that its times are in it.</summary>
    internal const string Zone = "CST";

    private const int SecondsPerMinute = 60;
    private const int SecondsPerHour = 3600;
    private const int SecondsPerDay = 86_400;

    internal static string Clock(long epochMs) => ChinaTime.From(epochMs).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string Full(long epochMs) => ChinaTime.From(epochMs).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string Full(DateTimeOffset? instant) => instant is { } at ? Full(at.ToUnixTimeMilliseconds()) : "–";

    /// <summary>How long ago, in the largest whole unit. A time a little in the future (a device's clock) reads as now.</summary>
    internal static string Age(long nowMs, long thenMs)
    {
        const int MsPerSecond = 1000;
        var seconds = Math.Max(0, (nowMs - thenMs) / MsPerSecond);
        return seconds switch
        {
            < 1 => Languages.Pick("刚刚", "now"),
            < SecondsPerMinute => Languages.Pick($"{seconds} 秒前", $"{seconds} s ago"),
            < SecondsPerHour => Languages.Pick($"{seconds / SecondsPerMinute} 分钟前", $"{seconds / SecondsPerMinute} min ago"),
            < SecondsPerDay => Languages.Pick($"{seconds / SecondsPerHour} 小时前", $"{seconds / SecondsPerHour} h ago"),
            _ => Languages.Pick($"{seconds / SecondsPerDay} 天前", $"{seconds / SecondsPerDay} d ago"),
        };
    }

    /// <summary>A span of seconds: <c>0.4 s</c>, <c>12 s</c>, <c>3 min 5 s</c>, <c>10 min</c>, <c>2 h 10 min</c>; in Chinese <c>3 分 5 秒</c>.</summary>
    internal static string Span(double seconds)
    {
        const double Fine = 10;
        if (seconds < Fine)
            return Languages.Pick($"{seconds.ToString("0.0", CultureInfo.InvariantCulture)} 秒", $"{seconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
        var whole = (long)seconds;
        return whole switch
        {
            < SecondsPerMinute => Languages.Pick($"{whole} 秒", $"{whole} s"),
            < SecondsPerHour => Languages.Pick($"{whole / SecondsPerMinute} 分{Rest(whole % SecondsPerMinute, "秒")}", $"{whole / SecondsPerMinute} min{Rest(whole % SecondsPerMinute, "s")}"),
            _ => Languages.Pick(
                $"{whole / SecondsPerHour} 小时{Rest(whole % SecondsPerHour / SecondsPerMinute, "分")}", $"{whole / SecondsPerHour} h{Rest(whole % SecondsPerHour / SecondsPerMinute, "min")}"),
        };
    }

    private static string Rest(long count, string unit) => count == 0 ? "" : $" {count} {unit}";
}
