using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Anomaly.Forecasts;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Indicators.Explaining;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>Scores: now, at a past instant, what explains them, what was recorded.</summary>
internal static class ScoreEndpoints
{
    private const string Tag = "Scores";
    private const int MaxRecords = 2_000; // As many points as a wide chart has pixels.

    private const int MaxTextInputs = 50; // A terminal's page; JSON has all.

    private static readonly (string, ScoreSnapshotKind)[] _kinds = [("hour", ScoreSnapshotKind.Hour), ("day", ScoreSnapshotKind.Day), ("month", ScoreSnapshotKind.Month)];

    internal static void Map(IEndpointRouteBuilder api)
    {
        var at = new QueryParameter("at", ParameterType.Time, "A past instant (ISO 8601 with an offset, a date, or epoch milliseconds): re-derived from the log; now when absent.");
        var kind = QueryParameter.Choice("kind", "End of an hour, a day or a month; default day.", _kinds.Select(static k => k.Item1));
        api.MapGet("/scores", static (ClaimsPrincipal user, [FromServices] ScoreQueries scores, [FromServices] AreaFinder areas) =>
                Json(scores.Latest().Where(s => areas.Sees(Caller.Of(user).Area, s.Community)).Select(Suppression.Hide).ToArray())).Allow(Policies.Overview, AreaOf.Own).Produces<CommunityScore[]>()
            .Describe(Tag, "listScores", "The latest score of every community that stands under a pack.");
        api.MapGet("/communities/{code}/score", AtAsync).Allow(Policies.Overview, AreaOf.Community, "code").Produces<CommunityScore>().Describe(Tag, "getScore", "A community's score: scenarios, indicators, measures, gate, vetoes, verdict, hashes.", at);
        api.MapGet("/communities/{code}/score/fix-first", FixFirstAsync).Allow(Policies.Overview, AreaOf.Community, "code").Produces<LostPoints[]>().Describe(Tag, "getFixFirst", "Points lost by measure, what to fix first.", at);
        api.MapGet("/communities/{code}/score/measures/{measure}", ExplainAsync).Allow(Policies.Overview, AreaOf.Community, "code").Produces<MeasureExplanation>()
            .Describe(Tag, "explainMeasure", "How the value of a measure came about: the formula with this community's numbers, down to devices, facts, records and evidence.", at,
                QueryParameter.Choice("format", "json (default) or text.", "json", "text"), QueryParameter.Choice("lang", "Language of the text; default zh.", "zh", "en"));
        api.MapGet("/communities/{code}/score/forecast", ForecastAsync).Allow(Policies.Overview, AreaOf.Community, "code").Produces<ScoreForecast>()
            .Describe(Tag, "forecastScore", "Where the live measures will stand on a day, with an interval and the coverage its back-test measured.",
                new QueryParameter("to", ParameterType.Time, $"The day, at most {Forecaster.MaxHorizon - 1} days ahead.") { IsRequired = true });
        api.MapGet("/communities/{code}/score/records", Records).Allow(Policies.Overview, AreaOf.Community, "code").Produces<ScoreRecord[]>().Describe(Tag, "listScoreRecords", "Recorded scores, at most one a minute, thinned to 2,000.", QueryParameter.Range);
        api.MapGet("/communities/{code}/score/snapshots", Snapshots).Allow(Policies.Overview, AreaOf.Community, "code").Produces<SnapshotView[]>().Describe(Tag, "listScoreSnapshots", "Frozen scores with their revisions.", [kind, .. QueryParameter.Range]);
        api.MapGet("/communities/{code}/score/snapshots/{kind}/{end}", Snapshot).Allow(Policies.Overview, AreaOf.Community, "code").Produces<CommunityScore>()
            .Describe(Tag, "getScoreSnapshot", "One frozen score, by the end it marks (epoch milliseconds).", new QueryParameter("revision", ParameterType.Text, "Number of the revision; the latest when absent."));
        api.MapGet("/communities/{code}/score/replay", ReplayAsync).Allow(Policies.Overview, AreaOf.Community, "code").Produces<ScoreReplay>()
            .Describe(Tag, "replayScore", "The last score recorded at or before an instant, re-derived from log and pack and compared.", new QueryParameter("to", ParameterType.Time, "The instant; now when absent."));
    }

    private static JsonHttpResult<T> Json<T>(T value) => TypedResults.Json(value, ScoreJson.Options);

    internal static IResult Answer<T>(Outcome<T> outcome) => outcome.Succeeded ? Json(outcome.Value) : Problems.Of(outcome.Faults);

    private static IResult Answer<T>(Outcome<T> outcome, Func<T, T> hide) => outcome.Succeeded ? Json(hide(outcome.Value!)) : Problems.Of(outcome.Faults);

