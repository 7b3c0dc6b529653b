using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Money;

/// <summary>Every project's money in a row: both readings side by side, what is due, paid, exposed, unfunded, borne; the district's sums below.</summary>
public sealed partial class LedgerTable
{
    /// <summary>The ledger.</summary>
    [Parameter, EditorRequired]
    public required DistrictLedger Ledger { get; set; }

    /// <summary>The projects by id.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, ProjectState> Projects { get; set; }

    /// <summary>The project that is open.</summary>
    [Parameter]
    public string? Selected { get; set; }

    private static string Taken(ProjectLedger row, FinalTranche reading) => row.Readings.Taken == reading ? " ●" : "";
}
