using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Cloud.Fhir;

/// <summary>Health observations as FHIR R4 under <c>/api/v1/fhir</c>. Errors are OperationOutcomes naming the element.</summary>
internal static class FhirEndpoints
{
    private const string Tag = "Health (FHIR R4)", Prefix = $"{ApiEndpoints.Prefix}/fhir", NotFoundText = "There is no such observation.";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/fhir/Observation", SearchAsync).Allow(Policies.HealthRead, AreaOf.Device, "device").Produces(StatusCodes.Status200OK, contentType: FhirBody.ContentType).Describe(
            Tag, "searchObservations", "Observations of a device as a Bundle, newest first.",
            [
                QueryParameter.Text("device", "Device id, or Device/id.") with { IsRequired = true },
                QueryParameter.Text("code", "LOINC codes separated by commas, with or without http://loinc.org|; all when absent."),
                QueryParameter.Text("date", "Day or time with zone after eq, ge, gt, le or lt; may stand twice; the last seven days when absent."),
                new QueryParameter("_count", ParameterType.Integer, $"Observations a page, 1 to {ObservationQuery.MaxCount}; default {ObservationQuery.DefaultCount}."),
                new QueryParameter("_offset", ParameterType.Integer, "Observations before the page; the Bundle's links have it."),
            ]);
        api.MapGet("/fhir/Observation/{id}", FindAsync).Allow(Policies.HealthRead).Produces(StatusCodes.Status200OK, contentType: FhirBody.ContentType).Describe(Tag, "getObservation", "One observation.");
        api.MapPost("/fhir/Observation", CreateAsync).Allow(Policies.HealthWrite).Accepts<object>(FhirBody.ContentType).Produces(StatusCodes.Status201Created, contentType: FhirBody.ContentType)
            .Describe(Tag, "createObservation", "Stores an observation of an enrolled device.");
        api.MapPost("/fhir", BundleAsync).Allow(Policies.HealthWrite).Accepts<object>(FhirBody.ContentType).Produces(StatusCodes.Status200OK, contentType: FhirBody.ContentType)
            .Describe(Tag, "postBundle", $"Stores a Bundle of at most {FhirBundle.MaxEntries} observations: a transaction all or none, a batch each by itself.");
    }

    private static async Task<IResult> SearchAsync(HttpRequest request, [FromServices] ObservationDesk desk, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var (query, issues) = ObservationQuery.Read(request.Query, time.GetUtcNow());
        if (query is null)
            return FhirBody.Refuse(StatusCodes.Status400BadRequest, issues);
        var (found, refused) = await desk.FindAsync(query, cancellationToken);
        if (refused.Count > 0)
            return FhirBody.Refuse(refused[0].Type == OperationOutcome.IssueType.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, refused);
        var bundle = new Bundle { Type = Bundle.BundleType.Searchset, Total = found.Count };
        bundle.AddLink("self", Link(request, query.Offset));
        if (query.Offset + query.Count < found.Count)
            bundle.AddLink("next", Link(request, query.Offset + query.Count));
        if (query.Offset > 0)
            bundle.AddLink("previous", Link(request, Math.Max(0, query.Offset - query.Count)));
        foreach (var observation in found.Skip(query.Offset).Take(query.Count))
            bundle.AddEntry(observation, $"{request.Scheme}://{request.Host}{Prefix}/Observation/{observation.Id}");
        return FhirBody.Answer(bundle);
    }

    private static async Task<IResult> FindAsync(string id, [FromServices] ObservationDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, cancellationToken) is { } observation
            ? FhirBody.Answer(observation)
            : FhirBody.Refuse(StatusCodes.Status404NotFound, new FhirIssue(OperationOutcome.IssueType.NotFound, "Observation.id", NotFoundText));

    private static async Task<IResult> CreateAsync(HttpRequest request, [FromServices] ObservationDesk desk, CancellationToken cancellationToken)
    {
        var (resource, problem) = await FhirBody.ReadAsync(request);
        if (problem is not null)
            return problem;
        if (resource is not Observation observation)
            return FhirBody.Refuse(StatusCodes.Status400BadRequest, new FhirIssue(OperationOutcome.IssueType.Invalid, "resourceType", $"An Observation is expected here, not a {resource!.TypeName}."));
        var (id, measurements, issues) = desk.Read(observation, "Observation");
        if (issues.Count > 0)
            return FhirBody.Refuse(StatusCodes.Status422UnprocessableEntity, issues);
        await desk.StoreAsync(measurements, cancellationToken);
        request.HttpContext.Response.Headers.Location = $"{Prefix}/Observation/{id}";
        return FhirBody.Answer((await desk.FindAsync(id!, cancellationToken))!, StatusCodes.Status201Created);
    }

    private static async Task<IResult> BundleAsync(HttpRequest request, [FromServices] ObservationDesk desk, CancellationToken cancellationToken)
    {
        var (resource, problem) = await FhirBody.ReadAsync(request);
        if (problem is not null)
            return problem;
        if (resource is not Bundle bundle)
            return FhirBody.Refuse(StatusCodes.Status400BadRequest, new FhirIssue(OperationOutcome.IssueType.Invalid, "resourceType", $"A Bundle is expected here, not a {resource!.TypeName}."));
        var (answer, issues) = await new FhirBundle(desk, $"{Prefix}/Observation/").RunAsync(bundle, cancellationToken);
        return answer is null ? FhirBody.Refuse(StatusCodes.Status422UnprocessableEntity, issues) : FhirBody.Answer(answer);
    }

    private static Uri LinkUri(HttpRequest request, int offset)
    {
        var kept = request.Query.Where(p => p.Key != "_offset").SelectMany(p => p.Value.Select(v => KeyValuePair.Create(p.Key, v)));
        var query = QueryString.Create(kept.Append(KeyValuePair.Create("_offset", (string?)offset.ToString(CultureInfo.InvariantCulture))));
        return new Uri($"{request.Scheme}://{request.Host}{Prefix}/Observation{query}");
    }

    private static string Link(HttpRequest request, int offset) => LinkUri(request, offset).AbsoluteUri;

    private static void AddLink(this Bundle bundle, string relation, string url) => bundle.Link.Add(new Bundle.LinkComponent { Relation = relation, Url = url });

    private static void AddEntry(this Bundle bundle, Observation observation, string url) => bundle.Entry.Add(new Bundle.EntryComponent
    {
        FullUrl = url, Resource = observation, Search = new Bundle.SearchComponent { Mode = Bundle.SearchEntryMode.Match },
    });
}