    private static async Task<IResult> AtAsync(string code, HttpRequest request, [FromServices] ScoreQueries scores, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : Answer(await scores.AtAsync(code, at, cancellationToken), Suppression.Hide);
    }

    private static async Task<IResult> FixFirstAsync(string code, HttpRequest request, [FromServices] ScoreQueries scores, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : Answer(await scores.FixFirstAsync(code, at, cancellationToken));
    }

    private static async Task<IResult> ExplainAsync(string code, string measure, HttpRequest request, [FromServices] ScoreQueries scores, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var at = query.Instant("at");
        var isText = query.Choice("format", [("json", false), ("text", true)], otherwise: false);
        var isChinese = query.Choice("lang", [("zh", true), ("en", false)], otherwise: true);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var explanation = await scores.ExplainAsync(code, measure, at, Caller.Of(request.HttpContext.User).May(Policies.HealthRead), cancellationToken);
        if (!isText || !explanation.Succeeded)
            return Answer(explanation);
        var score = await scores.AtAsync(code, at, cancellationToken);
        return score.Succeeded && ScoringPacks.Current.Find(score.Value!.Pack)?.Pack.Measures.FirstOrDefault(m => m.Id == measure) is { } defined
            ? TypedResults.Text(ExplanationText.Of(defined, explanation.Value!, isChinese, MaxTextInputs))
            : Answer(explanation);
    }

    private static async Task<IResult> ForecastAsync(string code, HttpRequest request, [FromServices] ScoreForecasts forecasts, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var to = query.Instant("to");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        return to is { } day
            ? Answer(await forecasts.ToAsync(code, ChinaTime.DayOf(day.ToUnixTimeMilliseconds()), cancellationToken))
            : Problems.Of([new Fault(FaultKind.Invalid, "to", "The day to forecast is missing, such as to=2026-12-31.")]);
    }

    private static IResult Records(string code, HttpRequest request, [FromServices] ScoreQueries scores, [FromServices] TimeProvider time)
    {
        var query = new QueryReader(request.Query);
        var (from, to) = query.Range(time);
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : Json(scores.Records(code, from, to, MaxRecords));
    }

    private static IResult Snapshots(string code, HttpRequest request, [FromServices] ScoreQueries scores, [FromServices] TimeProvider time)
    {
        var query = new QueryReader(request.Query);
        var kind = query.Choice("kind", _kinds, ScoreSnapshotKind.Day);
        var (from, to) = query.Range(time);
        return query.Faults is { Count: > 0 } faults
            ? Problems.Of(faults)
            : Json(scores.Snapshots(code, kind, from, to).Select(static s => new SnapshotView(s.InstantMs, s.Revision, s.Position, s.WrittenAtMs, s.ResultHash, s.Reason)).ToArray());
    }

    private static IResult Snapshot(string code, string kind, long end, HttpRequest request, [FromServices] ScoreQueries scores)
    {
        var query = new QueryReader(request.Query);
        const int mostRevisions = 100_000;
        var revision = query.Integer("revision", min: 0, mostRevisions, otherwise: 0);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (Array.Find(_kinds, k => k.Item1 == kind) is not { Item1: not null } known)
            return Problems.NotFound("kind", $"kind '{kind}' must be one of: {string.Join(", ", _kinds.Select(static k => k.Item1))}.");
        return scores.Snapshot(code, known.Item2, DateTimeOffset.FromUnixTimeMilliseconds(end), revision) is { } score
            ? Json(Suppression.Hide(score))
            : Problems.NotFound("end", $"Community '{code}' has no {kind} snapshot at {end}{(revision > 0 ? $" of revision {revision}" : "")}.");
    }

    private static async Task<IResult> ReplayAsync(string code, HttpRequest request, [FromServices] ScoreQueries scores, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var to = query.Instant("to");
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : Answer(await scores.ReplayAsync(code, to ?? time.GetUtcNow(), cancellationToken), static r => r with { Derived = Suppression.Hide(r.Derived) });
    }

    /// <summary>A snapshot without its score.</summary>
    /// <param name="EndMs">The end it marks, epoch milliseconds.</param>
    /// <param name="Revision">From 1.</param>
    /// <param name="Position">Position of the log it follows from.</param>
    /// <param name="WrittenAtMs">When it was written, epoch milliseconds.</param>
    /// <param name="ResultHash">Hash of the result.</param>
    /// <param name="Reason">Why there is a revision; empty for the first.</param>
    internal sealed record SnapshotView(long EndMs, int Revision, long Position, long WrittenAtMs, string ResultHash, string Reason);
}
