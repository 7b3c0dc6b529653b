using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Explaining;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>
/// A community's score down to each measure, what explains it, what to fix first, and what was recorded; live, or at the instant in the URL. All of its state is in the URL.
/// </summary>
public sealed partial class CommunityScorePage
{
    private const string AtKey = "at", MeasureKey = "measure", ScenarioKey = "scenario", KindKey = "snapshots", LeftKey = "left", RightKey = "right", SpanKey = "span", ForecastKey = "forecast", PanelKey = "panel", WhatIfName = "whatif";
    private const int CurvePoints = 400; // About two pixels a point.

    private Loader<Content> _content = null!;
    private string? _loaded;

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required ScoreQueries Queries { get; init; }
    [Inject] public required PackLibrary Packs { get; init; }

    /// <summary>Community code.</summary>
    [Parameter]
    public required string Code { get; set; }

    /// <summary>The past instant to show, ISO 8601; without a zone it is Asia/Shanghai. Absent: now.</summary>
    [SupplyParameterFromQuery(Name = AtKey)]
    public string? AtText { get; set; }

    /// <summary>Id of the measure in the drawer.</summary>
    [SupplyParameterFromQuery(Name = MeasureKey)]
    public string? Measure { get; set; }

    /// <summary>Code of the scenario whose measures are shown; all when absent.</summary>
    [SupplyParameterFromQuery(Name = ScenarioKey)]
    public string? Scenario { get; set; }

    /// <summary>Kind of snapshots listed: <c>Day</c>, or <c>Month</c>.</summary>
    [SupplyParameterFromQuery(Name = KindKey)]
    public string? KindText { get; set; }

    /// <summary>The snapshot compared from, see <see cref="SnapshotChoice"/>.</summary>
    [SupplyParameterFromQuery(Name = LeftKey)]
    public string? LeftText { get; set; }

    /// <summary>The snapshot compared to.</summary>
    [SupplyParameterFromQuery(Name = RightKey)]
    public string? RightText { get; set; }

    /// <summary>How far back the curve of totals looks: <c>day</c>, <c>week</c> or <c>month</c>.</summary>
    [SupplyParameterFromQuery(Name = SpanKey)]
    public string? SpanText { get; set; }

    /// <summary>The day the live measures are forecast to, <c>yyyy-MM-dd</c>.</summary>
    [SupplyParameterFromQuery(Name = ForecastKey)]
    public string? ForecastTo { get; set; }

    /// <summary><c>whatif</c> opens the panel of supposed changes and advice.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    private bool IsSupposing => Panel == WhatIfName;

    private string Span => ScoreSpan.Known(SpanText);

    private DateTimeOffset? Instant => ScoreText.TryInstant(AtText, out var at) ? at : null;

    private bool IsAtWrong => !string.IsNullOrWhiteSpace(AtText) && Instant is null;

    private ScoreSnapshotKind Kind => Enum.TryParse<ScoreSnapshotKind>(KindText, ignoreCase: true, out var kind) && kind == ScoreSnapshotKind.Month ? kind : ScoreSnapshotKind.Day;

    private SnapshotChoice? Left => SnapshotChoice.Parse(LeftText);

    private SnapshotChoice? Right => SnapshotChoice.Parse(RightText);

    private string Name => _content.Value?.Name ?? Code;

    private long AgesFromMs => Instant?.ToUnixTimeMilliseconds() ?? NowMs;

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = string.Join('\n', Code, AtText, KindText, LeftText, RightText, SpanText);
        if (_loaded == wanted)
            return;
        _loaded = wanted;
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Follow(Scores.RefreshInterval, RefreshAsync, () => Queries.Changed += OnChanged, () => Queries.Changed -= OnChanged);
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(ReadAsync, Leaving);
        Report();
    }

    private async Task RefreshAsync()
    {
        // A past instant does not change.
        if (TakeChanged() && Instant is null)
            await LoadAsync();
        else
            Report();
    }

    private void Report() => AsOf.Report(Instant?.ToUnixTimeMilliseconds() ?? NowMs, live: Instant is null && IsRepeating && _content.Problem is null);

    private async Task<Content> ReadAsync(CancellationToken stop)
    {
        var (code, at, kind, left, right, span) = (Code, Instant, Kind, Left, Right, Span);
        var place = await Places.FindCommunityAsync(code, stop);
        var outcome = await Queries.AtAsync(code, at, stop);
        var score = outcome.Succeeded ? outcome.Value : null;
        return new Content(
            place is null ? code : Words.NameOf(place),
            place is not null,
            score,
            outcome.Faults,
            new PackWords(score is null ? null : Packs.Find(score.Pack)),
            score is null ? [] : Explainer.PointsLost(score),
            score is null ? new HashSet<string>() : score.Measures.Where(static m => m.IsSuppressed).Select(static m => m.Id).ToHashSet(StringComparer.Ordinal),
            // A snapshot's end may be the very instant asked for.
            Queries.Records(code, Time.GetUtcNow() - ScoreSpan.Of(span), Time.GetUtcNow(), CurvePoints),
            Queries.Snapshots(code, kind, DateTimeOffset.UnixEpoch, (at ?? Time.GetUtcNow()).AddMilliseconds(1)),
            Find(code, left),
            Find(code, right));
    }

    private CommunityScore? Find(string code, SnapshotChoice? choice) => choice is null ? null : Queries.Snapshot(code, choice.Kind, choice.End, choice.Revision);

    private void OnChanged(string community)
    {
        if (community == Code)
            MarkChanged();
    }

    private void GoTo(string? at) => SetQuery(AtKey, at);

    private void Open(string measure) => SetQuery(MeasureKey, measure);

    private void EndComparison() =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [LeftKey] = null, [RightKey] = null }), replace: true);

    private static string TitleOf(SnapshotChoice choice) => $"{Times.Full(choice.EndMs)} ({choice.Revision})";

    /// <summary>What the page loads.</summary>
    private sealed record Content(
        string Name, bool IsKnown, CommunityScore? Score, IReadOnlyList<Fault> Faults, PackWords Words, IReadOnlyList<LostPoints> Lost, IReadOnlySet<string> Suppressed,
        IReadOnlyList<ScoreRecord> Records, IReadOnlyList<ScoreSnapshot> Snapshots, CommunityScore? Left, CommunityScore? Right);
}
