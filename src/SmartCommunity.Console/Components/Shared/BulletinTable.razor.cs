using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Rows of a bulletin, each number with the page it comes from.</summary>
public sealed partial class BulletinTable
{
    /// <summary>What the rows have in common.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<BulletinRow> Rows { get; set; }

    /// <summary>The bulletin they stand in.</summary>
    [Parameter, EditorRequired]
    public required BulletinIssue Issue { get; set; }

    /// <summary>Names of units.</summary>
    [Parameter, EditorRequired]
    public required UnitNames Names { get; set; }

    private double? Corrected(BulletinRow row) => Issue.TotalOf(row.Project) is { } total && row.Figures.Score is { } score && Points.Rounded(total) != Points.Rounded(score.Total) ? total : null;

    private static string StageOf(BulletinRow row)
    {
        var words = StageWords.Of(row.Figures.Aside ?? row.Figures.Stage);
        return Languages.Pick(words.Zh, words.En);
    }

    private static Condition ConditionOf(Signal? signal) => signal switch
    {
        Signal.Red => Condition.Alarm,
        Signal.Amber => Condition.Warning,
        Signal.Green => Condition.Normal,
        _ => Condition.None,
    };
}
