namespace SmartCommunity.Programme.Log;

/// <summary>One entry of the programme's log: who did what when. Entries have consecutive positions from 1 and are never changed or removed; <c>ProgrammeState = fold(entries)</c>.</summary>
/// <param name="Position">Place in the log.</param>
/// <param name="At">When it was entered.</param>
/// <param name="Actor">Who entered it: a person's sign-in name, or <see cref="System"/>.</param>
/// <param name="Act">What was done.</param>
public sealed record ProgrammeEntry(long Position, DateTimeOffset At, string Actor, ProgrammeAct Act)
{
    /// <summary>The actor of what the program does by itself: the seed, frozen bulletins, drafted lists.</summary>
    public const string System = "system";

    private static readonly TimeSpan _chinaOffset = TimeSpan.FromHours(8);

    /// <summary>The calendar day it was entered on, Asia/Shanghai (no summer time since 1991).</summary>
    public DateOnly Today => DayOf(At);

    /// <summary>The calendar day of an instant, Asia/Shanghai.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(_chinaOffset).Date);
}
