using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A week of shifts, a column a day: who is on duty when, substitutes in their place, and where nobody is. Whoever is pressed is taken over from.</summary>
public sealed partial class DutyWeekTable
{
    private const int DaysOfWeek = 7;

    /// <summary>The week.</summary>
    [Parameter, EditorRequired]
    public required DutyWeek Week { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>Another week is to be shown: that of a day; null: the present one.</summary>
    [Parameter]
    public EventCallback<string?> OnWeek { get; set; }

    /// <summary>Somebody takes over what a person has of a shift on a day.</summary>
    [Parameter]
    public EventCallback<(string Contact, DutyPeriod Period)> OnTake { get; set; }

    private bool IsToday(DateOnly day) => day == ChinaTime.DayOf(NowMs);

    private string DayText(int later) => EntryText.Day(Week.From.AddDays(later));

    private IEnumerable<DutyPeriod> OfDay(string role, DateOnly day)
    {
        var (from, to) = (ChinaTime.From(ChinaTime.StartMs(day)), ChinaTime.From(ChinaTime.StartMs(day.AddDays(1))));
        return Week.Periods.Where(p => p.Role == role && p.From < to && from < p.To).Select(p => p with { From = p.From < from ? from : p.From, To = p.To > to ? to : p.To });
    }
}
