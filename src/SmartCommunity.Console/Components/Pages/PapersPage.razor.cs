using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Papers;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Console.Loading;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Papers of the visitor's area to download or print, and the acceptance dossier of a project: what it lacks, then the bundle. The project is in the URL.</summary>
public sealed partial class PapersPage
{
    private const string ProjectKey = "project", Page = "html";

    private static readonly string[] Formats = ["docx", "xlsx", Page];

    private Loader<Content> _content = null!;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required PaperTemplates Templates { get; init; }
    [Inject] public required DossierDesk Dossiers { get; init; }

    /// <summary>Id of the project whose papers are shown; the pool's first when absent.</summary>
    [SupplyParameterFromQuery(Name = ProjectKey)]
    public string? Project { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        await _content.LoadAsync(ReadAsync, Leaving);
        Report(_content);
    }

    private async Task<Content> ReadAsync(CancellationToken stop)
    {
        var projects = (await Desk.StateAsync(stop)).Projects.Values.Where(p => Visitor.Sees(p.Id)).OrderBy(static p => p.Pool.No).ThenBy(static p => p.Id, StringComparer.Ordinal).ToList();
        var open = string.IsNullOrEmpty(Project) ? projects.FirstOrDefault() : projects.Find(p => p.Id == Project);
        var plan = open is null ? null : (await Dossiers.PlanAsync(open.Id, stop)).Value;
        return new Content(projects, open, plan, [.. PaperKindView.All(Templates).Where(IsFor)]);
    }

    // Papers about the whole district are for people of the whole district; what they say of money is for who may read it.
    private bool IsFor(PaperKindView kind) => kind.OfOneProject || (Visitor.Caller.Area.IsDistrict && (kind.Code != PaperKind.Ledger.Code || Visitor.May(SmartCommunity.Cloud.Identity.Policies.Money)));

    private string Href(PaperKindView kind, string format) =>
        $"/api/v1/programme/papers/{kind.Code}?format={format}{(kind.OfOneProject ? $"&project={Uri.EscapeDataString(_content.Value!.Open!.Id)}" : "")}";

    private sealed record Content(IReadOnlyList<ProjectState> Projects, ProjectState? Open, DossierPlan? Plan, IReadOnlyList<PaperKindView> Kinds);
}
