using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Money;

/// <summary>How a project's amounts came about, by both readings; each opens into its arithmetic, its rules and their quotes.</summary>
public sealed partial class MoneySteps
{
    /// <summary>Both readings.</summary>
    [Parameter, EditorRequired]
    public required SubsidyReadings Readings { get; set; }

    /// <summary>The policy they follow from.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    // A line may stand in one reading only: what is unfunded by the one is paid by the other.
    private IEnumerable<(SubsidyLineKind Kind, SubsidyLine? Percent, SubsidyLine? Balance)> Rows => Enum.GetValues<SubsidyLineKind>()
        .Select(kind => (kind, Readings.Percent.Lines.FirstOrDefault(l => l.Kind == kind), Readings.Balance.Lines.FirstOrDefault(l => l.Kind == kind)))
        .Where(row => row.Item2 is not null || row.Item3 is not null);
}
