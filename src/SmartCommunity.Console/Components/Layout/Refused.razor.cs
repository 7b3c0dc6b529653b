using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Layout;

/// <summary>In the place of a page that somebody may not open: why.</summary>
public sealed partial class Refused
{
    [Inject] public required NavigationManager Navigation { get; init; }

    /// <summary>The page.</summary>
    [Parameter, EditorRequired]
    public required Type Page { get; set; }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        // Whoever only makes accounts comes from signing in to the first page, which is not theirs.
        if (firstRender && Page == typeof(Pages.Overview) && !Visitor.May(Policies.Overview) && Visitor.May(Policies.People))
            Navigation.NavigateTo("/people", replace: true);
    }

    private string Reason => Page.GetCustomAttribute<AuthorizeAttribute>()?.Policy is { } policy && !Visitor.May(policy)
        ? L["refused.role", AccessText.Roles(L, policy), AccessText.Roles(L, Visitor.Caller.Roles)]
        : L["refused.area", AccessText.AreaOf(L, Visitor.Caller.Area.ToString(), [])];
}
