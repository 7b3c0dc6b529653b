using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Seeded;

/// <summary>An instant as the people of the district live it: Asia/Shanghai day number since 1970-01-01 and the minute of that day.</summary>
internal readonly record struct Moment(long AtMs, long Day, double Minute)
{
    internal const double MinutesPerDay = 1440;
    private const double MsPerMinute = 60_000;

    internal double DayPart => Minute / MinutesPerDay;

    internal double Hour => Minute / 60;

    /// <summary>Weekend or public holiday; a make-up workday is not one.</summary>
    internal bool IsDayOff => Almanac.IsDayOff(Day);

    internal static Moment Of(long atMs)
    {
        var start = ChinaTime.DayStartMs(atMs);
        return new Moment(atMs, NumberOf(start), (atMs - start) / MsPerMinute);
    }

    internal static Moment At(long day, double minute) => Of(MsOf(day, minute));

    internal static long MsOf(long day, double minute) =>
        (day * ChinaTime.DayMs) - (long)ChinaTime.Offset.TotalMilliseconds + (long)Math.Round(minute * MsPerMinute);

    private static long NumberOf(long dayStartMs) => (dayStartMs + (long)ChinaTime.Offset.TotalMilliseconds) / ChinaTime.DayMs;
}
