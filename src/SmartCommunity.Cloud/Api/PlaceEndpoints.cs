using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Streets, communities, and the twins of a community's devices.</summary>
internal static class PlaceEndpoints
{
    private const string Tag = "Places";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/streets", StreetsAsync).Allow(Policies.Overview, AreaOf.Own).Produces<Page<StreetView>>()
            .Describe(Tag, "listStreets", "Streets, towns and committees of the district.", QueryParameter.Paging);
        api.MapGet("/communities", CommunitiesAsync).Allow(Policies.Overview, AreaOf.List).Produces<Page<CommunityView>>()
            .Describe(Tag, "listCommunities", "Communities of the district.", [QueryParameter.Text("community", "Code of a community."), QueryParameter.Text("street", "Code of a street."), .. QueryParameter.Paging]);
        api.MapGet("/communities/{code}", CommunityAsync).Allow(Policies.Overview, AreaOf.Community, "code").Produces<CommunityView>()
            .Describe(Tag, "getCommunity", "One community.");
        api.MapGet("/communities/{code}/twins", TwinsAsync).Allow(Policies.Devices, AreaOf.Community, "code").Produces<Page<TwinView>>()
            .Describe(Tag, "listTwins", "Last known state of the community's devices, by id.", QueryParameter.Paging);
        api.MapGet("/communities/{code}/kits", KitsAsync).Allow(Policies.Devices, AreaOf.Community, "code").Produces<Page<KitView>>()
            .Describe(Tag, "listKits", "Guard kits \"3+X\" of the community's homes: complete or not, and which members are not online.", QueryParameter.Paging);
        api.MapGet("/communities/{code}/events", EventsAsync).Allow(Policies.Devices, AreaOf.Community, "code").Produces<EventPage>()
            .Describe(Tag, "listCommunityEvents", "Events of the community, newest first.", [.. QueryParameter.Range, .. QueryParameter.Paging]);
    }

    private static async Task<IResult> StreetsAsync(HttpRequest request, [FromServices] PlaceDirectory places, [FromServices] AreaFinder areas, CancellationToken cancellationToken)
    {
        var own = Caller.Of(request.HttpContext.User).Area;
        var streets = (await places.StreetsAsync(cancellationToken)).Where(s => areas.Covers(own, Area.OfStreet(s.Code)) || areas.StreetOf(own) == s.Code);
        return ApiEndpoints.Page(new QueryReader(request.Query), [.. streets]);
    }

    private static async Task<IResult> CommunitiesAsync(HttpRequest request, [FromServices] PlaceDirectory places, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (community, street) = (query.Text("community"), query.Text("street"));
        if (street is not null && (await places.StreetsAsync(cancellationToken)).All(s => s.Code != street))
            return Problems.Of(new Fault(FaultKind.Invalid, "street", $"street '{street}' is not in the district; see {ApiEndpoints.Prefix}/streets."));
        return ApiEndpoints.Page(query, [.. (await places.CommunitiesAsync(street, cancellationToken)).Where(c => community is null || c.Code == community)]);
    }

    private static async Task<IResult> CommunityAsync(string code, [FromServices] PlaceDirectory places, CancellationToken cancellationToken) =>
        await places.FindCommunityAsync(code, cancellationToken) is { } community ? TypedResults.Ok(community) : Unknown(code);

    private static async Task<IResult> TwinsAsync(
        string code, HttpRequest request, [FromServices] EnrolmentIndex index, [FromServices] TwinQueries twins, CancellationToken cancellationToken)
    {
        if (index.StreetOf(code) is null)
            return Unknown(code);
        var devices = await twins.DevicesAsync(code, cancellationToken);
        return ApiEndpoints.Page(new QueryReader(request.Query), [.. devices.Select(TwinViews.Of)]);
    }

    private static IResult KitsAsync(string code, HttpRequest request, [FromServices] EnrolmentIndex index, [FromServices] TwinQueries twins) =>
        index.StreetOf(code) is null ? Unknown(code) : ApiEndpoints.Page(new QueryReader(request.Query), twins.Kits(code));

    private static async Task<IResult> EventsAsync(
        string code, HttpRequest request, [FromServices] SeriesQueries series, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (from, to) = query.Range(time);
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults
            ? Problems.Of(faults)
            : (await series.EventsAsync(code, null, from, to, page, size, cancellationToken)).Answer();
    }

    private static ProblemHttpResult Unknown(string code) => Problems.NotFound("code", $"No community '{code}' is in the district.");
}
