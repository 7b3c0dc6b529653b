using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Identity;

/// <summary>Tokens by which programs act as an account: one's own, and an administrator's list of an account's.</summary>
internal static class TokenEndpoints
{
    internal static void Map(IEndpointRouteBuilder api, string tag)
    {
        api.MapGet("/me/tokens", OwnAsync).Allow(Policies.SignedIn, AreaOf.Own).Produces<ApiTokenView[]>().Describe(tag, "listOwnTokens", "Tokens of one's own account.");
        api.MapPost("/me/tokens", MakeAsync).Allow(Policies.SignedIn, AreaOf.Own).Accepts<NewApiToken>("application/json").Produces<MadeApiTokenView>().Describe(
            tag, "makeToken", $"Makes a token, shown this once, by which a program acts as this account (Authorization: Bearer TOKEN), without the role of administrator; good for 1 to {ApiTokens.MaxDays} days.");
        api.MapDelete("/me/tokens/{token}", RevokeOwnAsync).Allow(Policies.SignedIn, AreaOf.Own).Produces<ApiTokenView>().Describe(tag, "revokeOwnToken", "Revokes a token of one's own account, at once.");
        api.MapGet("/people/{id}/tokens", ListAsync).Allow(Policies.People).Produces<ApiTokenView[]>().Describe(tag, "listTokens", "Tokens of an account.");
        api.MapDelete("/people/{id}/tokens/{token}", RevokeAsync).Allow(Policies.People).Produces<ApiTokenView>().Describe(tag, "revokeToken", "Revokes a token of an account, at once.");
    }

    private static async Task<IResult> OwnAsync(HttpContext context, [FromServices] ApiTokens tokens, CancellationToken cancellationToken) =>
        TypedResults.Ok(await tokens.ListAsync(Caller.Of(context.User).Id, cancellationToken));

    private static async Task<IResult> MakeAsync(HttpRequest request, [FromServices] ApiTokens tokens, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<NewApiToken>(request);
        return problem ?? (await tokens.MakeAsync(Caller.Of(request.HttpContext.User), body!, cancellationToken)).Answer();
    }

    private static async Task<IResult> RevokeOwnAsync(string token, HttpContext context, [FromServices] ApiTokens tokens, CancellationToken cancellationToken) =>
        (await tokens.RevokeAsync(Caller.Of(context.User).Id, token, Said.By(context.Request), cancellationToken)).Answer();

    private static async Task<IResult> ListAsync(string id, [FromServices] ApiTokens tokens, CancellationToken cancellationToken) => TypedResults.Ok(await tokens.ListAsync(id, cancellationToken));

    private static async Task<IResult> RevokeAsync(string id, string token, HttpRequest request, [FromServices] ApiTokens tokens, CancellationToken cancellationToken) =>
        (await tokens.RevokeAsync(id, token, Said.By(request), cancellationToken)).Answer();
}
