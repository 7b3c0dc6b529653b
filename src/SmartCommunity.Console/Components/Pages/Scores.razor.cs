using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Communities by scenarios: shares, totals, verdicts; live, at most one repaint a second.</summary>
public sealed partial class Scores
{
    /// <summary>A score moves up to four times a second; people read it no faster than this.</summary>
    internal static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, PackWords> _words = new(StringComparer.Ordinal);
    private Loader<Content> _content = null!;

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required ScoreQueries Queries { get; init; }
    [Inject] public required PackLibrary Packs { get; init; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _content = new Loader<Content>(Logger);
        return LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Follow(RefreshInterval, RefreshAsync, () => Queries.Changed += OnChanged, () => Queries.Changed -= OnChanged);
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(async stop => new Content(Visitor.Only(await Places.CommunitiesAsync(street: null, stop)), Latest(), Before()), Leaving);
        Report(_content);
    }

    private async Task RefreshAsync()
    {
        if (TakeChanged() && _content.Value is { } content)
            await _content.LoadAsync(_ => Task.FromResult(content with { Scores = Latest() }), Leaving);
        Report(_content);
    }

    private IReadOnlyList<CommunityScore> Latest() => [.. Queries.Latest().Where(s => Visitor.Sees(s.Community))];

    // A day before the minute the page was opened: it is looked up once, the records do not change.
    private Dictionary<string, double> Before()
    {
        var then = Time.GetUtcNow() - ScoreSpan.Of(ScoreSpan.Day);
        return Latest().Select(s => Queries.RecordAt(s.Community, then)).OfType<ScoreRecord>().ToDictionary(static r => r.Community, static r => r.Total, StringComparer.Ordinal);
    }

    private void OnChanged(string community) => MarkChanged();

    private PackWords WordsOf(CommunityScore score)
    {
        if (!_words.TryGetValue(score.Pack, out var words))
            _words[score.Pack] = words = new PackWords(Packs.Find(score.Pack));
        return words;
    }

    /// <summary>What the page loads.</summary>
    private sealed record Content(IReadOnlyList<CommunityView> Places, IReadOnlyList<CommunityScore> Scores, IReadOnlyDictionary<string, double> Before);
}
