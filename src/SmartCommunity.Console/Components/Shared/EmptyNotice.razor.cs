using Microsoft.AspNetCore.Components;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Nothing is there, and what to do about it.</summary>
public sealed partial class EmptyNotice
{
    /// <summary>What is not there.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The next step.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
