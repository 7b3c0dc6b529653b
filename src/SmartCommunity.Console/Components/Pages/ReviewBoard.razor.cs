using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Review;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Console.Acts;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>评审台: the projects under review, and of one its challenges with their proofs, its samples, findings and signatures, and what may be done. Project, filter and the form opened beforehand are in the URL.</summary>
public sealed partial class ReviewBoard
{
    private const string ProjectKey = "project", ShowKey = "show", ActKey = "act", MeasureKey = "measure", OpenOnly = "open", ToSign = "sign";

    /// <summary>The unit answers while the reviewer looks: seen within this.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private Loader<Content> _content = null!;
    private string? _loaded;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required ScoreQueries Scores { get; init; }
    [Inject] public required PackLibrary Packs { get; init; }

    /// <summary>The project that is open.</summary>
    [SupplyParameterFromQuery(Name = ProjectKey)]
    public string? Project { get; set; }

    /// <summary>Which projects are listed: <c>open</c>, <c>sign</c>; all when absent.</summary>
    [SupplyParameterFromQuery(Name = ShowKey)]
    public string? Show { get; set; }

    /// <summary>Key of the form that is open at first.</summary>
    [SupplyParameterFromQuery(Name = ActKey)]
    public string? Act { get; set; }

    /// <summary>Id of the measure to challenge.</summary>
    [SupplyParameterFromQuery(Name = MeasureKey)]
    public string? Measure { get; set; }

    private static IReadOnlyList<string> Filters { get; } = [OpenOnly, ToSign];

    private string Filter => Filters.Contains(Show ?? "") ? Show! : "";

    private List<ReviewView> Shown => [.. (_content.Value?.Reviews ?? []).Where(r => Filter switch { OpenOnly => r.Left.Any, ToSign => r.CanBeSigned, _ => true })];

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = $"{Project}\n{Measure}";
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
        await _content.LoadAsync(ReadAsync, Leaving);
        Report(_content);
    }

    private async Task<Content> ReadAsync(CancellationToken stop)
    {
        var state = await Desk.StateAsync(stop);
        var found = Project is { Length: > 0 } id && Visitor.Sees(id) ? state.Projects.GetValueOrDefault(id) : null;
        return new Content(ReviewView.All(state, Visitor.Sees), found is null ? null : Of(state, found), Desk.Today);
    }

    private Opened Of(ProgrammeState state, ProjectState project)
    {
        var pack = Scores.Latest(project.Id) is { } score ? Packs.Find(score.Pack) : null;
        var measures = pack?.Measures.Select(static m => (m.Id, new SmartCommunity.Programme.Words($"{m.Id} {m.Title.Zh}", $"{m.Id} {m.Title.En}"))).ToList() ?? [];
        var forms = ReviewForms.Of(project, measures, Measure);
        return new Opened(project, ReviewView.Of(project), Desk.Policies.Of(project.Policy ?? state.Policy), new PackWords(pack), forms);
    }

    private async Task DoneAsync()
    {
        await LoadAsync();
        if (Act is not null)
            SetQuery(ActKey, null, MeasureKey);
    }

    private string HrefOf(string project) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [ProjectKey] = project, [ActKey] = null, [MeasureKey] = null });

    private sealed record Content(IReadOnlyList<ReviewView> Reviews, Opened? Open, DateOnly AsOf);

    private sealed record Opened(ProjectState Project, ReviewView View, PolicyPack Policy, PackWords Words, IReadOnlyList<ActForm> Forms);
}
