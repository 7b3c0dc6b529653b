using Microsoft.Extensions.Localization;
using SmartCommunity.Console.Live;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Console.Text;

/// <summary>Dates of the programme in words. Pure but for the current culture.</summary>
internal static class ProgrammeText
{
    internal static Condition ConditionOf(Signal signal) => signal switch
    {
        Signal.Green => Condition.Normal,
        Signal.Amber => Condition.Warning,
        _ => Condition.Alarm,
    };

    /// <summary>How long until a due date, or how it was met.</summary>
    internal static string Countdown(DueDate due, DateOnly? passed, DateOnly today, IStringLocalizer words)
    {
        var days = due.On.DayNumber - (passed ?? today).DayNumber;
        return (passed is null, days >= 0) switch
        {
            (true, true) => words["programme.daysLeft", days],
            (true, false) => words["programme.daysOver", -days],
            (false, true) => words["programme.inTime"],
            _ => words["programme.lateBy", -days],
        };
    }
}
