using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Cloud.Programme.Review;

/// <summary>Reads of reviews, and the proofs of challenged measures. What reviewers and units do goes through the programme's acts.</summary>
internal static class ReviewEndpoints
{
    private const string Tag = "Review", ZipType = "application/zip";

    internal static void Map(IEndpointRouteBuilder api)
    {
        var at = QueryParameter.Text("at", "An instant (ISO 8601): what had been entered until then; now when absent.");
        api.MapGet("/programme/review", ListAsync).Allow(Policies.Programme, AreaOf.Own).Produces<ReviewView[]>().Describe(
            Tag, "listReviews", "The projects of the caller's area that are reviewed or have something open: challenges, samples, findings, and what keeps a review from being signed.", at);
        api.MapGet("/programme/projects/{project}/review", GetAsync).Allow(Policies.Programme, AreaOf.Community, "project").Produces<ReviewView>().Describe(
            Tag, "getReview", $"One project's review. A sample is drawn by the rule {SampleRule.Name}: the ticket of a piece is the SHA-256 of seed, line feed and id; the smallest tickets are drawn, so that anyone draws it again.", at);
        api.MapGet("/programme/projects/{project}/review/challenges/{no}/proof", Proof).Allow(Policies.ProgrammeReview, AreaOf.Community, "project").Produces(StatusCodes.Status200OK, contentType: ZipType).Describe(
            Tag, "getChallengeProof", "The proof of a challenged measure, made when it was challenged: a signed bundle that `smartcommunity verify` checks without network. Always the same bytes; their SHA-256 stands in the challenge.");
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] ProgrammeDesk desk, [FromServices] AreaFinder areas, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var area = Caller.Of(request.HttpContext.User).Area;
        return ProgrammeEndpoints.Json(ReviewView.All(await StateAsync(desk, at, cancellationToken), project => areas.Sees(area, project)));
    }

    private static async Task<IResult> GetAsync(string project, HttpRequest request, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        return (await StateAsync(desk, at, cancellationToken)).Projects.TryGetValue(project, out var found) ? ProgrammeEndpoints.Json(ReviewView.Of(found)) : Unknown(project);
    }

    private static async Task<IResult> Proof(string project, string no, HttpResponse response, [FromServices] ProgrammeDesk desk, [FromServices] ChallengeProofs proofs, CancellationToken cancellationToken)
    {
        if (!(await desk.StateAsync(cancellationToken)).Projects.TryGetValue(project, out var found))
            return Unknown(project);
        if (!int.TryParse(no, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            return Problems.NotFound("no", $"'{Facts.FactCheck.Short(no)}' is no number of a challenge.");
        var opened = proofs.Open(found, number);
        if (!opened.Succeeded)
            return Problems.Of(opened.Faults);
        StrangersFile.Guard(response);
        return TypedResults.File(opened.Value!, ZipType, $"proof-{project}-{no}.zip");
    }

    private static async Task<ProgrammeState> StateAsync(ProgrammeDesk desk, DateTimeOffset? at, CancellationToken cancellationToken) =>
        at is { } instant ? await desk.StateAtAsync(instant, cancellationToken) : await desk.StateAsync(cancellationToken);

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unknown(string project) => Problems.NotFound("project", $"The pool has no project '{Facts.FactCheck.Short(project)}'.");
}
