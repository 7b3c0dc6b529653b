using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>评价通报: the frozen bulletins with their errata, the year in one, and how likely each project passes. Part, month and year are in the URL.</summary>
public sealed partial class Bulletins
{
    private const string TabKey = "tab", MonthKey = "month", YearKey = "year", MonthTab = "month", YearTab = "year", ForecastTab = "forecast";

    private static readonly string[] Tabs = [MonthTab, YearTab, ForecastTab];

    /// <summary>A bulletin is frozen once a month, an erratum is added now and then.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    private Loader<Content> _content = null!;
    private string? _loaded;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }

    /// <summary>The part; the month's bulletin when absent.</summary>
    [SupplyParameterFromQuery(Name = TabKey)]
    public string? Tab { get; set; }

    /// <summary>The month, <c>2022-05</c>; the latest when absent.</summary>
    [SupplyParameterFromQuery(Name = MonthKey)]
    public string? MonthText { get; set; }

    /// <summary>The year; the latest with a bulletin when absent.</summary>
    [SupplyParameterFromQuery(Name = YearKey)]
    public int? Year { get; set; }

    private string Chosen => Tabs.Contains(Tab ?? "") ? Tab! : MonthTab;

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = $"{MonthText}";
        if (_loaded == wanted)
            return;
        _loaded = wanted;
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Repeat(LookInterval, LoadAsync);
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop =>
            {
                var state = await Desk.StateAsync(stop);
                var policy = Desk.Policies.Of(state.Policy);
                var bulletins = state.Rhythm.Bulletins;
                var shown = Month.TryParse(MonthText, out var month) && bulletins.TryGetValue(month, out var asked) ? asked : bulletins.Values.LastOrDefault();
                var next = bulletins.IsEmpty ? Month.Of(Desk.Today) : bulletins.Keys.Last().Add(1);
                var due = RhythmDesk.DueOf(next, policy);
                return new Content(state.Rhythm, shown, ChinaTime.DayOf(due.ToUnixTimeMilliseconds()), policy.Rhythm.BulletinHour, new UnitNames(await Places.StreetsAsync(stop), policy));
            },
            Leaving);
        Report(_content);
    }

    private int ShownYear(Content content) => Year is >= 1 and <= 9999 ? Year.Value : YearsOf(content)[0];

    private List<int> YearsOf(Content content)
    {
        var years = content.State.Bulletins.Keys.Select(m => m.Year).Append(Desk.Today.Year);
        return [.. (Year is >= 1 and <= 9999 ? years.Append(Year.Value) : years).Distinct().OrderDescending()];
    }

    /// <summary>What the page loads.</summary>
    private sealed record Content(RhythmState State, BulletinIssue? Shown, DateOnly NextDue, int Hour, UnitNames Names);
}
