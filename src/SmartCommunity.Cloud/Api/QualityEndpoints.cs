using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Alerts.Reports;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>What alerts were worth and what they cost.</summary>
internal static class QualityEndpoints
{
    private const string Tag = "Alerts";
    private const int StandardDays = 7;

    private static readonly (string Name, int Value)[] _periods = [.. QualityDesk.Periods.Select(static d => (d.ToString(CultureInfo.InvariantCulture), d))];

    internal static void Map(IEndpointRouteBuilder api)
    {
        QueryParameter[] asked = [QueryParameter.Text("street", "Street code; all when absent."), QueryParameter.Choice("days", $"The last days up to now; default {StandardDays}.", _periods.Select(static p => p.Name))];
        api.MapGet("/quality", Report).Allow(Policies.Alerts, AreaOf.List).Produces<QualityReport>().Describe(
            Tag, "getQuality", "Precision of each rule as people judged its alerts, the load of each office, and false alerts for each day of each community.", asked);
        api.MapGet("/quality.csv", Csv).Allow(Policies.Alerts, AreaOf.List).Produces<string>(contentType: "text/csv").Describe(Tag, "exportQuality", "The same as a table: offices, then rules.", asked);
    }

    private static IResult Report(HttpRequest request, [FromServices] QualityDesk desk) => Answer(request, desk, TypedResults.Ok);

    private static IResult Csv(HttpRequest request, [FromServices] QualityDesk desk) => Answer(request, desk, static report => TypedResults.File(
        QualityCsv.Write(report), "text/csv; charset=utf-8", $"alert-quality-{report.To.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.csv"));

    private static IResult Answer(HttpRequest request, QualityDesk desk, Func<QualityReport, IResult> answer)
    {
        var query = new QueryReader(request.Query);
        var (street, days) = (query.Text("street") ?? "", query.Choice("days", _periods, StandardDays));
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var outcome = desk.Report(street, days);
        return outcome.Succeeded ? answer(outcome.Value!) : Problems.Of(outcome.Faults);
    }
}
