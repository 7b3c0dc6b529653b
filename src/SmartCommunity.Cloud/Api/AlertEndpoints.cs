using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Api;

/// <summary>Alerts and what people do about them.</summary>
internal static class AlertEndpoints
{
    private const string Tag = "Alerts";

    private static readonly (string Name, int Value)[] _priorities = [("P1", 1), ("P2", 2), ("P3", 3)];

    private static readonly (string Name, AlertCause? Value)[] _causes = [.. AlertDesk.Causes.Select(static c => (c, AlertDesk.CauseOf(c)))];

    private static readonly (string Name, string Value)[] _scenarios = [.. RuleScenario.Codes.Select(static c => (c, c))];

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts", List).Allow(Policies.Alerts, AreaOf.List).Produces<AlertPage>().Describe(
            Tag, "listAlerts", "Alerts: those nobody has acknowledged first, then by priority and age; closed ones last.",
            [
                QueryParameter.Text("community", "Community code; all when absent."), QueryParameter.Text("street", "Street code; all when absent."),
                QueryParameter.Text("stages", $"Stages separated by commas: {string.Join(", ", AlertViews.Stages)}; all when absent."),
                QueryParameter.Choice("priority", "The least urgent to be shown; default P3.", _priorities.Select(static p => p.Name)), QueryParameter.Text("rule", "Rule id."),
                QueryParameter.Choice("cause", "What lies behind it; any when absent.", AlertDesk.Causes),
                QueryParameter.Choice("scenario", "The scenario of its rule; any when absent.", RuleScenario.Codes), QueryParameter.Text("device", "Device id."), .. QueryParameter.Paging,
            ]);
        api.MapGet("/alerts/{id}", Find).Allow(Policies.Alerts, AreaOf.Alert, "id").Produces<AlertDetail>().Describe(Tag, "findAlert", "An alert with its history.");
        api.MapPost("/alerts/{id}/actions", DoAsync).Allow(Policies.AlertsAct, AreaOf.Alert, "id").Accepts<NewAlertAction>("application/json").Produces<AlertDetail>().Describe(
            Tag, "actOnAlert", $"Does something about an alert: {string.Join(", ", AlertWords.Actions)}. A close says what it was: {string.Join(", ", AlertWords.CauseCodes)}.");
        api.MapPost("/alerts/{id}/photos", PhotoAsync).Allow(Policies.AlertsAct, AreaOf.Alert, "id").Accepts<IFormFile>("application/octet-stream", "image/jpeg", "image/png", "image/webp")
            .Produces<AlertPhotoView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status413PayloadTooLarge).Describe(
                Tag, "addAlertPhoto", $"Hands in a photo of at most 20 MiB ({AlertPhotos.Kinds}) as the raw body; an action then names it by its SHA-256.");
        api.MapGet("/alerts/{id}/photos/{sha256}", Photo).Allow(Policies.Alerts, AreaOf.Alert, "id").Produces(StatusCodes.Status200OK, contentType: "image/jpeg").Describe(
            Tag, "getAlertPhoto", "A photo of one of the alert's steps, checked against its SHA-256 first.");
    }

    private static IResult List(HttpRequest request, [FromServices] AlertDesk alerts)
    {
        var query = new QueryReader(request.Query);
        var (page, size) = query.Page();
        var names = query.Names("stages");
        var asked = new AlertQuery(
            query.Text("community") ?? "", query.Text("street") ?? "", [.. names.Where(AlertViews.Stages.Contains).Select(static n => Enum.Parse<AlertStage>(n, ignoreCase: true))],
            query.Choice("priority", _priorities, 3), query.Text("rule") ?? "", query.Text("device") ?? "")
        {
            Cause = query.Choice("cause", _causes, otherwise: null), Scenario = query.Choice("scenario", _scenarios, otherwise: ""),
        };
        Fault[] faults =
        [
            .. query.Faults,
            .. names.Where(static n => !AlertViews.Stages.Contains(n)).Select(static n => new Fault(FaultKind.Invalid, "stages", $"stages '{n}' must be some of: {string.Join(", ", AlertViews.Stages)}.")),
        ];
        return faults.Length > 0 ? Problems.Of(faults) : alerts.List(asked, page, size).Answer();
    }

    private static IResult Find(string id, [FromServices] AlertDesk alerts) => alerts.Find(id).Answer();

    private static async Task<IResult> PhotoAsync(string id, HttpRequest request, [FromServices] AlertPhotos photos, CancellationToken cancellationToken)
    {
        if (request.ContentLength > EvidenceFiles.MaxBytes)
            return Problems.TooLarge("file", EvidenceFiles.MaxBytes);
        var outcome = await photos.TakeAsync(id, request.Body, cancellationToken);
        if (outcome.Succeeded)
            return TypedResults.Created($"{ApiEndpoints.Prefix}/alerts/{id}/photos/{outcome.Value!.Sha256}", outcome.Value);
        return outcome.Faults.Contains(EvidenceFiles.TooLarge) ? Problems.TooLarge("file", EvidenceFiles.MaxBytes) : Problems.Of(outcome.Faults);
    }

    private static IResult Photo(string id, string sha256, HttpResponse response, [FromServices] AlertPhotos photos)
    {
        var opened = photos.Open(id, sha256);
        if (!opened.Succeeded)
            return Problems.Of(opened.Faults);
        StrangersFile.Guard(response);
        return TypedResults.Stream(opened.Value.Content, opened.Value.MediaType);
    }

    private static async Task<IResult> DoAsync(string id, HttpRequest request, [FromServices] AlertDesk alerts, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<NewAlertAction>(request);
        return problem ?? (await alerts.DoAsync(id, body!, cancellationToken)).Answer();
    }
}
