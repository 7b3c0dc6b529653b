using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Components.Endpoints;
using SmartCommunity.Cloud.Api;

namespace SmartCommunity.Cloud.Identity;

/// <summary>
/// What is answered to whoever may not: programs get problem details, 401 or 403 with the reason. A person who opens a page is led to sign in; signed in, the page's document is shown with 403, in which the router says why in the
/// place of the page: it asks the same policy again, and renders nothing of the page itself.
/// </summary>
internal sealed class AccessAnswer : IAuthorizationMiddlewareResultHandler
{
    internal const string SignInPath = "/sign-in", BackKey = "back";

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        var isSignedIn = Caller.Of(context.User).IsSignedIn;
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
            return Refuse(context, isSignedIn, authorizeResult.AuthorizationFailure);
        if (isSignedIn)
        {
            // A form has no business here at all.
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
                return Refuse(context, isSignedIn, authorizeResult.AuthorizationFailure);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return next(context);
        }

        context.Response.Redirect(SignInPath + QueryString.Create(BackKey, context.Request.Path + context.Request.QueryString));
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpContext context, bool isSignedIn, AuthorizationFailure? failure)
    {
        var reason = failure?.FailureReasons.FirstOrDefault()?.Message;
        var fault = isSignedIn
            ? new Fault(FaultKind.Forbidden, "authorization", reason ?? "You may not do this.")
            : new Fault(FaultKind.Unauthorized, "authorization", $"Sign in first: POST {ApiEndpoints.Prefix}/sign-in, or open {SignInPath} in a browser.");
        return Problems.Of(fault).ExecuteAsync(context);
    }
}
