using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Alerts.Rules;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Every kept set of rules and which was in force since when; an earlier one can be put back.</summary>
public sealed partial class RuleHistory
{
    private string? _chosen;

    [Inject] public required RuleDesk Desk { get; init; }

    /// <summary>Sets and history.</summary>
    [Parameter, EditorRequired]
    public required RulesView Rules { get; set; }

    /// <summary>A set was put in force.</summary>
    [Parameter]
    public EventCallback<RulesPutView> OnPut { get; set; }

    private async Task DoneAsync(RulesPutView put)
    {
        _chosen = null;
        await OnPut.InvokeAsync(put);
    }
}
