using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;
using SmartCommunity.Console.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console;

/// <summary>
/// Puts the operator console into the cloud host. The services of SmartCommunity.Cloud must be registered before; the composer calls
/// <c>UseStaticWebAssets</c> on the web host, without which assets are empty outside of a published folder.
/// </summary>
public static class ConsoleHost
{
    /// <summary>
    /// The import map is an inline script, ECharts sets inline styles; everything else comes from this host. Blobs are the downloads made in the page.
    /// </summary>
    internal const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "connect-src 'self' ws: wss:; worker-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'";

    /// <summary>Adds the console's services: pages, languages, the live sessions of its circuits.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddControls();
        services.AddAntiforgery();
        // Chinese text in attributes stays readable instead of becoming numeric entities.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return services;
    }

    /// <summary>What the controls need wherever they are rendered: words, the time, the page's clock.</summary>
    internal static IServiceCollection AddControls(this IServiceCollection services)
    {
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<DataAsOf>();
        return services;
    }

    /// <summary>Maps the console's pages, assets and downloads, and the middleware only they need. Call once, before <c>Run</c>.</summary>
    public static void MapConsole(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseWhen(IsOfConsole, branch =>
        {
            branch.UseRequestLocalization(Languages.Configure);
            branch.Use(Headers);
        });
        app.UseAntiforgery();
        app.MapStaticAssets();
        // The policy above names the frame ancestors; a second header would only repeat it.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
        DeviceDownload.Map(app);
        Languages.Map(app);
    }

    private static bool IsOfConsole(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        || context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal)
        || context.Request.Path.StartsWithSegments("/console", StringComparison.Ordinal);

    private static Task Headers(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        Languages.RememberQuery(context);
        return next(context);
    }
}
