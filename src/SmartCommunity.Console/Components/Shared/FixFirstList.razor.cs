using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Explaining;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What costs points, what to fix first in front.</summary>
public sealed partial class FixFirstList
{
    /// <summary>As many as one works on at a time; the rest is one click away.</summary>
    private const int Shown = 8;

    /// <summary>The points lost, in order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<LostPoints> Lost { get; set; } = [];

    /// <summary>Ids of measures whose numbers may not be seen.</summary>
    [Parameter, EditorRequired]
    public IReadOnlySet<string> Suppressed { get; set; } = new HashSet<string>();

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>A measure is to be explained.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }

    private bool All { get; set; }
}
