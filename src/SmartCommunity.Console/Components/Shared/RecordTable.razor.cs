using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A page of the records of a kind, a column for each field of its definition.</summary>
public sealed partial class RecordTable
{
    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The kind.</summary>
    [Parameter, EditorRequired]
    public required RecordKind Kind { get; set; }

    /// <summary>The page of records.</summary>
    [Parameter, EditorRequired]
    public required Page<RecordView> Records { get; set; }

    /// <summary>Id of the record that is open.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>A record is to be opened, or a new one.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }

    /// <summary>Another page is asked for.</summary>
    [Parameter]
    public EventCallback<int> OnPage { get; set; }

    /// <summary>Records are to be imported.</summary>
    [Parameter]
    public EventCallback OnImport { get; set; }
}
