using System.Text;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Cloud.Programme.Ground;

/// <summary>Reads of a project's ground and resources. What is entered goes through the programme's acts.</summary>
internal static class GroundEndpoints
{
    private const string Tag = "Programme";

    private const string GeoJsonFormat = "geojson", SvgFormat = "svg";

    private static readonly (string, string)[] Formats = [(GeoJsonFormat, GeoJsonFormat), (SvgFormat, SvgFormat)];

    private static readonly (string, string)[] Languages = [("zh", "zh"), ("en", "en")];

    internal static void Map(IEndpointRouteBuilder api)
    {
        var at = QueryParameter.Text("at", "An instant (ISO 8601): what had been entered until then; now when absent.");
        api.MapGet("/programme/projects/{project}/eligibility", EligibilityAsync).Allow(Policies.Programme, AreaOf.Community, "project").Produces<EligibilityView>()
            .Describe(Tag, "getEligibility", "How a project's ground stands against E-01 to E-07: verdicts, coverage of walking circles, crossings, and the policy's words on each rule.", at);
        api.MapGet("/programme/projects/{project}/eligibility/picture", PictureAsync).Allow(Policies.Programme, AreaOf.Community, "project").Produces(StatusCodes.Status200OK, contentType: "application/geo+json").Describe(
            Tag, "getEligibilityPicture", "The picture behind the verdicts: unit, crossing pieces, buildings, facilities, and what is reached on foot of one facility kind.",
            QueryParameter.Choice("format", "geojson (the default), or svg for documents.", GeoJsonFormat, SvgFormat), QueryParameter.Text("kind", "Code of the facility kind whose walk is drawn; none when absent."),
            QueryParameter.Choice("language", "Of the legend of an SVG: zh (the default) or en.", "zh", "en"), at);
        api.MapGet("/programme/projects/{project}/resources", ResourcesAsync).Allow(Policies.Programme, AreaOf.Community, "project").Produces<ResourcesView>()
            .Describe(Tag, "getResources", "Gaps, idle spaces that would close them, online functions, leases, the lifecycle cash view and the requirement list (R-01 to R-06, F-01 to F-03, P-02, P-03).", at);
        api.MapPost("/programme/projects/{project}/ground/from-map", TakeAsync).Allow(Policies.Programme, AreaOf.Community, "project").Produces<MapTaken>()
            .Describe(Tag, "takeGroundFromMap", "Takes buildings and facilities over from the community's own map; what people said of a building since stays.", QueryParameter.Text("actor", "Who does it. Required."));
    }

    private static async Task<IResult> EligibilityAsync(string project, HttpRequest request, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken) =>
        await ReadAsync(project, request, desk, _ => { }, (state, found, policy) => ProgrammeEndpoints.Json(EligibilityView.Of(state, found, policy)), cancellationToken);

    private static async Task<IResult> ResourcesAsync(string project, HttpRequest request, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken) =>
        await ReadAsync(project, request, desk, _ => { }, (state, found, policy) => ProgrammeEndpoints.Json(ResourcesView.Of(state, found, policy)), cancellationToken);

    private static async Task<IResult> PictureAsync(string project, HttpRequest request, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken)
    {
        var (format, language, kind) = (GeoJsonFormat, "zh", (string?)null);
        return await ReadAsync(
            project, request, desk,
            query => (format, language, kind) = (query.Choice("format", Formats, GeoJsonFormat), query.Choice("language", Languages, "zh"), query.Text("kind")),
            (state, found, policy) =>
            {
                if (kind is not null && !policy.Eligibility.Circles.Any(c => c.Facilities.Contains(kind, StringComparer.Ordinal)))
                    return Problems.Of(new Fault(FaultKind.Invalid, "kind", $"kind must be one of: {string.Join(", ", policy.Eligibility.Circles.SelectMany(c => c.Facilities))}."));
                var picture = Picture.Of(state, found, policy, kind);
                return format == SvgFormat
                    ? TypedResults.Text(PictureSvg.Write(picture, language), "image/svg+xml", Encoding.UTF8)
                    : TypedResults.Bytes(PictureGeoJson.Write(picture), "application/geo+json");
            },
            cancellationToken);
    }

    private static async Task<IResult> TakeAsync(string project, HttpRequest request, [FromServices] MapTakeover takeover, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext.User);
        var typed = request.Query["actor"].ToString().Trim();
        if (caller.Actor is null && typed.Length is 0 or > Entered.MaxName)
            return Problems.Of(new Fault(FaultKind.Invalid, "actor", $"actor must be 1 to {Entered.MaxName} characters: who does it."));
        return await takeover.TakeAsync(project, caller, typed, cancellationToken) is { } taken
            ? ProgrammeEndpoints.Json(taken)
            : Problems.NotFound("project", $"There is no project '{project}', or its community has no map.");
    }

    private static async Task<IResult> ReadAsync(
        string project, HttpRequest request, ProgrammeDesk desk, Action<QueryReader> more, Func<ProgrammeState, ProjectState, PolicyPack, IResult> answer, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        more(query);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var state = at is { } instant ? await desk.StateAtAsync(instant, cancellationToken) : await desk.StateAsync(cancellationToken);
        return state.Projects.TryGetValue(project, out var found)
            ? answer(state, found, desk.Policies.Of(found.Policy ?? state.Policy))
            : Problems.NotFound("project", $"The pool has no project '{project}'.");
    }
}
