using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Money;

namespace SmartCommunity.Console.Components.Money;

/// <summary>The lines of a project's ledger in the order of the log, with the running balance: what the unit laid out and has not got back.</summary>
public sealed partial class LedgerLines
{
    /// <summary>The lines.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<LedgerLine> Lines { get; set; }

    /// <summary>The project's costs.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<CostEntry> Costs { get; set; }

    /// <summary>Costs may still be taken back.</summary>
    [Parameter]
    public bool CanCorrect { get; set; }

    /// <summary>The cost of a number is to be taken back.</summary>
    [Parameter]
    public EventCallback<int> OnCorrect { get; set; }

    // A cost that is neither a counter-entry nor taken back already.
    private int? CostOf(LedgerLine line) => Costs.FirstOrDefault(c => c.Mark.Position == line.Position && c.Corrects is null && Costs.All(other => other.Corrects != c.No))?.No;
}
