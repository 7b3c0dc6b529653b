using System.Collections.Frozen;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>Kinds of day. On the wire and in rosters; never renamed.</summary>
public static class DayKinds
{
    /// <summary>A day on which offices work: Monday to Friday, or one that makes up for a holiday.</summary>
    public const string Workday = "workday";

    /// <summary>A day on which they do not, for no other reason than the week.</summary>
    public const string Restday = "restday";

    /// <summary>A day of a public holiday.</summary>
    public const string Holiday = "holiday";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Workday, Restday, Holiday];
}

/// <summary>What kind of day each day is, by what people entered, otherwise by its weekday. Immutable, pure.</summary>
internal sealed class DutyCalendar
{
    private const int Saturday = 6;

    private readonly FrozenDictionary<int, FrozenDictionary<DateOnly, CalendarDay>> _years;

    private DutyCalendar(FrozenDictionary<int, FrozenDictionary<DateOnly, CalendarDay>> years) => _years = years;

    /// <summary>Nobody entered anything.</summary>
    internal static DutyCalendar Empty { get; } = new(FrozenDictionary<int, FrozenDictionary<DateOnly, CalendarDay>>.Empty);

    /// <summary>The same with another year, or with a year as it is now.</summary>
    internal DutyCalendar With(int year, CalendarYear calendar) =>
        new(_years.Where(y => y.Key != year).Append(KeyValuePair.Create(year, DaysOf(calendar))).ToFrozenDictionary());

    /// <summary>True when somebody entered the days of a year.</summary>
    internal bool Knows(int year) => _years.ContainsKey(year);

    /// <summary>The day with its kind and name.</summary>
    internal CalendarDay Of(DateOnly date) => _years.TryGetValue(date.Year, out var days) && days.TryGetValue(date, out var day)
        ? day
        : new CalendarDay(date, RosterTime.IsoDay(date) < Saturday ? DayKinds.Workday : DayKinds.Restday, "");

    private static FrozenDictionary<DateOnly, CalendarDay> DaysOf(CalendarYear calendar) =>
        calendar.Days.SelectMany(static s => Enumerable.Range(0, s.To.DayNumber - s.From.DayNumber + 1).Select(i => new CalendarDay(s.From.AddDays(i), s.Kind, s.Name))).ToFrozenDictionary(static d => d.Date);
}
