using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Whether what the platform shows is simulated.</summary>
internal static class SimulationEndpoints
{
    private const string Tag = "Simulation";

    internal static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/simulation", async ([FromServices] SimulationStatus simulation, CancellationToken cancellationToken) => TypedResults.Ok(await simulation.ViewAsync(cancellationToken))).Allow(Policies.Overview, AreaOf.Own)
        .Produces<SimulationView>().Describe(Tag, "getSimulation", "Whether simulated devices were ever enrolled, and what running simulators say: seed, scenario, speed, since.");
}
