using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>The requirements handed on to land conditions and renovation (P-02).</summary>
public sealed partial class RequirementTable
{
    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RequirementRow> Rows { get; set; }
}
