using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Numbered findings of a project's returns, with due day and answer.</summary>
public sealed partial class FindingTable
{
    /// <summary>The findings, by number.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    /// <summary>The day dates are judged by.</summary>
    [Parameter, EditorRequired]
    public DateOnly AsOf { get; set; }
}
