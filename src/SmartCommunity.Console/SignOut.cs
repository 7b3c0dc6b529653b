using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Console;

/// <summary><c>/console/sign-out</c>: ends the sign-in of whoever posts the header's form, and leads to the sign-in page.</summary>
internal static class SignOut
{
    internal static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/console/sign-out", SignOutAsync).Allow(Policies.SignedIn, AreaOf.Own).ExcludeFromDescription();

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignInDesk desk)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest("The form's token is missing or old; open the page again.");
        await desk.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }
}
