using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Money;

/// <summary>Why an act was refused: each field, why, and the rules that say so. Nothing when there is no refusal.</summary>
public sealed partial class RefusalNotice
{
    /// <summary>The refusals.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Refusal> Refusals { get; set; } = [];

    /// <summary>The policy whose rules are named.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }
}
