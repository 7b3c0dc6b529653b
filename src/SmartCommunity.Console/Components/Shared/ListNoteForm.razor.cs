using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Takes a line out, settles one, or makes a case of one: each with words.</summary>
public sealed partial class ListNoteForm
{
    private string _title = "", _text = "";

    /// <summary>The issue.</summary>
    [Parameter, EditorRequired]
    public required ListPeriod Period { get; set; }

    /// <summary>The line.</summary>
    [Parameter, EditorRequired]
    public required ListLine Line { get; set; }

    /// <summary>What is done: <c>remove</c>, <c>settle</c> or <c>case</c>.</summary>
    [Parameter, EditorRequired]
    public required string Kind { get; set; }

    /// <summary>Why it was refused.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Fault> Faults { get; set; }

    /// <summary>It is being saved.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>It is to be done.</summary>
    [Parameter]
    public EventCallback<ProgrammeAct> OnSubmit { get; set; }

    private string? Wrong(string field) => Faults.Any(f => f.Field == field) ? "true" : null;

    private Task SubmitAsync() => OnSubmit.InvokeAsync(Kind switch
    {
        "remove" => new ListLineRemoved(Period, Line.Key, _text),
        "settle" => new ListLineSettled(Period, Line.Key, _text),
        _ => new CasePromoted(Period, Line.Key, _title, _text),
    });
}
