using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Console.Acts;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Resources;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>The visitor's part of the project pool on one time axis (挂图作战): months planned, due dates, stage, score, open alerts, the goal of coverage by unit, and state-owned rooms asked for. The unit shown is in the URL.</summary>
public sealed partial class ProgrammeBoard
{
    private const string UnitKey = "unit";

    /// <summary>Scores and alerts beside the dates: seen within this.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private Loader<Content> _content = null!;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required ScoreQueries Scores { get; init; }
    [Inject] public required AlertLedger Alerts { get; init; }

    /// <summary>Responsible unit shown; all when absent.</summary>
    [SupplyParameterFromQuery(Name = UnitKey)]
    public string? Unit { get; set; }

    private List<ProjectView> Shown => [.. (_content.Value?.View.Projects ?? []).Where(p => string.IsNullOrEmpty(Unit) || p.Pool.Unit == Unit)];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _content = new Loader<Content>(Logger);
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
        await _content.LoadAsync(LoadAsync, Leaving);
        Report(_content);
    }

    private async Task<Content> LoadAsync(CancellationToken stop)
    {
        var state = await Desk.StateAsync(stop);
        var places = Visitor.Only(await Places.CommunitiesAsync(street: null, stop));
        var units = places.Select(p => (p.Street, new SmartCommunity.Programme.Words(p.StreetZh, p.StreetEn))).Distinct().ToList();
        var forms = PoolForms.Of(state, [.. places.Select(p => (p.Code, new SmartCommunity.Programme.Words(p.NameZh, p.NameEn)))], units, Desk.Today.Year);
        return new Content(await WarPicture.LoadAsync(Desk, Scores, Alerts, Visitor, stop), Desk.Policies.Of(state.Policy), places, forms, [.. state.Projects.Values.Where(p => Visitor.Sees(p.Id)).OrderBy(p => p.Pool.No).SelectMany(p => p.Resources.Leases.Select(l => (p, l.Value)))]);
    }

    private string UnitName(string unit) => _content.Value?.Places.FirstOrDefault(p => p.Street == unit) is { } place ? Words.StreetOf(place) : unit;

    private static Condition ConditionOf(UnitCoverage unit) => unit switch
    {
        { Passed: > 0 } => Condition.Normal,
        { Lost: true } or { NoSlack: true } => Condition.Alarm,
        { Single: true } => Condition.Warning,
        _ => Condition.None,
    };

    private string WordOf(UnitCoverage unit) => unit switch
    {
        { Passed: > 0 } => L["programme.unitPassed", unit.Passed],
        { Lost: true } => L["programme.unitLost"],
        { NoSlack: true } => L["programme.unitNoSlack", unit.FirstFinish!.Value.ToString()],
        { Single: true } => L["programme.unitSingle", unit.FirstFinish!.Value.ToString()],
        _ => L["programme.unitGoing", unit.Going],
    };

    private sealed record Content(WarPicture War, PolicyPack Policy, IReadOnlyList<CommunityView> Places, IReadOnlyList<ActForm> Forms, IReadOnlyList<(ProjectState Project, Lease Lease)> Leases)
    {
        internal ProgrammeView View => War.View;
    }
}
