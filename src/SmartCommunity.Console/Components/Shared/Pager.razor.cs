using Microsoft.AspNetCore.Components;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Which page of a list this is, and the way to the next.</summary>
public sealed partial class Pager
{
    /// <summary>Number of the page shown, from 1.</summary>
    [Parameter, EditorRequired]
    public int Number { get; set; }

    /// <summary>Rows a page.</summary>
    [Parameter, EditorRequired]
    public int Size { get; set; }

    /// <summary>Rows of all pages.</summary>
    [Parameter, EditorRequired]
    public long Total { get; set; }

    /// <summary>Another page is asked for.</summary>
    [Parameter]
    public EventCallback<int> OnPage { get; set; }

    private long Pages => Math.Max(1, (Total + Size - 1) / Size);
}
