using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Alerts.Rules;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Rules with what they wait for, in words, and what they did.</summary>
public sealed partial class RuleTable
{
    /// <summary>The rules, in the order of their file.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RuleView> Rules { get; set; }

    /// <summary>Id of the open one.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>One is to be opened.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }
}
