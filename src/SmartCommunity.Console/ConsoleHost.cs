using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
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

    /// <summary>Address of the page shown for an address that does not exist; the page itself names it too.</summary>
    private const string NotFoundPath = "/not-found";

    /// <summary>How often the server says that a circuit is there; <c>start.js</c> takes three of these missed as a lost link, so that the page says so within ten seconds.</summary>
    private static readonly TimeSpan CircuitPing = TimeSpan.FromSeconds(3);

    private static readonly string[] PathsOfPrograms = ["/api", "/openapi", "/hubs", "/health", "/metrics", "/_blazor", "/_framework", "/_content"];

    /// <summary>Adds the console's services: pages, languages, the live sessions of its circuits.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.KeepAliveInterval = CircuitPing);
        services.AddControls();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CheckedSignIn>();
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
        services.AddScoped<CircuitLink>();
        services.AddScoped<CircuitHandler>(static circuit => circuit.GetRequiredService<CircuitLink>());
        services.AddScoped<Author>();
        services.AddScoped<Visitor>();
        return services;
    }

    /// <summary>Maps the console's pages, assets and downloads, and the middleware only they need. Call once, before <c>Run</c>.</summary>
    public static void MapConsole(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        // Before the console's own middleware, so that it applies to the page shown instead; not in a branch, which has no routing to find that page with.
        app.UseStatusCodePagesWithReExecute(NotFoundPath, createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            context.Features.GetRequiredFeature<IStatusCodePagesFeature>().Enabled = IsPageMissing(context);
            return next(context);
        });
        app.UseWhen(IsOfConsole, branch =>
        {
            branch.UseRequestLocalization(Languages.Configure);
            branch.Use(Headers);
        });
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnybody(Policies.OwnProof);
        // The policy above names the frame ancestors; a second header would only repeat it.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null).Add(AllowCircuits);
        SignOut.Map(app);
        DeviceDownload.Map(app);
        Languages.Map(app);
    }

    // What a person asks for with a browser, and nothing serves; programs, and what pages fetch, keep the bare answer or their own.
    private static bool IsPageMissing(HttpContext context) =>
        context.GetEndpoint() is null
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(PathsOfPrograms, prefix => context.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    // Pages say themselves who may open them; what carries their circuits is for whoever is signed in, and the framework's files are for anybody.
    private static void AllowCircuits(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<ComponentTypeMetadata>().Any())
            return;
        var isCircuit = (endpoint as RouteEndpointBuilder)?.RoutePattern.RawText?.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal) == true;
        endpoint.Metadata.Add(new InAreaAttribute(AreaOf.Own));
        endpoint.Metadata.Add(isCircuit ? new AuthorizeAttribute(Policies.SignedIn) : new AnybodyAttribute(Policies.OwnProof));
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
