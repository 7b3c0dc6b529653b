using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Gateways: how their uplinks do, and registering one.</summary>
internal static class GatewayEndpoints
{
    private const string Tag = "Gateways";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/gateways", ListAsync).Allow(Policies.DevicesEdit).Produces<Page<GatewayView>>()
            .Describe(Tag, "listGateways", "Gateways with backlog, last acknowledgement and lag.", QueryParameter.Paging);
        api.MapPost("/gateways", CreateAsync).Allow(Policies.DevicesEdit).Accepts<NewGateway>("application/json").Produces<EnrolledGatewayView>(StatusCodes.Status201Created)
            .Describe(Tag, "createGateway", "Registers a gateway; its token is shown this once.");
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] GatewayStates states, CancellationToken cancellationToken) =>
        ApiEndpoints.Page(new QueryReader(request.Query), await states.ListAsync(cancellationToken));

    private static async Task<IResult> CreateAsync(HttpRequest request, [FromServices] GatewayEnrolment gateways, CancellationToken cancellationToken)
    {
        var (gateway, problem) = await JsonBody.ReadAsync<NewGateway>(request);
        if (problem is not null)
            return problem;
        var outcome = await gateways.CreateGatewayAsync(gateway!.Id, gateway.Name, cancellationToken);
        return outcome.Succeeded ? TypedResults.Created($"{ApiEndpoints.Prefix}/gateways", outcome.Value) : Problems.Of(outcome.Faults);
    }
}
