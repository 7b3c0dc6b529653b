namespace SmartCommunity.Cloud;

/// <summary>
/// As long as there is no sign-in, whoever reaches the loopback address may do everything. A web page of a stranger, open in the same browser, reaches it
/// too: a request that names a foreign Origin is refused (and a foreign Host by host filtering).
/// </summary>
internal static class LoopbackOrigin
{
    internal static async Task RefuseForeign(HttpContext context, RequestDelegate next)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync($"Origin '{origin}' is not this machine.", context.RequestAborted);
            return;
        }

        await next(context);
    }
}
