using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What would keep somebody from being told, or did. Nothing when there is none.</summary>
public sealed partial class RosterWarnings
{
    /// <summary>The warnings.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<RosterWarning> Warnings { get; set; } = [];
}
