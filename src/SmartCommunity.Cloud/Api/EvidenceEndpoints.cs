using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Evidence: documents that people hand in and reviewers decide about.</summary>
internal static class EvidenceEndpoints
{
    private const string Tag = "Evidence";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/communities/{code}/evidence", ListAsync).Produces<Page<EvidenceView>>().Describe(
            Tag, "listEvidence", "Evidence of a community, what was handed in last first.",
            [QueryParameter.Text("kind", "Code of a kind of evidence."), QueryParameter.Choice("state", "State on its way; all when absent.", EvidenceStates.All), .. QueryParameter.Paging]);
        api.MapPost("/communities/{code}/evidence", SubmitAsync).Accepts<IFormFile>("multipart/form-data", "application/octet-stream")
            .Produces<EvidenceView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status413PayloadTooLarge).Describe(
                Tag, "submitEvidence",
                "Hands in a document of at most 20 MiB (image, PDF, office document, text): as multipart/form-data with the part file and the parameters below as parts, or as the raw body with them in the query.",
                EvidenceUpload.Parameters);
        api.MapGet("/communities/{code}/evidence/{id}", FindAsync).Produces<EvidenceView>().Describe(Tag, "getEvidence", "One piece of evidence; its revision is the ETag.");
        api.MapGet("/communities/{code}/evidence/{id}/document", DocumentAsync).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Describe(Tag, "getEvidenceDocument", "Its document, always as an attachment, checked against its SHA-256 first.");
        api.MapPost("/communities/{code}/evidence/{id}/review", ReviewAsync).Accepts<NewReview>("application/json").Produces<EvidenceView>()
            .Describe(Tag, "reviewEvidence", "Accepts or refuses submitted evidence; the reviewer is not who handed it in. If-Match takes the revision.");
        api.MapPost("/communities/{code}/evidence/{id}/withdrawal", WithdrawAsync).Accepts<NewWithdrawal>("application/json").Produces<EvidenceView>()
            .Describe(Tag, "withdrawEvidence", "Takes back submitted or accepted evidence. If-Match takes the revision.");
    }

    private static async Task<IResult> ListAsync(string code, HttpRequest request, [FromServices] EvidenceDesk evidence, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var kind = query.Text("kind");
        var state = query.Choice("state", [.. EvidenceStates.All.Select(s => (s, (string?)s))], otherwise: null);
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : (await evidence.ListAsync(code, kind, state, page, size, cancellationToken)).Answer();
    }

    private static async Task<IResult> SubmitAsync(
        string code, HttpRequest request, [FromServices] EvidenceDesk evidence, [FromServices] EvidenceFiles files, CancellationToken cancellationToken)
    {
        var (description, document, problem) = await EvidenceUpload.ReadAsync(request, files, cancellationToken);
        if (problem is not null)
            return problem;
        var outcome = await evidence.SubmitAsync(code, description!, document!, cancellationToken);
        return outcome.Succeeded ? TypedResults.Created($"{ApiEndpoints.Prefix}/communities/{code}/evidence/{outcome.Value!.Id}", outcome.Value) : Problems.Of(outcome.Faults);
    }

    private static async Task<IResult> FindAsync(string code, string id, HttpRequest request, [FromServices] EvidenceDesk evidence, CancellationToken cancellationToken) =>
        (await evidence.FindAsync(code, id, cancellationToken)).Answer(request, e => e.Revision);

    private static async Task<IResult> DocumentAsync(string code, string id, HttpResponse response, [FromServices] EvidenceDesk evidence, CancellationToken cancellationToken)
    {
        var opened = await evidence.OpenAsync(code, id, cancellationToken);
        if (!opened.Succeeded)
            return Problems.Of(opened.Faults);
        var (view, content) = opened.Value;
        // A stranger's document: never shown in the console's origin, never guessed at, never kept by a proxy.
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(content, view.MediaType, view.FileName);
    }

    private static async Task<IResult> ReviewAsync(string code, string id, HttpRequest request, [FromServices] EvidenceDesk evidence, CancellationToken cancellationToken)
    {
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (body, problem) = await JsonBody.ReadAsync<NewReview>(request);
        return problem ?? (await evidence.ReviewAsync(code, id, body!, known, cancellationToken)).Answer(request, e => e.Revision);
    }

    private static async Task<IResult> WithdrawAsync(string code, string id, HttpRequest request, [FromServices] EvidenceDesk evidence, CancellationToken cancellationToken)
    {
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (body, problem) = await JsonBody.ReadAsync<NewWithdrawal>(request);
        return problem ?? (await evidence.WithdrawAsync(code, id, body!, known, cancellationToken)).Answer(request, e => e.Revision);
    }
}
