using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What each rule's alerts were worth, with the limit that would have done better.</summary>
public sealed partial class QualityRules
{
    /// <summary>The rules, the busiest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RuleQuality> Rules { get; set; }
}
