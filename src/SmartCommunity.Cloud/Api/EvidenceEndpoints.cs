using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Evidence: documents that people hand in and reviewers decide about.</summary>
internal static class EvidenceEndpoints
{
    private const string Tag = "Evidence", PdfType = "application/pdf";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/evidence", QueueAsync).Allow(Policies.Facts, AreaOf.List).Produces<Page<QueuedEvidenceView>>().Describe(
            Tag, "listEvidenceQueue", "Evidence of all communities for its reviewers: what waits longest first, what expires soonest first.",
            [
                QueryParameter.Text("community", "Code of a community; all when absent."), QueryParameter.Text("street", "Code of a street; all when absent."), QueryParameter.Text("measure", "Id of a measure that needs it; any when absent."),
                QueryParameter.Choice("state", "State on its way, or expiring (accepted, counts 30 more days at most), or expired; default submitted.", EvidenceQueue.States), .. QueryParameter.Paging,
            ]);
        api.MapGet("/communities/{code}/evidence", ListAsync).Allow(Policies.Facts, AreaOf.Community, "code").Produces<Page<EvidenceView>>().Describe(
            Tag, "listEvidence", "Evidence of a community, what was handed in last first.",
            [QueryParameter.Text("kind", "Code of a kind of evidence."), QueryParameter.Choice("state", "State on its way; all when absent.", EvidenceStates.All), .. QueryParameter.Paging]);
        api.MapPost("/communities/{code}/evidence", SubmitAsync).Allow(Policies.FactsEdit, AreaOf.Community, "code").Accepts<IFormFile>("multipart/form-data", "application/octet-stream")
            .Produces<EvidenceView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status413PayloadTooLarge).Describe(
                Tag, "submitEvidence",
                "Hands in a document of at most 20 MiB (image, PDF, office document, text): as multipart/form-data with the part file and the parameters below as parts, or as the raw body with them in the query.",
                EvidenceUpload.Parameters);
        api.MapGet("/communities/{code}/evidence/{id}", FindAsync).Allow(Policies.Facts, AreaOf.Community, "code").Produces<EvidenceView>().Describe(Tag, "getEvidence", "One piece of evidence; its revision is the ETag.");
        api.MapGet("/communities/{code}/evidence/{id}/document", DocumentAsync).Allow(Policies.Facts, AreaOf.Community, "code").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Describe(Tag, "getEvidenceDocument", "Its document, as an attachment, checked against its SHA-256 first. inline=true shows a PDF in the browser's own viewer; everything else stays an attachment.",
                new QueryParameter("inline", ParameterType.Boolean, "A PDF is to be shown, not saved; default false."));
        api.MapPost("/communities/{code}/evidence/{id}/review", ReviewAsync).Allow(Policies.Review, AreaOf.Community, "code").Accepts<NewReview>("application/json").Produces<EvidenceView>()
            .Describe(Tag, "reviewEvidence", "Accepts or refuses submitted evidence; the reviewer is not who handed it in. If-Match takes the revision.");
        api.MapPost("/communities/{code}/evidence/{id}/withdrawal", WithdrawAsync).Allow(Policies.FactsEdit, AreaOf.Community, "code").Accepts<NewWithdrawal>("application/json").Produces<EvidenceView>()
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

    private static async Task<IResult> QueueAsync(HttpRequest request, [FromServices] EvidenceQueue queue, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (community, street, measure) = (query.Text("community"), query.Text("street"), query.Text("measure"));
        var state = query.Choice("state", [.. EvidenceQueue.States.Select(s => (s, s))], otherwise: EvidenceStates.Submitted);
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : TypedResults.Ok(await queue.ListAsync(community, street, measure, state, page, size, cancellationToken));
    }

    private static async Task<IResult> DocumentAsync(
        string code, string id, HttpRequest request, HttpResponse response, [FromServices] EvidenceDesk evidence, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var isInline = query.Flag("inline");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var opened = await evidence.OpenAsync(code, id, cancellationToken);
        if (!opened.Succeeded)
            return Problems.Of(opened.Faults);
        var (view, content) = opened.Value;
        // A browser's own viewer, which is no page of this origin, may show a PDF to pages of this host.
        var isShown = isInline && view.MediaType == PdfType;
        if (isShown)
            StrangersFile.Guard(response, "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'");
        else
            StrangersFile.Guard(response);
        return TypedResults.Stream(content, view.MediaType, isShown ? null : view.FileName);
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
