using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The six figures of a time: how many alerts, how many right, how many false, how soon taken up, how crowded, how many left.</summary>
public sealed partial class QualityTiles
{
    /// <summary>All offices together.</summary>
    [Parameter, EditorRequired]
    public required OfficeLoad Load { get; set; }
}
