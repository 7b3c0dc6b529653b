using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Communities by scenarios, in the order given, with totals and verdict.</summary>
public sealed partial class ScoreMatrix
{
    /// <summary>The scores.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityScore> Scores { get; set; } = [];

    /// <summary>For the communities' names.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>The words of a score's pack.</summary>
    [Parameter, EditorRequired]
    public required Func<CommunityScore, PackWords> WordsOf { get; set; }

    /// <summary>Totals of a day before by community; one without a record then is left out.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, double> Before { get; set; } = new Dictionary<string, double>();

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    // Packs may differ between communities: a column for every scenario any of them has, by the first pack that has it.
    private List<(string Code, string Title)> Columns =>
        [.. Scores.SelectMany(score => score.Scenarios.Select(s => (s.Code, Title: WordsOf(score).Scenario(s.Code)))).DistinctBy(c => c.Code)];
}
