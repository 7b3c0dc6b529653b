using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Console.Components;

/// <summary>The document around every page of the console; rendered once per full page load, never interactive.</summary>
public sealed partial class App
{
    [CascadingParameter]
    private HttpContext? Context { get; set; }

    // Who is not signed in has no circuit, and the pages of signing in need the request that carries the cookie.
    private IComponentRenderMode? Mode => Context is { } context && context.AcceptsInteractiveRouting() && Caller.Of(context.User).IsSignedIn ? RenderMode.InteractiveServer : null;

    /// <summary>The theme a person chose; null leaves it to the browser's preference.</summary>
    private string? Theme => Context?.Request.Cookies["theme"] is "dark" or "light" ? Context.Request.Cookies["theme"] : null;
}
