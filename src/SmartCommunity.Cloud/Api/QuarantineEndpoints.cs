using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Api;

/// <summary>Payloads that were not accepted, and the mappings that make them acceptable.</summary>
internal static class QuarantineEndpoints
{
    private const string Tag = "Quarantine";

    // Ids of one call: two pages of the largest size.
    private const int MaxIds = 2 * Paging.MaxSize;

    private static readonly (string, string?)[] States = [("open", "open"), ("rerun", "rerun"), ("dismissed", "dismissed"), ("all", null)];

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/quarantine", ListAsync).Allow(Policies.DevicesEdit).Produces<Page<QuarantineView>>().Describe(
            Tag, "listQuarantine", "Payloads that were not accepted, newest first, with reason and sample.",
            [
                QueryParameter.Text("community", "Code of a community."),
                QueryParameter.Text("device", "Id of a device."),
                QueryParameter.Text("reason", "Code of the reason."),
                QueryParameter.Choice("state", "State of the payload; default open.", States.Select(s => s.Item1)),
                .. QueryParameter.Paging,
            ]);
        api.MapPost("/quarantine/rerun", RerunAsync).Allow(Policies.DevicesEdit).Accepts<RerunRequest>("application/json").Produces<RerunReport>().Describe(
            Tag, "rerunQuarantine", $"Decodes open payloads again with today's mappings, at most {QuarantineDesk.MaxRerun}; what is accepted is stored with its own times.");
        api.MapPost("/quarantine/dismiss", DismissAsync).Allow(Policies.DevicesEdit).Accepts<DismissRequest>("application/json").Produces<DismissReport>()
            .Describe(Tag, "dismissQuarantine", $"Puts payloads away, 1 to {MaxIds} ids.");
        api.MapGet("/mappings", MappingsAsync).Allow(Policies.DevicesEdit).Produces<Page<FieldMappingView>>()
            .Describe(Tag, "listMappings", "Mappings of vendors' fields to quantities.", QueryParameter.Paging);
        api.MapPost("/mappings", MapAsync).Allow(Policies.DevicesEdit).Accepts<FieldMappingView>("application/json").Produces<FieldMappingView>()
            .Describe(Tag, "putMapping", "Adds or replaces the mapping of (class, device, field); gateways get it at once.");
        api.MapDelete("/mappings/{id:long}", UnmapAsync).Allow(Policies.DevicesEdit).Produces<FieldMappingView>().Describe(Tag, "deleteMapping", "Removes a mapping.");
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] QuarantineDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var filter = new QuarantineFilter(query.Text("community"), query.Text("device"), query.Text("reason"), query.Choice("state", States, otherwise: "open"));
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : TypedResults.Ok(await desk.ListAsync(filter, page, size, cancellationToken));
    }

    private static async Task<IResult> RerunAsync(HttpRequest request, [FromServices] QuarantineDesk desk, CancellationToken cancellationToken)
    {
        var (rerun, problem) = await JsonBody.ReadAsync<RerunRequest>(request);
        if (problem is not null)
            return problem;
        if (rerun!.Ids is { Count: 0 or > MaxIds })
            return Problems.Of(IdsFault(rerun.Ids.Count));
        return (await desk.RerunAsync(new QuarantineFilter(rerun.Community, rerun.Device, rerun.Reason, Ids: rerun.Ids), cancellationToken)).Answer();
    }

    private static async Task<IResult> DismissAsync(HttpRequest request, [FromServices] QuarantineDesk desk, CancellationToken cancellationToken)
    {
        var (dismiss, problem) = await JsonBody.ReadAsync<DismissRequest>(request);
        if (problem is not null)
            return problem;
        if (dismiss!.Ids is not { Count: > 0 and <= MaxIds })
            return Problems.Of(IdsFault(dismiss.Ids?.Count ?? 0));
        return TypedResults.Ok(new DismissReport(await desk.DismissAsync(dismiss.Ids, cancellationToken)));
    }

    private static async Task<IResult> MappingsAsync(HttpRequest request, [FromServices] QuarantineDesk desk, CancellationToken cancellationToken) =>
        ApiEndpoints.Page(new QueryReader(request.Query), await desk.MappingsAsync(cancellationToken));

    private static async Task<IResult> MapAsync(HttpRequest request, [FromServices] QuarantineDesk desk, CancellationToken cancellationToken)
    {
        var (mapping, problem) = await JsonBody.ReadAsync<FieldMappingView>(request);
        return problem ?? (await desk.MapAsync(mapping!, cancellationToken)).Answer();
    }

    private static async Task<IResult> UnmapAsync(long id, [FromServices] QuarantineDesk desk, CancellationToken cancellationToken) =>
        (await desk.UnmapAsync(id, cancellationToken)).Answer();

    private static Fault IdsFault(int count) => new(FaultKind.Invalid, "ids", $"ids holds {count} ids; it must be 1 to {MaxIds}.");
}
