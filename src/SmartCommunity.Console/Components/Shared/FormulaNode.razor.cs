using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A node of a formula with its value; a click opens one level, what it combines and the very inputs.</summary>
public sealed partial class FormulaNode
{
    private bool _isOpen;

    /// <summary>The node.</summary>
    [Parameter, EditorRequired]
    public required FormulaValue Node { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Pack { get; set; }

    /// <summary>Whether it is open when it first appears.</summary>
    [Parameter]
    public bool IsOpenAtFirst { get; set; }

    private bool HasMore => Node.Parts.Count > 0 || Node.Inputs.Count > 0;

    /// <inheritdoc/>
    protected override void OnInitialized() => _isOpen = IsOpenAtFirst;
}
