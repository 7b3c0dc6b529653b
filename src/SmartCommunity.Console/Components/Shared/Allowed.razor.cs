using Microsoft.AspNetCore.Components;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What a person may do by the roles it has; for others, whose work it is. What is not rendered cannot be sent either: the circuit knows no handler of it.</summary>
public sealed partial class Allowed
{
    /// <summary>One of <see cref="SmartCommunity.Cloud.Identity.Policies"/>.</summary>
    [Parameter, EditorRequired]
    public required string Policy { get; set; }

    /// <summary>The forms and buttons.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
