using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Tables;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Device classes with their quantities, units and ranges.</summary>
public sealed partial class ClassTable
{
    /// <summary>The classes, by code.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ClassRow> Rows { get; set; } = [];

    /// <summary>An imported class is to be removed.</summary>
    [Parameter]
    public EventCallback<ClassRow> OnRemove { get; set; }
}
