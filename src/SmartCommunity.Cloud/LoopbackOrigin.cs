using SmartCommunity.Cloud.Notify.Duty;

namespace SmartCommunity.Cloud;

/// <summary>
/// A web page of a stranger, open in the same browser, reaches this host too, and with the demo operator it would do everything: a request that names an Origin which is neither this machine nor the host it asks is refused
/// (and a foreign Host by host filtering). Under the public address nothing is served but the page behind signed links.
/// </summary>
/// <param name="publicAddress">What recipients of notifications reach this host by; null: nothing.</param>
internal sealed class LoopbackOrigin(Uri? publicAddress)
{
    internal async Task RefuseForeign(HttpContext context, RequestDelegate next)
    {
        var isSigned = context.Request.Path == AckLinks.Path;
        if (!isSigned && publicAddress is not null && !publicAddress.IsLoopback && string.Equals(context.Request.Host.Host, publicAddress.Host, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && (uri.IsLoopback || IsAsked(uri, context.Request) || (isSigned && IsPublic(uri)))))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync($"Origin '{origin}' is not this machine.", context.RequestAborted);
            return;
        }

        await next(context);
    }

    private static bool IsAsked(Uri origin, HttpRequest request) => string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private bool IsPublic(Uri origin) => publicAddress is not null && Uri.Compare(origin, publicAddress, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
