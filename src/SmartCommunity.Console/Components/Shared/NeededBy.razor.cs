using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The measures that need something people enter, each a way to its explanation.</summary>
public sealed partial class NeededBy
{
    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>Ids of the measures.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Measures { get; set; } = [];

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }
}
