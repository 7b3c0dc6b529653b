using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Why what a person asked for was not done: each fault with its field. Nothing when there is none.</summary>
public sealed partial class FaultList
{
    /// <summary>The faults.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Fault> Faults { get; set; } = [];
}
