using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Cloud.Programme;

/// <summary>The programme: its state, its log, and acts. Answers are JSON as <see cref="ActJson"/> writes it.</summary>
internal static class ProgrammeEndpoints
{
    private const string Tag = "Programme";

    /// <summary>Largest act, bytes: a polygon with some thousands of corners, or a hundred findings.</summary>
    private const int MaxActBytes = 1024 * 1024;

    private static readonly QueryParameter _at = QueryParameter.Text("at", "An instant (ISO 8601): what had been entered until then; now when absent.");

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/programme", GetAsync).Allow(Policies.Programme, AreaOf.Own).Produces<ProgrammeView>().Describe(Tag, "getProgramme", "Every project with its stage, due date and signal, and the goal of coverage (G-01).", _at);
        api.MapGet("/programme/policy", Policy).Allow(Policies.Programme, AreaOf.Own).Produces(StatusCodes.Status200OK, contentType: "application/json").Describe(Tag, "getPolicy", "The policy in force: rules with quotes and readings, and every number.");
        api.MapGet("/programme/projects/{project}", ProjectAsync).Allow(Policies.Programme, AreaOf.Community, "project").Produces<ProjectView>().Describe(Tag, "getProject", "One project.", _at);
        api.MapGet("/programme/projects/{project}/readiness", ReadinessAsync).Allow(Policies.Programme, AreaOf.Community, "project").Describe(Tag, "getReadiness", "How ready a community is for acceptance: binding measures that block, vetoes, evidence that expires.");
        api.MapGet("/programme/projects/{project}/documents/{sha256}", DocumentAsync).Allow(Policies.Programme, AreaOf.Community, "project").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Describe(Tag, "getProjectDocument", "A document of a project's file, as an attachment, checked against its SHA-256 first.");
        api.MapPost("/programme/projects/{project}/documents", EnterDocumentAsync).Allow(Policies.FactsEdit, AreaOf.Community, "project").Accepts<IFormFile>("application/octet-stream").ProducesProblem(StatusCodes.Status413PayloadTooLarge).Describe(
            Tag, "enterProjectDocument", "Enters a document, or its next version, into a project's file: the raw body, at most 20 MiB.",
            QueryParameter.Text("section", "Code of the section or plan. Required."), QueryParameter.Text("title", "What it is. Required."), QueryParameter.Text("fileName", "Name of the file. Required."),
            QueryParameter.Text("actor", "Who enters it. Required."));
        api.MapGet("/programme/entries", EntriesAsync).Allow(Policies.Programme).Describe(Tag, "listProgrammeEntries", "The log, the last first.", [QueryParameter.Text("project", "Only of this project."), .. QueryParameter.Paging]);
        api.MapPost("/programme/acts", ActAsync).Allow(Policies.Programme, AreaOf.Own).Accepts<object>("application/json").Describe(
            Tag, "submitAct", $"Does something in the programme: {{\"act\": …, its fields}}, at most 1 MiB; acts are {string.Join(", ", ActJson.Kinds.Keys.Order(StringComparer.Ordinal))}. One that is refused names each field, why, and the rules.",
            QueryParameter.Text("actor", "Who does it. Required."));
    }

    /// <summary>A value as the programme writes it.</summary>
    internal static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => TypedResults.Json(value, ActJson.Options, statusCode: status);

    private static async Task<IResult> GetAsync(HttpRequest request, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (state, day) = await StateAsync(desk, at, cancellationToken);
        return state.Policy is null ? Problems.NotFound("at", "Nothing had been entered then.") : Json(ProgrammeView.Of(state, desk.Policies, day));
    }

    private static async Task<IResult> Policy([FromServices] ProgrammeDesk desk, CancellationToken cancellationToken) =>
        Json(desk.Policies.Of((await desk.StateAsync(cancellationToken)).Policy));

    private static async Task<IResult> ProjectAsync(string project, HttpRequest request, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (state, day) = await StateAsync(desk, at, cancellationToken);
        return state.Projects.TryGetValue(project, out var found) ? Json(ProjectView.Of(found, desk.Policies.Of(found.Policy ?? state.Policy), day)) : Unknown(project);
    }

    private static async Task<IResult> ReadinessAsync(string project, [FromServices] ProgrammeDesk desk, [FromServices] ReadinessQueries readiness, CancellationToken cancellationToken)
    {
        if (!(await desk.StateAsync(cancellationToken)).Projects.ContainsKey(project))
            return Unknown(project);
        return await readiness.OfAsync(project, desk.Today, cancellationToken) is { } found ? Json(found) : Problems.NotFound("project", $"The community of project '{project}' is not scored yet.");
    }

    private static async Task<IResult> EntriesAsync(HttpRequest request, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var project = query.Text("project");
        var (page, size) = query.Page();
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var entries = (await desk.EntriesAsync(cancellationToken)).Where(e => project is null || e.Act.Subject == project).Reverse().ToList();
        return Json(new Contracts.Http.Page<ProgrammeEntry>([.. entries.Skip((page - 1) * size).Take(size)], entries.Count, page, size));
    }

    private static async Task<IResult> ActAsync(HttpRequest request, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            return Problems.UnsupportedMediaType("application/json");
        var body = await LimitedBody.ReadAsync(request.Body, MaxActBytes, cancellationToken);
        if (body.Length > MaxActBytes)
            return Problems.TooLarge("body", MaxActBytes);
        try
        {
            var act = JsonSerializer.Deserialize<ProgrammeAct>(body.Span, ActJson.Options);
            return act is null ? Problems.Of(new Fault(FaultKind.Invalid, "body", "An act is an object, not null.")) : Answer(await desk.SubmitAsync(act, Caller.Of(request.HttpContext.User), request.Query["actor"].ToString(), cancellationToken), request);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return Problems.Of(new Fault(FaultKind.Invalid, (exception as JsonException)?.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "body", $"The act cannot be read: {exception.Message}"));
        }
    }

    private static async Task<IResult> EnterDocumentAsync(string project, HttpRequest request, [FromServices] ProjectFiles files, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (section, title, fileName, actor) = (query.Text("section"), query.Text("title"), query.Text("fileName"), query.Text("actor"));
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (request.ContentLength > ProjectFiles.MaxBytes)
            return Problems.TooLarge("file", ProjectFiles.MaxBytes);
        var entered = await files.EnterAsync(project, section ?? "", title ?? "", fileName ?? "", on: null, request.Body, Caller.Of(request.HttpContext.User), actor ?? "", cancellationToken);
        return entered.Succeeded ? Answer(entered.Value!, request) : Problems.Of(entered.Faults);
    }

    private static async Task<IResult> DocumentAsync(string project, string sha256, [FromServices] ProjectFiles files, CancellationToken cancellationToken)
    {
        var opened = await files.OpenAsync(project, sha256, cancellationToken);
        return opened.Succeeded ? TypedResults.File(opened.Value.Content, "application/octet-stream", opened.Value.Document.FileName) : Problems.Of(opened.Faults);
    }

    /// <summary>201 with the entry, or 409 with every refusal: its field, why in the caller's language, its rules.</summary>
    private static IResult Answer(Submission submission, HttpRequest request)
    {
        if (submission.Entry is { } entry)
            return Json(entry, StatusCodes.Status201Created);
        var language = request.GetTypedHeaders().AcceptLanguage.FirstOrDefault()?.Value.ToString() ?? "en";
        var details = new HttpValidationProblemDetails(submission.Refusals.GroupBy(r => r.Field).ToDictionary(g => g.Key, g => g.Select(r => r.Why.In(language)).ToArray()))
        {
            Status = StatusCodes.Status409Conflict, Type = Problems.TypePrefix + "refused", Title = "The act is refused.",
        };
        details.Extensions["rules"] = submission.Refusals.SelectMany(r => r.Rules).Distinct().Order(StringComparer.Ordinal).ToArray();
        details.Extensions["refusals"] = submission.Refusals;
        return TypedResults.Problem(details);
    }

    private static async Task<(ProgrammeState State, DateOnly Day)> StateAsync(ProgrammeDesk desk, DateTimeOffset? at, CancellationToken cancellationToken) =>
        at is { } instant ? (await desk.StateAtAsync(instant, cancellationToken), ProgrammeEntry.DayOf(instant)) : (await desk.StateAsync(cancellationToken), desk.Today);

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unknown(string project) => Problems.NotFound("project", $"The pool has no project '{project}'.");
}
