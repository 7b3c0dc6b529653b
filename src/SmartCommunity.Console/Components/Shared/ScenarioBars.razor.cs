using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The scenarios as bars with their points; pressing one shows its measures alone, pressing it again all of them.</summary>
public sealed partial class ScenarioBars
{
    /// <summary>The score.</summary>
    [Parameter, EditorRequired]
    public required CommunityScore Score { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>Code of the scenario chosen; null: all.</summary>
    [Parameter]
    public string? Chosen { get; set; }

    /// <summary>Another scenario is chosen; null: all.</summary>
    [Parameter]
    public EventCallback<string?> OnChoose { get; set; }
}
