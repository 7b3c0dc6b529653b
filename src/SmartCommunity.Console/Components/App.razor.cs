using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace SmartCommunity.Console.Components;

/// <summary>The document around every page of the console; rendered once per full page load, never interactive.</summary>
public sealed partial class App
{
    [CascadingParameter]
    private HttpContext? Context { get; set; }

    /// <summary>The theme a person chose; null leaves it to the browser's preference.</summary>
    private string? Theme => Context?.Request.Cookies["theme"] is "dark" or "light" ? Context.Request.Cookies["theme"] : null;
}
