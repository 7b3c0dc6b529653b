using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A scenario of a community: its share as number, bar, shape and colour, and how many of its measures are scored, stale and missing.</summary>
public sealed partial class ScoreCell
{
    /// <summary>The scenario's score.</summary>
    [Parameter, EditorRequired]
    public required ScenarioScore Score { get; set; }

    /// <summary>The pack's words and marks.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    private int Scored => Count(MeasureState.Scored);

    private int Stale => Count(MeasureState.Stale);

    private int Missing => Count(MeasureState.Missing);

    private string Spoken => L["score.counts", Scored, Stale, Missing];

    private int Count(MeasureState state) => Score.Indicators.Sum(i => i.Measures.Count(m => m.State == state));
}
