using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The bulletins of a year in one (O-05): projects and responsible units, months without a bulletin by name.</summary>
public sealed partial class AnnualTable
{
    /// <summary>The year.</summary>
    [Parameter, EditorRequired]
    public required AnnualReport Report { get; set; }

    /// <summary>Names of units.</summary>
    [Parameter, EditorRequired]
    public required UnitNames Names { get; set; }

    private static string Text(double? points) => points is { } known ? Points.Text(known) : "–";
}
