using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Cloud.NgsiLd;

/// <summary>What an import of entities did (NGSI-LD BatchOperationResult).</summary>
/// <param name="Success">Ids of the entities that were taken.</param>
/// <param name="Errors">Entities that were not, with the reason.</param>
internal sealed record BatchResult(IReadOnlyList<string> Success, IReadOnlyList<BatchError> Errors);

/// <summary>An entity that was not taken: its id (or its number in the list when it has none), and problem details.</summary>
internal sealed record BatchError(string EntityId, IReadOnlyDictionary<string, string[]> Errors);

/// <summary>Twins as NGSI-LD entities under <c>/api/v1/ngsi-ld</c>.</summary>
internal static class NgsiLdEndpoints
{
    private const string Tag = "NGSI-LD", Media = "application/ld+json", CountHeader = "NGSILD-Results-Count";

    /// <summary>Largest body, bytes: a thousand entities of four kilobytes.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    private static readonly (string, EntityType?)[] Types = [.. EntityTypes.All.Select(t => (t.Type, (EntityType?)t))];

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/ngsi-ld/entities", ListAsync).Allow(Policies.Devices, AreaOf.List).Produces(StatusCodes.Status200OK, contentType: Media).Describe(
            Tag, "listEntities", "Entities of a type by id; their number is in the header NGSILD-Results-Count.",
            [
                QueryParameter.Choice("type", "Entity type.", EntityTypes.All.Select(t => t.Type)) with { IsRequired = true }, QueryParameter.Text("community", "Code of a community."),
                new QueryParameter("limit", ParameterType.Integer, $"Entities of an answer, 1 to {Paging.MaxSize}; default {Paging.DefaultSize}."),
                new QueryParameter("offset", ParameterType.Integer, "Entities before the first one; default 0."),
            ]);
        api.MapGet("/ngsi-ld/entities/{urn}", FindAsync).Allow(Policies.Devices).Produces(StatusCodes.Status200OK, contentType: Media).Describe(Tag, "getEntity", "One entity.");
        api.MapPost("/ngsi-ld/entities", PostAsync).Allow(Policies.DevicesEdit).Accepts<JsonElement>(Media, "application/json").Produces(StatusCodes.Status201Created)
            .Describe(Tag, "postEntity", "Imports one entity: places are made or replaced, relationships added, values with observedAt stored.");
        api.MapPost("/ngsi-ld/entityOperations/upsert", UpsertAsync).Allow(Policies.DevicesEdit).Accepts<JsonElement>(Media, "application/json").Produces<BatchResult>(StatusCodes.Status207MultiStatus)
            .Describe(Tag, "upsertEntities", $"Imports up to {EntityDesk.MaxEntities} entities in their order; good ones are taken, bad ones named (207).");
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] EntityDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var type = query.Choice("type", Types, otherwise: null);
        var community = query.Text("community");
        var limit = query.Integer("limit", 1, Paging.MaxSize, Paging.DefaultSize);
        var offset = query.Integer("offset", 0, Paging.MaxPage, 0);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (type is null)
            return Problems.Of(new Fault(FaultKind.Invalid, "type", $"type is missing; it is one of: {string.Join(", ", EntityTypes.All.Select(t => t.Type))}."));
        var (entities, total) = await desk.ListAsync(type, community, limit, offset, cancellationToken);
        request.HttpContext.Response.Headers[CountHeader] = total.ToString(CultureInfo.InvariantCulture);
        using var memory = new MemoryStream();
        await using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartArray();
            foreach (var entity in entities)
                json.WriteRawValue(EntityWriter.Write(entity, desk.ClassOf));
            json.WriteEndArray();
        }

        return TypedResults.Bytes(memory.ToArray(), Media);
    }

    private static async Task<IResult> FindAsync(string urn, [FromServices] EntityDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(urn, cancellationToken) is { } entity
            ? TypedResults.Bytes(EntityWriter.Write(entity, desk.ClassOf), Media)
            : Problems.NotFound("id", $"There is no entity '{urn}'.");

    private static async Task<IResult> PostAsync(HttpRequest request, [FromServices] EntityDesk desk, CancellationToken cancellationToken)
    {
        var (entity, problem) = await JsonBody.ReadElementAsync(request, MaxBytes, Media, "application/json");
        if (problem is not null)
            return problem;
        var outcome = await desk.ImportAsync(entity, cancellationToken);
        if (!outcome.Succeeded)
            return Problems.Of(outcome.Faults);
        var location = $"{ApiEndpoints.Prefix}/ngsi-ld/entities/{entity.GetProperty("id").GetString()}";
        return outcome.Value ? TypedResults.Created(location) : TypedResults.NoContent();
    }

    private static async Task<IResult> UpsertAsync(HttpRequest request, [FromServices] EntityDesk desk, CancellationToken cancellationToken)
    {
        var (entities, problem) = await JsonBody.ReadElementAsync(request, MaxBytes, Media, "application/json");
        if (problem is not null)
            return problem;
        if (entities.ValueKind != JsonValueKind.Array || entities.GetArrayLength() is 0 or > EntityDesk.MaxEntities)
            return Problems.Of(new Fault(FaultKind.Invalid, "body", $"The body must be an array of 1 to {EntityDesk.MaxEntities} entities."));
        var (success, errors, number) = (new List<string>(), new List<BatchError>(), 0);
        foreach (var entity in entities.EnumerateArray())
        {
            number++;
            var id = entity.ValueKind == JsonValueKind.Object && entity.TryGetProperty("id", out var named) && named.ValueKind == JsonValueKind.String
                ? named.GetString()!
                : $"[{number.ToString(CultureInfo.InvariantCulture)}]";
            var outcome = await desk.ImportAsync(entity, cancellationToken);
            if (outcome.Succeeded)
                success.Add(id);
            else
                errors.Add(new BatchError(id, outcome.Faults.GroupBy(f => f.Field).ToDictionary(g => g.Key, g => g.Select(f => f.Message).ToArray())));
        }

        var result = new BatchResult(success, errors);
        return errors.Count == 0 ? TypedResults.Ok(result) : TypedResults.Json(result, statusCode: StatusCodes.Status207MultiStatus);
    }
}
