using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Alerts.Rules;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What differs between two sets of rules, and what each point does.</summary>
public sealed partial class RuleChanges
{
    /// <summary>The points.</summary>
    [Parameter, EditorRequired]
    public required RuleDiff Diff { get; set; }
}
