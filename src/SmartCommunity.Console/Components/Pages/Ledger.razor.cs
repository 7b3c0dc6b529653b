using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Console.Components.Money;
using SmartCommunity.Console.Loading;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>
/// 资金台账: the money of every project of the visitor's area by both readings, the payments expected, and one project opened into its arithmetic and payments, where costs are booked and payments requested, approved and made. Project, form and
/// year are in the URL.
/// </summary>
public sealed partial class Ledger
{
    private const string ProjectKey = "project", PanelKey = "panel", YearKey = "year";
    private const int YearsAhead = 2;

    /// <summary>Others enter at the same time: seen within this.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private Loader<Content> _content = null!;
    private string? _loaded;

    // The first estimate reads every day's score of every community: the page does not wait for it.
    private bool _isEstimated;
    private string? _said;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required PassForecasts Forecasts { get; init; }

    /// <summary>The project that is open.</summary>
    [SupplyParameterFromQuery(Name = ProjectKey)]
    public string? Project { get; set; }

    /// <summary>The form that is open: its kind, and after a colon what it is about.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    /// <summary>Year of the forecast; this year when absent.</summary>
    [SupplyParameterFromQuery(Name = YearKey)]
    public string? YearText { get; set; }

    private string PanelKind => (Panel ?? "").Split(':', 2)[0];

    private string PanelTarget => (Panel ?? "").Split(':', 2) is [_, var target] ? target : "";

    private bool IsPanel => MoneyForm.Kinds.Contains(PanelKind);

    private IEnumerable<int> Years => Enumerable.Range(Desk.Today.Year, YearsAhead + 1);

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == (YearText ?? ""))
            return;
        _loaded = YearText ?? "";
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;
        _isEstimated = true;
        _ = InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        });
        Repeat(LookInterval, LoadAsync);
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop =>
            {
                var state = await Desk.StateAsync(stop);
                var day = Desk.Today;
                var year = int.TryParse(YearText, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && Years.Contains(asked) ? asked : day.Year;
                var passes = _isEstimated ? await Forecasts.ProbabilitiesAsync(stop) : null;
                var whole = MoneyView.Of(state, Desk.Policies, day, year, passes);
                var view = Visitor.Caller.Area.IsDistrict ? whole : whole.Only(Visitor.Sees);
                return new Content(view.Ledger, view.Forecast, state, Desk.Policies);
            },
            Leaving);
        Report(_content);
    }

    private async Task DoneAsync()
    {
        _said = L["ledger.done", L[$"moneyForm.{PanelKind}"]];
        await LoadAsync();
        SetQuery(PanelKey, null);
    }

    /// <summary>What the page loads.</summary>
    private sealed record Content(DistrictLedger Ledger, PaymentForecast Forecast, ProgrammeState State, PolicyLibrary Policies)
    {
        internal IReadOnlyDictionary<string, ProjectState> Projects => State.Projects;

        internal ProjectLedger? Of(string? project) => Ledger.Projects.FirstOrDefault(p => p.Project == project);

        internal PolicyPack PolicyOf(string project) => Policies.Of(State.Projects[project].Policy ?? State.Policy);
    }
}
