using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Adds a line, or changes one.</summary>
public sealed partial class ListLineForm
{
    private ListKind _list = ListKind.Work;
    private string _project = "", _unit = "", _text = "", _reason = "", _link = "";
    private DateOnly _due;

    /// <summary>The issue.</summary>
    [Parameter, EditorRequired]
    public required ListPeriod Period { get; set; }

    /// <summary>The line; null: a new one.</summary>
    [Parameter]
    public ListLine? Line { get; set; }

    /// <summary>Names of units.</summary>
    [Parameter, EditorRequired]
    public required UnitNames Names { get; set; }

    /// <summary>The programme's projects.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ProjectState> Projects { get; set; }

    /// <summary>Why it was refused.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Fault> Faults { get; set; }

    /// <summary>It is being saved.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>It is to be done.</summary>
    [Parameter]
    public EventCallback<ProgrammeAct> OnSubmit { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => (_unit, _due, _text) = Line is { } line
        ? (line.Unit, line.Due, Languages.Pick(line.Text.Zh, line.Text.En))
        : (Names.Codes.Count > 0 ? Names.Codes[0] : "", Period.Due, "");

    private string? Wrong(string field) => Faults.Any(f => f.Field == field) ? "true" : null;

    private Task SubmitAsync() => OnSubmit.InvokeAsync(Line is { } line
        ? new ListLineChanged(Period, line.Key, _unit, _due, _text, _reason)
        : new ListLineAdded(Period, _list, _project.Length > 0 ? _project : null, _unit, _due, _text, _link.Trim() is { Length: > 0 } link ? link : null));
}
