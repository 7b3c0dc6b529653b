using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Scoring.Advice;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Cloud.Scoring.WhatIf;

/// <summary>What edits would do to a score, and what to do to pass. Nothing here changes a score.</summary>
internal static class WhatIfEndpoints
{
    private const string Tag = "Scores";

    // A hundred edits that each name a thousand devices.
    private const int MaxBytes = 4 * 1024 * 1024;

    internal static void Map(IEndpointRouteBuilder api)
    {
        var at = new QueryParameter("at", ParameterType.Time, "A past instant (ISO 8601 with an offset, a date, or epoch milliseconds): re-derived from the log; now when absent.");
        api.MapPost("/communities/{code}/score/what-if", WhatIfAsync).Allow(Policies.Overview, AreaOf.Community, "code").Accepts<NewWhatIf>("application/json").Produces<WhatIfOutcome>()
            .Describe(Tag, "whatIf", "What edits would do to a community's score: before, after, every measure that differs. Writes nothing.", at);
        api.MapPost("/communities/{code}/score/advice", AdviseAsync).Allow(Policies.Overview, AreaOf.Community, "code").Accepts<NewAdvice>("application/json").Produces<GapPlan>()
            .Describe(Tag, "advise", "The cheapest set of actions that crosses the pass mark and opens the gate, or why there is none. Writes nothing.", at);
        api.MapGet("/communities/{code}/score/actions", ListAsync).Allow(Policies.Overview, AreaOf.Community, "code").Produces<GapActionView[]>()
            .Describe(Tag, "listActions", "What could raise a community's score: proposed from the points it loses, and entered; with what people estimate.", at);
        api.MapPut("/communities/{code}/score/actions/{action}", PutAsync).Allow(Policies.FactsEdit, AreaOf.Community, "code").Accepts<NewGapAction>("application/json").Produces<GapActionView>()
            .Describe(Tag, "putAction", "Enters cost and days of a proposed action, or an action of one's own with its edits; If-Match takes the revision (\"0\": not entered yet).");
        api.MapDelete("/communities/{code}/score/actions/{action}", RemoveAsync).Allow(Policies.FactsEdit, AreaOf.Community, "code").Produces<GapActionView>()
            .Describe(Tag, "removeAction", "Removes what was entered of an action; a proposal stays, without an estimate.", FactEndpoints.EnteredBy);
    }

    private static async Task<IResult> WhatIfAsync(string code, HttpRequest request, [FromServices] WhatIfDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (body, problem) = await JsonBody.ReadAsync<NewWhatIf>(request, MaxBytes);
        return problem ?? ScoreEndpoints.Answer(await desk.RunAsync(code, body!.Edits, at, cancellationToken));
    }

    private static async Task<IResult> AdviseAsync(string code, HttpRequest request, [FromServices] AdviceDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (body, problem) = await JsonBody.ReadAsync<NewAdvice>(request, MaxBytes);
        return problem ?? ScoreEndpoints.Answer(await desk.AdviseAsync(code, body!, at, cancellationToken));
    }

    private static async Task<IResult> ListAsync(string code, HttpRequest request, [FromServices] ActionDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : ScoreEndpoints.Answer(await desk.ListAsync(code, at, cancellationToken));
    }

    private static async Task<IResult> PutAsync(string code, string action, HttpRequest request, [FromServices] ActionDesk desk, CancellationToken cancellationToken)
    {
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (body, problem) = await JsonBody.ReadAsync<NewGapAction>(request, MaxBytes);
        return problem ?? (await desk.PutAsync(code, action, body!, known, cancellationToken)).Answer(request, static a => a.Revision);
    }

    private static async Task<IResult> RemoveAsync(string code, string action, HttpRequest request, [FromServices] ActionDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var enteredBy = Said.Name(request, query, "enteredBy");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (known, wrong) = TwinEndpoints.Revision(request);
        return wrong ?? (await desk.RemoveAsync(code, action, enteredBy, known, cancellationToken)).Answer(request, static a => a.Revision);
    }
}
