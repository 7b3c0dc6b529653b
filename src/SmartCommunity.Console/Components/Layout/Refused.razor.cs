using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Layout;

/// <summary>In the place of a page that somebody may not open: why.</summary>
public sealed partial class Refused
{
    /// <summary>The page.</summary>
    [Parameter, EditorRequired]
    public required Type Page { get; set; }

    private string Reason => Page.GetCustomAttribute<AuthorizeAttribute>()?.Policy is { } policy && !Visitor.May(policy)
        ? L["refused.role", AccessText.Roles(L, policy), AccessText.Roles(L, Visitor.Caller.Roles)]
        : L["refused.area", AccessText.AreaOf(L, Visitor.Caller.Area.ToString(), [])];
}
