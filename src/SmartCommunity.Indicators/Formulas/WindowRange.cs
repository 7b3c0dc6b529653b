using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Formulas;

/// <summary>The window of a <see cref="WindowSpan"/> at an instant: half-open <c>[From, To)</c> in epoch milliseconds, ending just after the instant, so that what is of the instant counts.</summary>
/// <remarks>At 2026-11-25 13:00 a rolling window of 7 days begins on 2026-11-19 at 00:00 (+08:00), the week on Monday 2026-11-23, the month on 2026-11-01.</remarks>
public readonly record struct WindowRange(long FromMs, long ToMs)
{
    /// <summary>The window at the instant.</summary>
    public static WindowRange At(WindowSpan span, long instantMs)
    {
        ArgumentNullException.ThrowIfNull(span);
        var dayMs = ChinaTime.DayStartMs(instantMs);
        var day = ChinaTime.DayOf(instantMs);
        var fromMs = span.Kind switch
        {
            WindowKind.Rolling => dayMs - ((span.Days - 1) * ChinaTime.DayMs),
            WindowKind.Day => dayMs,
            // DayOfWeek begins with Sunday = 0, the calendar's week with Monday.
            WindowKind.Week => dayMs - (((int)day.DayOfWeek + 6) % 7 * ChinaTime.DayMs),
            WindowKind.Month => dayMs - ((day.Day - 1) * ChinaTime.DayMs),
            _ => throw new ArgumentOutOfRangeException(nameof(span), span.Kind, "No such window."),
        };
        return new WindowRange(fromMs, instantMs + 1);
    }

    /// <summary>Milliseconds of the window that lie within the hours; all of it without hours.</summary>
    public long LengthMs(DailyHours? hours)
    {
        if (hours is null)
            return ToMs - FromMs;
        var total = 0L;
        for (var dayMs = ChinaTime.DayStartMs(FromMs); dayMs < ToMs; dayMs += ChinaTime.DayMs)
        {
            var weekday = (int)ChinaTime.DayOf(dayMs).DayOfWeek;
            if (hours.Days.Count > 0 && !hours.Days.Contains(weekday == 0 ? 7 : weekday))
                continue;
            total += hours.FromMinute < hours.ToMinute
                ? Overlap(dayMs, hours.FromMinute, hours.ToMinute)
                : Overlap(dayMs, 0, hours.ToMinute) + Overlap(dayMs, hours.FromMinute, MinutesPerDay);
        }

        return total;
    }

    private const int MinutesPerDay = 1440;
    private const long MinuteMs = 60_000;

    private long Overlap(long dayMs, int fromMinute, int toMinute) =>
        Math.Max(0, Math.Min(ToMs, dayMs + (toMinute * MinuteMs)) - Math.Max(FromMs, dayMs + (fromMinute * MinuteMs)));
}
