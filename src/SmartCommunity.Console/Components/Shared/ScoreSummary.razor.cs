using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Totals, dimensions, and why the verdict is what it is: shut gates and vetoes by name.</summary>
public sealed partial class ScoreSummary
{
    /// <summary>The score.</summary>
    [Parameter, EditorRequired]
    public required CommunityScore Score { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>A measure is to be opened.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }

    private int Count(MeasureState state) => Score.Measures.Count(m => m.State == state);
}
