using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The indicators of a scenario with their measures: value, badge, state, coverage, age, points.</summary>
public sealed partial class MeasureTable
{
    /// <summary>The scenario's score.</summary>
    [Parameter, EditorRequired]
    public required ScenarioScore Scenario { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>Id of the measure in the drawer.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>The instant ages are measured from: now, or the past instant on screen; epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>A measure is to be explained.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }
}
