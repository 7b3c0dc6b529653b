namespace SmartCommunity.Contracts.Http;

/// <summary>
/// The days of a year that are not what their weekday says: public holidays, working days that make up for them (调休), other days off. Nobody can compute them: they are announced each autumn, and entered by people.
/// </summary>
public sealed record CalendarYear
{
    /// <summary>Where it was announced, 1 to 200 characters: name and number of the document.</summary>
    public required string Source { get; init; }

    /// <summary>The days, at most 100 spans, none of which overlaps another. What stands in none of them is a <c>workday</c> from Monday to Friday, else a <c>restday</c>.</summary>
    public IReadOnlyList<CalendarSpan> Days { get; init; } = [];
}

/// <summary>Days that follow each other and are of one kind.</summary>
/// <param name="From">First day, Asia/Shanghai, within the year.</param>
/// <param name="To">Last day, not before <paramref name="From"/>, within the year.</param>
/// <param name="Kind"><c>workday</c>, <c>restday</c> or <c>holiday</c>.</param>
/// <param name="Name">What it is called, 1 to 60 characters.</param>
public sealed record CalendarSpan(DateOnly From, DateOnly To, string Kind, string Name);

/// <summary>A year's days as somebody hands them in: they replace those that stand there.</summary>
public sealed record NewCalendarYear
{
    /// <summary>The days, whole.</summary>
    public required CalendarYear Calendar { get; init; }

    /// <summary>Who enters them, 1 to 60 characters.</summary>
    public required string EnteredBy { get; init; }
}

/// <summary>The days of a year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Calendar">Its days; null: nobody entered any, and every day counts by its weekday.</param>
/// <param name="Revision">Changes so far; 0: none.</param>
/// <param name="EnteredBy">Who changed it last; empty: nobody.</param>
/// <param name="EnteredAt">When; null: never.</param>
public sealed record CalendarYearView(int Year, CalendarYear? Calendar, long Revision, string EnteredBy, DateTimeOffset? EnteredAt);

/// <summary>What kind of day a day is.</summary>
/// <param name="Date">The day, Asia/Shanghai.</param>
/// <param name="Kind"><c>workday</c>, <c>restday</c> or <c>holiday</c>.</param>
/// <param name="Name">What it is called; empty: it is what its weekday says.</param>
public sealed record CalendarDay(DateOnly Date, string Kind, string Name);
