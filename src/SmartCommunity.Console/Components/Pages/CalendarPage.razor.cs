using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Public holidays and make-up working days of a year, which shifts go by: read with their source, and entered or pasted from the announcement. The year is in the URL.</summary>
public sealed partial class CalendarPage
{
    private const string YearKey = "year";

    private Loader<CalendarYearView> _content = null!;
    private IReadOnlyList<Fault> _faults = [];
    private string _source = "";
    private string _days = "";
    private string _said = "";
    private bool _busy;
    private int _loaded;

    [Inject] public required CalendarDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }

    /// <summary>The year that is shown; null: the present one.</summary>
    [SupplyParameterFromQuery(Name = YearKey)]
    public int? Year { get; set; }

    private DateOnly Today => ChinaTime.DayOf(NowMs);

    private int Shown => Year ?? Today.Year;

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<CalendarYearView>(Logger);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => _loaded == Shown ? Task.CompletedTask : OpenAsync();

    private async Task OpenAsync()
    {
        (_loaded, _faults, _said) = (Shown, [], "");
        await LoadAsync();
        (_source, _days) = (_content.Value?.Calendar?.Source ?? "", _content.Value?.Calendar is { } calendar ? CalendarText.Write(calendar) : "");
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(async stop => await Desk.FindAsync(Shown, stop) is { Succeeded: true } found ? found.Value! : throw new ArgumentException(L["calendar.noYear", Shown]), Leaving);
        Report(_content);
    }

    private void Go(int year) => SetQuery(YearKey, year.ToString(CultureInfo.InvariantCulture));

    private string? Wrong(string field) => _faults.Any(f => f.Field == field || f.Field.StartsWith($"{field}[", StringComparison.Ordinal)) ? "true" : null;

    private async Task SaveAsync()
    {
        var (days, faults) = CalendarText.Read(_days, L);
        (_faults, _said) = (faults, "");
        if (faults.Count > 0)
            return;
        _busy = true;
        var entered = new NewCalendarYear { Calendar = new CalendarYear { Source = _source.Trim(), Days = days }, EnteredBy = Author.Name.Trim() };
        var outcome = await Attempt.RunAsync(Visitor, Policies.DutyEdit, () => Desk.PutAsync(Shown, entered, _content.Value?.Revision, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (!outcome.Succeeded)
            return;
        await OpenAsync();
        _said = L["duty.saved", outcome.Value!.Revision];
    }
}
