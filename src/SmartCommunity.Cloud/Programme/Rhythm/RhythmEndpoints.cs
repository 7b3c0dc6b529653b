using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Cloud.Programme.Rhythm;

/// <summary>Lists, bulletins, the year and the forecast. What people do to lists and bulletins are acts like all others.</summary>
internal static class RhythmEndpoints
{
    private const string Tag = "Programme";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/programme/lists/{cadence}", ListsAsync).Allow(Policies.Programme, AreaOf.Own).Describe(Tag, "getLists", "Issues of the three lists of a cadence (weekly, halfMonthly, monthly), the last first.");
        api.MapGet("/programme/lists/{cadence}/{due}", ListAsync).Allow(Policies.Programme, AreaOf.Own).Describe(Tag, "getListIssue", "One issue by its due day, and what became of each line since the issue before.");
        api.MapPost("/programme/lists/{cadence}/{due}/draft", DraftAsync).Allow(Policies.ProgrammeEdit).Describe(Tag, "draftLists", "Drafts an issue from what the platform knows; what people made of an earlier draft stays. The same inputs change nothing.");
        api.MapGet("/programme/cases", CasesAsync).Allow(Policies.Programme, AreaOf.Own).Describe(Tag, "getCases", "The case library.");
        api.MapGet("/programme/bulletins", BulletinsAsync).Allow(Policies.Programme, AreaOf.Own).Describe(Tag, "getBulletins", "Frozen bulletins, the last first.");
        api.MapGet("/programme/bulletins/{month}", BulletinAsync).Allow(Policies.Programme, AreaOf.Own).Describe(Tag, "getBulletin", "One frozen bulletin with its errata.");
        api.MapGet("/programme/bulletins/{month}/check", CheckAsync).Allow(Policies.Programme, AreaOf.Own).Produces<BulletinCheckView>().Describe(
            Tag, "checkBulletin", "Makes a frozen bulletin again from the snapshots, the log and the facts it was made of, and says where they differ: left what is frozen, right what follows.");
        api.MapGet("/programme/annual/{year}", AnnualAsync).Allow(Policies.Programme, AreaOf.Own).Produces<AnnualReport>().Describe(Tag, "getAnnualReport", "The bulletins of a year in one.");
        api.MapGet("/programme/forecast", ForecastAsync).Allow(Policies.Programme, AreaOf.Own).Produces<PassOutlook>().Describe(Tag, "getPassForecast", "How likely each project passes by its due day, and how well such forecasts held.");
    }

    private static async Task<IResult> ListsAsync(string cadence, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken) =>
        CadenceOf(cadence) is { } known
            ? ProgrammeEndpoints.Json((await desk.StateAsync(cancellationToken)).Rhythm.Lists.Values.Where(i => i.Period.Cadence == known).Reverse().ToArray())
            : Unknown(cadence);

    private static async Task<IResult> ListAsync(string cadence, string due, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken)
    {
        if (PeriodOf(cadence, due) is not { } period)
            return Unknown($"{cadence}/{due}");
        var rhythm = (await desk.StateAsync(cancellationToken)).Rhythm;
        return rhythm.Lists.TryGetValue(period, out var issue)
            ? ProgrammeEndpoints.Json(new { issue, lines = ListDiff.Of(issue, rhythm.Before(period)) })
            : Problems.NotFound("due", $"{period} has not been drafted.");
    }

    private static async Task<IResult> DraftAsync(string cadence, string due, [FromServices] RhythmDesk rhythm, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken)
    {
        if (PeriodOf(cadence, due) is not { } period)
            return Unknown($"{cadence}/{due}");
        var drafted = await rhythm.DraftAsync(period, cancellationToken);
        if (!drafted.Succeeded)
            return Problems.Of(drafted.Faults);
        return drafted.Value!.Refusals is [{ } refusal, ..]
            ? Problems.Of(new Fault(FaultKind.Conflict, refusal.Field, refusal.Why.En))
            : ProgrammeEndpoints.Json((await desk.StateAsync(cancellationToken)).Rhythm.Lists[period]);
    }

    private static async Task<IResult> CasesAsync([FromServices] ProgrammeDesk desk, CancellationToken cancellationToken) => ProgrammeEndpoints.Json((await desk.StateAsync(cancellationToken)).Rhythm.Cases);

    private static async Task<IResult> BulletinsAsync([FromServices] ProgrammeDesk desk, CancellationToken cancellationToken) =>
        ProgrammeEndpoints.Json((await desk.StateAsync(cancellationToken)).Rhythm.Bulletins.Values.Reverse().ToArray());

    private static async Task<IResult> BulletinAsync(string month, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken) =>
        Month.TryParse(month, out var known) && (await desk.StateAsync(cancellationToken)).Rhythm.Bulletins.TryGetValue(known, out var issue)
            ? ProgrammeEndpoints.Json(issue)
            : NoBulletin(month);

    private static async Task<IResult> CheckAsync(string month, [FromServices] BulletinCheck check, CancellationToken cancellationToken) =>
        Month.TryParse(month, out var known) && await check.OfAsync(known, cancellationToken) is { } checkedNow ? ProgrammeEndpoints.Json(checkedNow) : NoBulletin(month);

    private static async Task<IResult> AnnualAsync(string year, [FromServices] ProgrammeDesk desk, CancellationToken cancellationToken) =>
        Month.TryParse($"{year}-01", out var january)
            ? ProgrammeEndpoints.Json(AnnualReport.Of(january.Year, (await desk.StateAsync(cancellationToken)).Rhythm))
            : Problems.NotFound("year", $"'{Facts.FactCheck.Short(year)}' is no year; it is written as 2022.");

    private static async Task<IResult> ForecastAsync([FromServices] PassForecasts forecasts, CancellationToken cancellationToken) => ProgrammeEndpoints.Json(await forecasts.AllAsync(cancellationToken));

    private static Cadence? CadenceOf(string text) => Enum.GetValues<Cadence>().Select(static c => (Cadence?)c).FirstOrDefault(c => WireName.Of(c!.Value) == text);

    private static ListPeriod? PeriodOf(string cadence, string due) =>
        CadenceOf(cadence) is { } known && DateOnly.TryParseExact(due, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? new ListPeriod(known, day) : null;

    private static ProblemHttpResult NoBulletin(string month) => Problems.NotFound("month", $"There is no bulletin of '{Facts.FactCheck.Short(month)}'; a month is written as 2022-05.");

    private static ProblemHttpResult Unknown(string what) => Problems.NotFound("cadence", $"'{Facts.FactCheck.Short(what)}' names no lists; they are weekly, halfMonthly or monthly, by the day they are due as 2022-05-16.");
}
