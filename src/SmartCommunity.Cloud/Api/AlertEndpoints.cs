using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Api;

/// <summary>Alerts and what people do about them.</summary>
internal static class AlertEndpoints
{
    private const string Tag = "Alerts";

    private static readonly (string Name, int Value)[] _priorities = [("P1", 1), ("P2", 2), ("P3", 3)];

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts", List).Produces<AlertPage>().Describe(
            Tag, "listAlerts", "Alerts: those nobody has acknowledged first, then by priority and age; closed ones last.",
            [
                QueryParameter.Text("community", "Community code; all when absent."), QueryParameter.Text("street", "Street code; all when absent."),
                QueryParameter.Text("stages", $"Stages separated by commas: {string.Join(", ", AlertViews.Stages)}; all when absent."),
                QueryParameter.Choice("priority", "The least urgent to be shown; default P3.", _priorities.Select(static p => p.Name)), QueryParameter.Text("rule", "Rule id."),
                QueryParameter.Text("device", "Device id."), .. QueryParameter.Paging,
            ]);
        api.MapGet("/alerts/{id}", Find).Produces<AlertDetail>().Describe(Tag, "findAlert", "An alert with its history.");
        api.MapPost("/alerts/{id}/actions", DoAsync).Accepts<NewAlertAction>("application/json").Produces<AlertDetail>().Describe(
            Tag, "actOnAlert", $"Does something about an alert: {string.Join(", ", AlertWords.Actions)}. A close says what it was: {string.Join(", ", AlertWords.CauseCodes)}.");
    }

    private static IResult List(HttpRequest request, [FromServices] AlertDesk alerts)
    {
        var query = new QueryReader(request.Query);
        var (page, size) = query.Page();
        var names = query.Names("stages");
        var asked = new AlertQuery(
            query.Text("community") ?? "", query.Text("street") ?? "", [.. names.Where(AlertViews.Stages.Contains).Select(static n => Enum.Parse<AlertStage>(n, ignoreCase: true))],
            query.Choice("priority", _priorities, 3), query.Text("rule") ?? "", query.Text("device") ?? "");
        Fault[] faults =
        [
            .. query.Faults,
            .. names.Where(static n => !AlertViews.Stages.Contains(n)).Select(static n => new Fault(FaultKind.Invalid, "stages", $"stages '{n}' must be some of: {string.Join(", ", AlertViews.Stages)}.")),
        ];
        return faults.Length > 0 ? Problems.Of(faults) : alerts.List(asked, page, size).Answer();
    }

    private static IResult Find(string id, [FromServices] AlertDesk alerts) => alerts.Find(id).Answer();

    private static async Task<IResult> DoAsync(string id, HttpRequest request, [FromServices] AlertDesk alerts, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<NewAlertAction>(request);
        return problem ?? (await alerts.DoAsync(id, body!, cancellationToken)).Answer();
    }
}
