using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>How a measure's value, share and points came about, down to devices, facts, records and evidence. Keyed by measure; asks again when the measure's score or the instant changes.</summary>
public sealed partial class ExplanationDrawer : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Loader<Answer> _explanation = null!;
    private (MeasureScore? Score, DateTimeOffset? At)? _asked;

    /// <summary>What people enter for it.</summary>
    private IReadOnlyList<AskedInput> Asked { get; set; } = [];

    private EntryLinks Links { get; set; } = null!;

    [Inject] public required ScoreQueries Scores { get; init; }
    [Inject] public required ILogger<ExplanationDrawer> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>Id of the measure.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>Its score on screen; null: the pack has no such measure.</summary>
    [Parameter, EditorRequired]
    public required MeasureScore? Score { get; set; }

    /// <summary>The past instant on screen; null: now.</summary>
    [Parameter]
    public DateTimeOffset? At { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>Project type of the community, whose formulas say what is asked; null: each measure's own.</summary>
    [Parameter]
    public string? ProjectType { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _explanation = new Loader<Answer>(Logger);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (_asked == (Score, At))
            return Task.CompletedTask;
        _asked = (Score, At);
        Links = new EntryLinks(Community, Id);
        Asked = Words.Pack is { } pack ? [.. AskedInputs.Of(pack, ProjectType).Where(a => a.Measures.Contains(Id, StringComparer.Ordinal))] : [];
        return LoadAsync();
    }

    private Task LoadAsync() => _explanation.LoadAsync(
        async stop =>
        {
            var outcome = await Scores.ExplainAsync(Community, Id, At, Visitor.May(Policies.HealthRead), stop);
            return new Answer(outcome.Succeeded ? outcome.Value : null, outcome.Faults);
        },
        _leaving.Token);

    private sealed record Answer(MeasureExplanation? Value, IReadOnlyList<Fault> Faults);
}
