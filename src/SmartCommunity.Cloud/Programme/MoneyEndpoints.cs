using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Cloud.Programme;

/// <summary>The programme's money as of a day: every project's ledger by both readings, and the payments expected in a year.</summary>
/// <param name="Position">Position of the log it follows from.</param>
/// <param name="Ledger">The ledger.</param>
/// <param name="Forecast">The payments expected.</param>
public sealed record MoneyView(long Position, DistrictLedger Ledger, PaymentForecast Forecast)
{
    /// <summary>The view of a state; with the probability that a project passes by its due month, where somebody knows it.</summary>
    public static MoneyView Of(ProgrammeState state, PolicyLibrary policies, DateOnly day, int? year, IReadOnlyDictionary<string, double?>? passes)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(state.Position, DistrictLedger.Of(state, policies, day), PaymentForecast.Of(state, policies, day, year ?? day.Year, passes is null ? null : p => passes.GetValueOrDefault(p)));
    }

    /// <summary>The view of some projects, with sums over them alone.</summary>
    public MoneyView Only(Func<string, bool> isWanted) => this with { Ledger = Ledger.Only(isWanted), Forecast = Forecast with { Lines = [.. Forecast.Lines.Where(l => isWanted(l.Project))] } };
}

/// <summary>The programme's money over HTTP. Acts about it go to <c>/programme/acts</c> like every other.</summary>
internal static class MoneyEndpoints
{
    /// <summary>Years a forecast may look ahead: the longest way of a project, T-04, and one more.</summary>
    private const int MaxYearsAhead = 5;

    private static readonly QueryParameter[] _parameters =
    [
        QueryParameter.Text("at", "An instant (ISO 8601): what had been entered until then; now when absent."),
        QueryParameter.Text("year", "Year of the forecast: the day's when absent, up to 5 later."),
        QueryParameter.Text("project", "Only this project's ledger and sums; required of callers of a part of the district."),
    ];

    internal static void Map(IEndpointRouteBuilder api) => api.MapGet("/programme/money", GetAsync).Allow(Policies.Money, AreaOf.Community, "project").Produces<MoneyView>().Describe(
        "Programme", "getMoney", "Amounts in fen: costs, what the rules give by both readings of M-10 with every step and its rules, what is due, paid, exposed, unfunded, borne (M-01 to M-15); the ledger's lines; payments expected in a year, as if all came and weighted by the probability of passing by the due month (not of a past instant).",
        _parameters);

    private static async Task<IResult> GetAsync(HttpRequest request, [FromServices] ProgrammeDesk desk, [FromServices] PassForecasts forecasts, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (at, project) = (query.Instant("at"), query.Text("project"));
        var day = at is { } instant ? ProgrammeEntry.DayOf(instant) : desk.Today;
        var year = query.Integer("year", day.Year, day.Year + MaxYearsAhead, otherwise: day.Year);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var state = at is { } then ? await desk.StateAtAsync(then, cancellationToken) : await desk.StateAsync(cancellationToken);
        if (state.Policy is null)
            return Problems.NotFound("at", "Nothing had been entered then.");
        if (project is not null && !state.Projects.ContainsKey(project))
            return Problems.NotFound("project", $"The pool has no project '{project}'.");
        var passes = at is null ? await forecasts.ProbabilitiesAsync(cancellationToken) : null;
        var view = MoneyView.Of(state, desk.Policies, day, year, passes);
        return ProgrammeEndpoints.Json(project is null ? view : view.Only(p => p == project));
    }
}
