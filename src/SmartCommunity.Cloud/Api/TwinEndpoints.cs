using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cloud.Api;

/// <summary>The twin graph: queries now and in the past, relationships, desired properties.</summary>
internal static class TwinEndpoints
{
    private const string Tag = "Twins";

    private static readonly (string, TwinKind?)[] Kinds = [.. TwinId.Kinds.Select(k => (k.Name, (TwinKind?)k.Kind))];

    private static readonly (string, string?)[] States =
    [
        .. new[] { DevicePresence.Online, DevicePresence.Offline, DevicePresence.GatewayAway, DevicePresence.Unheard, "retired" }.Select(state => (state, (string?)state)),
    ];

    private static readonly (string, bool?)[] Pendings = [("true", true), ("false", false)];

    internal static void Map(IEndpointRouteBuilder api)
    {
        var at = new QueryParameter("at", ParameterType.Time, "A past instant (ISO 8601 with an offset, a date, or epoch milliseconds): what the platform knew then; now when absent.");
        api.MapGet("/twins", ListAsync).Allow(Policies.Devices).Produces<Page<TwinListView>>().Describe(
            Tag, "queryTwins", "Twins that match, by id.",
            [
                QueryParameter.Choice("type", "Kind of twin.", TwinId.Kinds.Select(k => k.Name)),
                QueryParameter.Text("place", "Twin id of a place: what is in it or part of it, at any depth. Needed with at."),
                QueryParameter.Text("class", "Code of a device class."),
                QueryParameter.Choice("state", "State of a device; retired ones are listed only when asked for.", States.Select(s => s.Item1)),
                QueryParameter.Choice("pending", "Desired properties that are not reported so.", "true", "false"),
                QueryParameter.Text("property", "Filter such as: battery<20 and (spotStatus==occupied or reported.mode=='eco'); at most 200 characters."),
                at, .. QueryParameter.Paging,
            ]);
        api.MapGet("/twins/{id}", FindAsync).Allow(Policies.Devices, AreaOf.Twin, "id").Produces<TwinDetailView>()
            .Describe(Tag, "getTwin", "One twin (kind:code) with relationships, desired and reported properties, and latest values.", at);
        api.MapPatch("/twins/{id}/desired", DesireAsync).Allow(Policies.DevicesEdit, AreaOf.Twin, "id").Accepts<JsonElement>("application/merge-patch+json", "application/json").Produces<TwinDetailView>()
            .Describe(Tag, "patchDesired", "Changes desired properties by a JSON merge patch; If-Match takes the revision. A device gets them as the command setProperties.");
        api.MapPut("/twins/{id}/geometry", LocateAsync).Allow(Policies.DevicesEdit, AreaOf.Twin, "id").Accepts<JsonElement>("application/json").Produces<TwinDetailView>()
            .Describe(Tag, "putGeometry", "Sets where a device stands: a GeoJSON geometry, or null.");
        api.MapPut("/twins/{id}/relations/{kind}/{target}", RelateAsync).Allow(Policies.DevicesEdit, AreaOf.Twin, "id").Produces<RelationView>()
            .Describe(Tag, "putRelation", "Adds a relationship; isIn and partOf replace the one before.");
        api.MapDelete("/twins/{id}/relations/{kind}/{target}", UnrelateAsync).Allow(Policies.DevicesEdit, AreaOf.Twin, "id").Produces<RelationView>().Describe(Tag, "deleteRelation", "Removes a relationship.");
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] TwinQuestions twins, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var place = query.Text("place");
        var filter = new TwinFilter(
            query.Choice("type", Kinds, otherwise: null), TwinId.TryParse(place, out var id) ? id : null, query.Text("class"),
            query.Choice("state", States, otherwise: null), query.Choice("pending", Pendings, otherwise: null), query.Text("property"));
        var at = query.Instant("at");
        var (page, size) = query.Page();
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (place is not null && filter.Place is null)
            return Problems.Of(new Fault(FaultKind.Invalid, "place", TwinId.Fault("place", place)));
        return (await twins.ListAsync(filter, at, page, size, cancellationToken)).Answer();
    }

    private static async Task<IResult> FindAsync(string id, HttpRequest request, [FromServices] TwinQuestions twins, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (!TwinId.TryParse(id, out var twin))
            return Malformed(id);
        return Tagged(request, await twins.FindAsync(twin, at, cancellationToken));
    }

    private static async Task<IResult> DesireAsync(
        string id, HttpRequest request, [FromServices] TwinDesk desk, [FromServices] TwinQuestions twins, CancellationToken cancellationToken)
    {
        if (!TwinId.TryParse(id, out var twin))
            return Malformed(id);
        var (known, problem) = Revision(request);
        if (problem is not null)
            return problem;
        var (patch, unreadable) = await JsonBody.ReadElementAsync(request, JsonBody.MaxBytes, "application/merge-patch+json", "application/json");
        if (unreadable is not null)
            return unreadable;
        var outcome = await desk.DesireAsync(twin, patch, known, cancellationToken);
        return outcome.Succeeded ? Tagged(request, await twins.FindAsync(twin, at: null, cancellationToken)) : Problems.Of(outcome.Faults);
    }

    private static async Task<IResult> LocateAsync(
        string id, HttpRequest request, [FromServices] TwinDesk desk, [FromServices] TwinQuestions twins, CancellationToken cancellationToken)
    {
        if (!TwinId.TryParse(id, out var twin) || twin.Kind != TwinKind.Device)
            return Problems.NotFound("id", $"'{id}' is not the twin id of a device; the geometry of a place is changed with the place.");
        var (known, problem) = Revision(request);
        if (problem is not null)
            return problem;
        var (geometry, unreadable) = await JsonBody.ReadElementAsync(request, JsonBody.MaxBytes, "application/json", "application/geo+json");
        if (unreadable is not null)
            return unreadable;
        var outcome = await desk.LocateAsync(twin, geometry, known, cancellationToken);
        return outcome.Succeeded ? Tagged(request, await twins.FindAsync(twin, at: null, cancellationToken)) : Problems.Of(outcome.Faults);
    }

    private static Task<IResult> RelateAsync(string id, string kind, string target, HttpRequest request, [FromServices] TwinDesk desk, CancellationToken cancellationToken) =>
        RelationAsync(id, target, request, (source, other, known) => desk.RelateAsync(source, kind, other, known, cancellationToken));

    private static Task<IResult> UnrelateAsync(string id, string kind, string target, HttpRequest request, [FromServices] TwinDesk desk, CancellationToken cancellationToken) =>
        RelationAsync(id, target, request, (source, other, known) => desk.UnrelateAsync(source, kind, other, known, cancellationToken));

    private static async Task<IResult> RelationAsync(string id, string target, HttpRequest request, Func<TwinId, TwinId, long?, Task<Outcome<RelationView>>> change)
    {
        if (!TwinId.TryParse(id, out var source))
            return Malformed(id);
        if (!TwinId.TryParse(target, out var other))
            return Problems.Of(new Fault(FaultKind.Invalid, "target", TwinId.Fault("target", target)));
        var (known, problem) = Revision(request);
        return problem ?? (await change(source, other, known)).Answer();
    }

    /// <summary>The revision of <c>If-Match</c>: a quoted number; absent or <c>*</c>: whatever the twin has.</summary>
    internal static (long? Revision, IResult? Problem) Revision(HttpRequest request)
    {
        var text = request.Headers.IfMatch.ToString();
        if (text is "" or "*")
            return (null, null);
        return long.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? (revision, null)
            : (null, Problems.Of(new Fault(FaultKind.Invalid, "If-Match", $"If-Match '{text}' must be a revision in quotes, such as \"3\", or *.")));
    }

    private static IResult Tagged(HttpRequest request, Outcome<TwinDetailView> twin)
    {
        if (twin is { Succeeded: true, Value.AsOf: null })
            request.HttpContext.Response.Headers.ETag = $"\"{twin.Value.Revision.ToString(CultureInfo.InvariantCulture)}\"";
        return twin.Answer();
    }

    private static ProblemHttpResult Malformed(string id) => Problems.Of(new Fault(FaultKind.Invalid, "id", TwinId.Fault("id", id)));
}
