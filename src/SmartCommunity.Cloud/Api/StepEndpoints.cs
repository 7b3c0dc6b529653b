using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>What people did about events.</summary>
internal static class StepEndpoints
{
    private const string Tag = "Events";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/communities/{code}/steps", ListAsync).Allow(Policies.Devices, AreaOf.Community, "code").Produces<Page<StepView>>()
            .Describe(Tag, "listSteps", "Steps of a community by when they were done, the latest first.", [.. QueryParameter.Range, .. QueryParameter.Paging]);
        api.MapGet("/communities/{code}/events/{device}/{eventId}/steps", OfEventAsync).Allow(Policies.Devices, AreaOf.Community, "code").Produces<StepView[]>().Describe(Tag, "listStepsOfEvent", "Steps about one event, by time.");
        api.MapPost("/communities/{code}/events/{device}/{eventId}/steps", AddAsync).Allow(Policies.AlertsAct, AreaOf.Community, "code").Accepts<NewStep>("application/json").Produces<StepView>().Describe(
            Tag, "addStep", $"Records a step about an event of a device: {string.Join(", ", StepDesk.Steps)}. Of each the first stands; the same again changes nothing.");
    }

    private static async Task<IResult> ListAsync(string code, HttpRequest request, [FromServices] StepDesk steps, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (from, to) = query.Range(time);
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : (await steps.ListAsync(code, from, to, page, size, cancellationToken)).Answer();
    }

    private static async Task<IResult> OfEventAsync(string code, string device, string eventId, [FromServices] StepDesk steps, CancellationToken cancellationToken) =>
        (await steps.OfEventAsync(code, device, eventId, cancellationToken)).Answer();

    private static async Task<IResult> AddAsync(string code, string device, string eventId, HttpRequest request, [FromServices] StepDesk steps, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<NewStep>(request);
        return problem ?? (await steps.AddAsync(code, device, eventId, body!, cancellationToken)).Answer();
    }
}
