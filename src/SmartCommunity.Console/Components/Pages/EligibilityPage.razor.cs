using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Ground;
using SmartCommunity.Console.Components.Ground;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>
/// A project's ground and resources: the border drawn or imported, the verdicts of E-01 to E-07 with picture and quote, walking circles; gaps, idle spaces, leases, online functions and cash. View, open form and the kind on the map are in the URL.
/// Without WebGL the picture stands in for the map, and borders come from files.
/// </summary>
public sealed partial class EligibilityPage
{
    internal const string BorderPanel = "border", LayerPanel = "layer", BuildingPanel = "buildings", FacilitiesPanel = "facilities", ProofsPanel = "proofs", PriorityPanel = "priority";

    private const string ViewKey = "view", KindKey = "kind", PanelKey = "panel", ResourcesView = "resources";

    private Loader<Content> _content = null!;
    private string? _loaded;
    private List<(double Longitude, double Latitude)>? _corners;
    private SpaceMatch? _match;
    private IReadOnlyList<Fault> _faults = [];
    private string? _said;
    private bool _noMap;
    private bool _busy;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required MapTakeover Takeover { get; init; }
    [Inject] public required Author Author { get; init; }

    /// <summary>The project's id.</summary>
    [Parameter]
    public required string Project { get; set; }

    /// <summary><c>resources</c>: gaps and spaces; else the ground.</summary>
    [SupplyParameterFromQuery(Name = ViewKey)]
    public string? View { get; set; }

    /// <summary>Code of the facility kind whose walk is on the map.</summary>
    [SupplyParameterFromQuery(Name = KindKey)]
    public string? Kind { get; set; }

    /// <summary>The form that is open.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    private bool MayEnter => Visitor.May(GroundForm.AnyEntry);

    private EventCallback<SpaceMatch> OnPlan => MayEnter ? EventCallback.Factory.Create<SpaceMatch>(this, match => _match = match) : default;

    private bool ShowsResources => View == ResourcesView;

    private string Name => _content.Value?.State?.Pool.Name.Here() ?? Project;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == Project)
            return;
        _loaded = Project;
        _content = new Loader<Content>(Logger);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        (_faults, _said, _match) = ([], null, null);
        await _content.LoadAsync(
            async stop =>
            {
                var state = await Desk.StateAsync(stop);
                return state.Projects.TryGetValue(Project, out var project) ? Content.Of(state, project, Desk.Policies.Of(project.Policy ?? state.Policy)) : new Content();
            },
            Leaving);
        Report(_content);
    }

    // The position makes another address of another state, so that no browser shows an old picture.
    private string PictureUrl(string format)
    {
        var kind = _content.Value?.Report?.Coverage?.Kinds.Any(k => k.Kind == Kind) == true ? $"&kind={Uri.EscapeDataString(Kind!)}" : "";
        var language = Languages.Pick("zh", "en");
        return string.Create(CultureInfo.InvariantCulture, $"/api/v1/programme/projects/{Uri.EscapeDataString(Project)}/eligibility/picture?format={format}&language={language}{kind}#{_content.Value?.Position}");
    }

    // The first three have nothing to read.
    private IEnumerable<string> Panels(ProjectState state) =>
        [.. MayEnter ? new[] { BorderPanel, LayerPanel, BuildingPanel } : [], FacilitiesPanel, ProofsPanel, .. state.Pool.Type == ProjectType.NewBuild ? new[] { PriorityPanel } : []];

    private string DeclaringWord(EligibilityReport report, PolicyPack policy) =>
        report.Verdicts.Any(v => EligibilityGuard.Stops(v, policy)) ? L["ground.mayNot"] : report.Verdicts.Any(v => EligibilityGuard.Asks(v, policy)) ? L["ground.mayWithReason"] : L["ground.may"];

    private void AddCorner((double Longitude, double Latitude) corner) => _corners?.Add(corner);

    private void Undo() => _corners?.RemoveAt(_corners.Count - 1);

    private void CancelDrawing()
    {
        _corners = null;
        SetQuery(PanelKey, null);
    }

    private async Task BorderSavedAsync()
    {
        CancelDrawing();
        await LoadAsync();
    }

    private async Task TakeMapAsync()
    {
        _busy = true;
        var outcome = await Attempt.RunAsync<MapTaken>(
            async () => await Takeover.TakeAsync(Project, Visitor.Caller, Author.Name, CancellationToken.None) is { } taken ? taken : new Fault(FaultKind.NotFound, "project", L["ground.noCommunityMap"]), Logger);
        _busy = false;
        await LoadAsync();
        _faults = outcome.Succeeded ? [.. outcome.Value!.Refusals.Select(r => new Fault(FaultKind.Conflict, r.Field, r.Why.Here()))] : outcome.Faults;
        _said = outcome.Succeeded ? L["ground.taken", outcome.Value!.Buildings, outcome.Value.Facilities, outcome.Value.Skipped.Count == 0 ? "–" : string.Join(", ", outcome.Value.Skipped)].Value : null;
    }

    /// <summary>What the page shows; no state: there is no such project.</summary>
    private sealed record Content
    {
        internal long Position { get; init; }

        internal ProjectState? State { get; init; }

        internal PolicyPack? Policy { get; init; }

        internal EligibilityReport? Report { get; init; }

        internal IReadOnlyList<RuleVerdict> ResourceVerdicts { get; init; } = [];

        internal GapList? Gaps { get; init; }

        internal IReadOnlyList<SpaceMatch> Matches { get; init; } = [];

        internal static Content Of(ProgrammeState state, ProjectState project, PolicyPack policy) => new()
        {
            Position = state.Position,
            State = project,
            Policy = policy,
            Report = EligibilityJudge.Judge(state, project, policy),
            ResourceVerdicts = ResourceRules.Judge(project, policy),
            Gaps = GapList.Of(project, policy),
            Matches = SpaceMatching.Of(project, policy),
        };
    }
}
