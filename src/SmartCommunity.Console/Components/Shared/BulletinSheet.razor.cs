using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One frozen bulletin: goal, deadlines, the ranking of each group with the reason for the group, and what stands apart with the reason.</summary>
public sealed partial class BulletinSheet
{
    /// <summary>The bulletin with its errata.</summary>
    [Parameter, EditorRequired]
    public required BulletinIssue Issue { get; set; }

    /// <summary>Names of units.</summary>
    [Parameter, EditorRequired]
    public required UnitNames Names { get; set; }

    private Bulletin Bulletin => Issue.Bulletin;
}
