using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Acts;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>One project: where it stands on its way, when it is due, what may be done, its file, findings, and everything that happened.</summary>
public sealed partial class ProjectPage
{
    /// <summary>Somebody else acts, and scores change readiness: seen within this.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private Loader<Content> _content = null!;
    private string? _loaded;
    private bool _isUnknown;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required ReadinessQueries Readiness { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }

    /// <summary>Id of the project: the community's code.</summary>
    [Parameter]
    public required string Project { get; set; }

    private string Title => _content.Value is { } content ? Languages.Pick(content.Project.Pool.Name.Zh, content.Project.Pool.Name.En) : Project;

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == Project)
            return;
        _loaded = Project;
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
        _isUnknown = !(await Desk.StateAsync(Leaving)).Projects.ContainsKey(Project);
        if (_isUnknown)
            return;
        await _content.LoadAsync(LoadAsync, Leaving);
        Report(_content);
    }

    private async Task<Content> LoadAsync(CancellationToken stop)
    {
        var state = await Desk.StateAsync(stop);
        var project = state.Projects[Project];
        var policy = Desk.Policies.Of(project.Policy ?? state.Policy);
        var places = Visitor.Only(await Places.CommunitiesAsync(street: null, stop));
        var unit = places.FirstOrDefault(p => p.Street == project.Pool.Unit) is { } place ? Words.StreetOf(place) : project.Pool.Unit;
        var entries = (await Desk.EntriesAsync(stop)).Where(e => e.Act.Subject == Project).Reverse().ToList();
        return new Content(project, ProjectView.Of(project, policy, Desk.Today), policy, unit, ProjectForms.Of(project, policy, Visitor.Caller.Department), await Readiness.OfAsync(Project, Desk.Today, stop), entries, Desk.Today);
    }

    private sealed record Content(
        ProjectState Project, ProjectView View, PolicyPack Policy, string UnitName, IReadOnlyList<ActForm> Forms, Readiness? Readiness, IReadOnlyList<ProgrammeEntry> Entries, DateOnly AsOf);
}
