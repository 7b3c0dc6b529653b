using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Overrides, away modes and maintenance windows of alerts.</summary>
internal static class AlertSettingEndpoints
{
    private const string Tag = "Alerts";

    private static readonly (string Name, bool? Value)[] _states = [("all", null), ("open", false), ("ended", true)];

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts/settings", ListAsync).Allow(Policies.Alerts, AreaOf.List).Produces<Page<AlertSettingView>>().Describe(
            Tag, "listAlertSettings", "Overrides, away modes and maintenance windows: those that are not over first, then the youngest.",
            [
                QueryParameter.Text("community", "Community code; all when absent."), QueryParameter.Text("street", "Street code; all when absent."), QueryParameter.Choice("kind", "Kind; all when absent.", SettingWords.Kinds),
                QueryParameter.Choice("state", "open: those that are not over, and for a day away modes that a sign of life ended; ended: the others; default all.", _states.Select(static s => s.Name)), .. QueryParameter.Paging,
            ]);
        api.MapGet("/alerts/settings/{id}", FindAsync).Allow(Policies.Alerts, AreaOf.AlertSetting, "id").Produces<AlertSettingView>().Describe(Tag, "findAlertSetting", "One of them.");
        api.MapPost("/alerts/settings", AddAsync).Allow(Policies.AlertsAct, AreaOf.Own).Accepts<NewAlertSetting>("application/json").Produces<AlertSettingView>().Describe(
            Tag, "addAlertSetting", "Sets other numbers of a rule for a person or place, says that the people of a home are away, or mutes alerts for at most 7 days.");
        api.MapPost("/alerts/settings/{id}/approve", ApproveAsync).Allow(Policies.AlertsAct, AreaOf.AlertSetting, "id").Accepts<AlertSettingDecision>("application/json").Produces<AlertSettingView>().Describe(
            Tag, "approveAlertSetting", "A second person agrees to a window that mutes a safety rule; before that it does nothing.");
        api.MapPost("/alerts/settings/{id}/end", EndAsync).Allow(Policies.AlertsAct, AreaOf.AlertSetting, "id").Accepts<AlertSettingDecision>("application/json").Produces<AlertSettingView>().Describe(
            Tag, "endAlertSetting", "Ends one before its time; what still holds is raised.");
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] SettingsDesk settings, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (page, size) = query.Page();
        var (community, street, kind, state) = (query.Text("community") ?? "", query.Text("street") ?? "", query.Choice("kind", [.. SettingWords.Kinds.Select(static k => (k, k))], ""), query.Choice("state", _states, null));
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : (await settings.ListAsync(community, street, kind, state, page, size, cancellationToken)).Answer();
    }

    private static async Task<IResult> FindAsync(string id, [FromServices] SettingsDesk settings, CancellationToken cancellationToken) => (await settings.FindAsync(id, cancellationToken)).Answer();

    private static async Task<IResult> AddAsync(HttpRequest request, [FromServices] SettingsDesk settings, [FromServices] AreaFinder areas, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<NewAlertSetting>(request);
        if (problem is not null)
            return problem;
        var own = Caller.Of(request.HttpContext.User).Area;
        return own.IsDistrict || areas.Sees(own, body!.Community)
            ? (await settings.AddAsync(body!, cancellationToken)).Answer()
            : Problems.Of(new Fault(FaultKind.Forbidden, "community", $"community '{FactCheck.Short(body.Community ?? "")}' lies outside your area {own}."));
    }

    private static async Task<IResult> ApproveAsync(string id, HttpRequest request, [FromServices] SettingsDesk settings, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<AlertSettingDecision>(request);
        return problem ?? (await settings.ApproveAsync(id, body!, cancellationToken)).Answer();
    }

    private static async Task<IResult> EndAsync(string id, HttpRequest request, [FromServices] SettingsDesk settings, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<AlertSettingDecision>(request);
        return problem ?? (await settings.EndAsync(id, body!, cancellationToken)).Answer();
    }
}
