using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Verdicts by rule, each with the policy's own words.</summary>
public sealed partial class RuleVerdicts
{
    /// <summary>What the table is.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The verdicts.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RuleVerdict> Verdicts { get; set; }

    /// <summary>The policy they were judged by.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }
}
