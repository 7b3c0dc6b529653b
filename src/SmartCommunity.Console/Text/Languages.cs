using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Console.Text;

/// <summary>
/// The console's two languages. The choice is in the query (<c>?culture=en</c>) or in a cookie; a query is remembered in the cookie, because a
/// circuit's own connection carries cookies only. The browser's Accept-Language is not asked: the console is Chinese first.
/// </summary>
internal static class Languages
{
    internal const string Chinese = "zh-CN";
    internal const string English = "en";
    internal const string QueryKey = "culture";

    private static readonly string[] All = [Chinese, English];

    /// <summary>A year: the choice of a person at a desk outlives a shift.</summary>
    private static readonly TimeSpan CookieAge = TimeSpan.FromDays(365);

    internal static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>The word of the current language.</summary>
    internal static string Pick(string zh, string en) => IsChinese ? zh : en;

    internal static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(Chinese).AddSupportedCultures(All).AddSupportedUICultures(All);
        options.RequestCultureProviders = [new QueryStringRequestCultureProvider { Options = options }, new CookieRequestCultureProvider { Options = options }];
    }

    /// <summary>Keeps the language named in the query for the requests after this one.</summary>
    internal static void RememberQuery(HttpContext context)
    {
        if (context.Request.Query[QueryKey].ToString() is { Length: > 0 } culture && All.Contains(culture, StringComparer.Ordinal))
            Remember(context, culture);
    }

    /// <summary><c>/console/language?to=en&amp;back=/devices</c>: sets the cookie and goes back.</summary>
    internal static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/console/language", (HttpContext context, string to, string? back) =>
        {
            if (!All.Contains(to, StringComparer.Ordinal))
                return Results.BadRequest($"to '{to}' must be {Chinese} or {English}.");
            Remember(context, to);
            return Results.LocalRedirect(LocalOr(back, "/"));
        }).AllowAnybody(Policies.OwnProof).ExcludeFromDescription();

    // Only a path of this host: "//other.host" and "/\other.host" are other hosts to a browser.
    internal static string LocalOr(string? path, string fallback) =>
        path is ['/', not ('/' or '\\'), ..] or "/" ? path : fallback;

    private static void Remember(HttpContext context, string culture) => context.Response.Cookies.Append(
        CookieRequestCultureProvider.DefaultCookieName,
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
        new CookieOptions { MaxAge = CookieAge, SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, Path = "/" });
}
