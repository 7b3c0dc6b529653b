using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What a person may do by the roles it has; for others, whose work it is. What is not rendered cannot be sent either: the circuit knows no handler of it.</summary>
public sealed partial class Allowed
{
    /// <summary>One of <see cref="Policies"/>; not read where an act says it.</summary>
    [Parameter]
    public string Policy { get; set; } = Policies.SignedIn;

    /// <summary>An act of the programme: who may do it is whose work it is.</summary>
    [Parameter]
    public ProgrammeAct? Act { get; set; }

    /// <summary>The forms and buttons.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private bool May => Act is null ? Visitor.May(Policy) : Visitor.May(Act);

    private IEnumerable<string> RolesOf => Act is null ? Policies.All[Policy] ?? [] : ActPermission.RolesOf(Act);
}
