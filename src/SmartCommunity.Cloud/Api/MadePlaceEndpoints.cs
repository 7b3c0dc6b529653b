using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Buildings, units and facilities: list, create, replace, remove, import; and the map of a community as GeoJSON.</summary>
internal static class MadePlaceEndpoints
{
    private const string Tag = "Places";

    private static readonly (string, TwinKind?)[] Kinds = [("building", TwinKind.Building), ("unit", TwinKind.Unit), ("facility", TwinKind.Facility)];

    internal static void Map(IEndpointRouteBuilder api)
    {
        var dryRun = new QueryParameter("dryRun", ParameterType.Boolean, "Only say what would happen; default false.");
        api.MapGet("/places", List).Allow(Policies.Devices, AreaOf.List).Produces<Page<PlaceView>>().Describe(
            Tag, "listPlaces", "Buildings, units and facilities, by kind and code.",
            [
                QueryParameter.Text("community", "Code of a community."), QueryParameter.Choice("kind", "Kind of place.", Kinds.Select(k => k.Item1)),
                QueryParameter.Text("parent", "Twin id of the place it is part of or in."), QueryParameter.Text("search", "Part of the code or a name."), .. QueryParameter.Paging,
            ]);
        api.MapGet("/places/{id}", Find).Allow(Policies.Devices, AreaOf.Twin, "id").Produces<PlaceView>().Describe(Tag, "getPlace", "One building, unit or facility (kind:code).");
        api.MapPost("/places", CreateAsync).Allow(Policies.DevicesEdit).Accepts<NewPlace>("application/json").Produces<PlaceView>(StatusCodes.Status201Created)
            .Describe(Tag, "createPlace", "Creates a building, unit or facility.");
        api.MapPut("/places/{id}", ReplaceAsync).Allow(Policies.DevicesEdit, AreaOf.Twin, "id").Accepts<NewPlace>("application/json").Produces<PlaceView>()
            .Describe(Tag, "replacePlace", "Replaces all of a place; If-Match takes the revision.");
        api.MapDelete("/places/{id}", RemoveAsync).Allow(Policies.DevicesEdit, AreaOf.Twin, "id").Produces<PlaceView>().Describe(Tag, "removePlace", "Removes a place that nothing refers to any more.");
        api.MapPost("/places/import", ImportCsvAsync).Allow(Policies.DevicesEdit).Accepts<string>("text/csv").Produces<PlaceImportReport>().Describe(
            Tag, "importPlaces", "Creates or replaces places from CSV (UTF-8, at most 10 MiB and 20,000 rows); good rows are taken, bad rows named.", dryRun);
        api.MapGet("/communities/{code}/geojson", GeoJson).Allow(Policies.Devices, AreaOf.Community, "code").Produces(StatusCodes.Status200OK, contentType: "application/geo+json")
            .Describe(Tag, "getGeoJson", "Buildings with height, facilities and devices of a community as a GeoJSON FeatureCollection.");
        api.MapPut("/communities/{code}/geojson", ImportGeoJsonAsync).Allow(Policies.DevicesEdit, AreaOf.Community, "code").Accepts<JsonElement>("application/geo+json", "application/json").Produces<PlaceImportReport>().Describe(
            Tag, "putGeoJson", "Creates or replaces places, places devices and says what they feed and serve (feeds, serves: twin ids), from a FeatureCollection of the shape that is read; good features are taken, bad ones named.", dryRun);
    }

    private static IResult List(HttpRequest request, [FromServices] PlaceList places)
    {
        var query = new QueryReader(request.Query);
        var found = places.Find(query.Text("community"), query.Choice("kind", Kinds, otherwise: null), query.Text("parent"), query.Text("search"));
        return ApiEndpoints.Page(query, found);
    }

    private static IResult Find(string id, HttpRequest request, [FromServices] PlaceList places) =>
        TwinId.TryParse(id, out var twin) && places.Find(twin) is { } place ? Tagged(request, place) : Unknown(id);

    private static async Task<IResult> CreateAsync(HttpRequest request, [FromServices] TwinDesk desk, CancellationToken cancellationToken)
    {
        var (place, problem) = await JsonBody.ReadAsync<NewPlace>(request);
        if (problem is not null)
            return problem;
        var outcome = await desk.CreateAsync(place!, cancellationToken);
        return outcome.Succeeded ? TypedResults.Created($"{ApiEndpoints.Prefix}/places/{outcome.Value!.Id}", outcome.Value) : Problems.Of(outcome.Faults);
    }

    private static async Task<IResult> ReplaceAsync(string id, HttpRequest request, [FromServices] TwinDesk desk, CancellationToken cancellationToken)
    {
        if (!TwinId.TryParse(id, out var twin))
            return Unknown(id);
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (place, problem) = await JsonBody.ReadAsync<NewPlace>(request);
        if (problem is not null)
            return problem;
        if (place!.Kind is { Length: > 0 } kind && kind != twin.KindName)
            return Problems.Of(new Fault(FaultKind.Invalid, "kind", $"kind '{kind}' is not that of '{id}'; a place keeps its kind."));
        if (place.Code is { Length: > 0 } code && code != twin.Code)
            return Problems.Of(new Fault(FaultKind.Invalid, "code", $"code '{code}' is not that of '{id}'; a place keeps its code."));
        var outcome = await desk.ReplaceAsync(place with { Kind = twin.KindName, Code = twin.Code }, known, cancellationToken);
        return outcome.Succeeded ? Tagged(request, outcome.Value!) : Problems.Of(outcome.Faults);
    }

    private static async Task<IResult> RemoveAsync(string id, HttpRequest request, [FromServices] TwinDesk desk, CancellationToken cancellationToken)
    {
        var (known, problem) = TwinEndpoints.Revision(request);
        return problem ?? (TwinId.TryParse(id, out var twin) ? (await desk.RemoveAsync(twin, known, cancellationToken)).Answer() : Unknown(id));
    }

    private static async Task<IResult> ImportCsvAsync(HttpRequest request, [FromServices] PlaceImport import, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var dryRun = query.Flag("dryRun");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (request.ContentType?.Split(';')[0].Trim() is not { } type || !type.Equals("text/csv", StringComparison.OrdinalIgnoreCase))
            return Problems.UnsupportedMediaType("text/csv");
        return (await import.FromCsvAsync(request.Body, dryRun, cancellationToken)).Answer();
    }

    private static IResult GeoJson(string code, [FromServices] CommunityMap map) => map.Write(code) is { } json
        ? TypedResults.Bytes(json, "application/geo+json")
        : Problems.NotFound("code", $"No community '{code}' is in the district.");

    private static async Task<IResult> ImportGeoJsonAsync(string code, HttpRequest request, [FromServices] PlaceImport import, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var dryRun = query.Flag("dryRun");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (collection, problem) = await JsonBody.ReadElementAsync(request, PlaceImport.MaxBytes, "application/geo+json", "application/json");
        return problem ?? (await import.FromGeoJsonAsync(code, collection, dryRun, cancellationToken)).Answer();
    }

    private static Ok<PlaceView> Tagged(HttpRequest request, PlaceView place)
    {
        request.HttpContext.Response.Headers.ETag = $"\"{place.Revision.ToString(CultureInfo.InvariantCulture)}\"";
        return TypedResults.Ok(place);
    }

    private static ProblemHttpResult Unknown(string id) => Problems.NotFound("id", $"There is no building, unit or facility '{id}'.");
}
