using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>How a community stands to the standard: pack, project type, claimed scenarios.</summary>
internal static class StandingEndpoints
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/communities/{code}/standing", FindAsync).Allow(Policies.Overview, AreaOf.Community, "code").Produces<StandingView>().Describe(FactEndpoints.Tag, "getStanding", "The standing of a community; its revision is the ETag.");
        api.MapPut("/communities/{code}/standing", PutAsync).Allow(Policies.StandingEdit, AreaOf.Community, "code").Accepts<NewStanding>("application/json").Produces<StandingView>().Describe(
            FactEndpoints.Tag, "putStanding", "Says under which pack and project type a community stands, and which optional scenarios it claims; If-Match takes the revision (\"0\": none yet).");
    }

    private static async Task<IResult> FindAsync(string code, HttpRequest request, [FromServices] StandingDesk standings, CancellationToken cancellationToken) =>
        (await standings.FindAsync(code, cancellationToken)).Answer(request, s => s.Revision);

    private static async Task<IResult> PutAsync(string code, HttpRequest request, [FromServices] StandingDesk standings, CancellationToken cancellationToken)
    {
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (body, problem) = await JsonBody.ReadAsync<NewStanding>(request);
        return problem ?? (await standings.PutAsync(code, body!, known, cancellationToken)).Answer(request, s => s.Revision);
    }
}
