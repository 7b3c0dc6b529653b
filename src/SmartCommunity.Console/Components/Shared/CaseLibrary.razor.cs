using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The case library (P-05): what others may follow, with the line it grew from.</summary>
public sealed partial class CaseLibrary
{
    /// <summary>The cases.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<CaseEntry> Cases { get; set; }

    /// <summary>Names of units.</summary>
    [Parameter, EditorRequired]
    public required UnitNames Names { get; set; }
}
