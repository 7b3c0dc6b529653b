using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Lines of one list, each with what became of it since the issue before, its unit, its due date and its proof.</summary>
public sealed partial class ListLines
{
    /// <summary>What the list is called.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The lines.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<LineDifference> Lines { get; set; }

    /// <summary>Names of units.</summary>
    [Parameter, EditorRequired]
    public required UnitNames Names { get; set; }

    /// <summary>The programme's projects.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ProjectState> Projects { get; set; }

    /// <summary>The day due dates are judged by.</summary>
    [Parameter, EditorRequired]
    public required DateOnly AsOf { get; set; }

    /// <summary>Lines may be edited.</summary>
    [Parameter]
    public bool IsOpen { get; set; }

    /// <summary>Lines may become cases.</summary>
    [Parameter]
    public bool CanPromote { get; set; }

    /// <summary>The case library.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<CaseEntry> Cases { get; set; }

    /// <summary>A form is to be opened.</summary>
    [Parameter]
    public EventCallback<string> OnPanel { get; set; }

    private string NameOf(string? project) => project is null ? L["lists.district"] : Projects.FirstOrDefault(p => p.Id == project) is { } known ? Languages.Pick(known.Pool.Name.Zh, known.Pool.Name.En) : project;

    private static Condition ConditionOf(LineChangeKind kind) => kind switch
    {
        LineChangeKind.New => Condition.Warning,
        LineChangeKind.Done => Condition.Normal,
        _ => Condition.None,
    };
}
