using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Notify;

/// <summary>Notifications and how far each got.</summary>
internal static class NotificationEndpoints
{
    private const string Tag = "Notifications";

    private static readonly (string, string?)[] _states = [.. NotificationDesk.States.Select(static state => (state, (string?)state))];
    private static readonly (string, string?)[] _priorities = [.. NotificationDesk.Priorities.Select(static priority => (priority, (string?)priority))];

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/notifications", List).Allow(Policies.Duty).Produces<Page<NotificationView>>().Describe(
            Tag, "listNotifications", "Notifications and how far each got, newest first.",
            [
                QueryParameter.Choice("state", "State of the notification; any when absent.", NotificationDesk.States),
                QueryParameter.Choice("priority", "Priority; any when absent.", NotificationDesk.Priorities),
                QueryParameter.Text("recipient", "Exact id of the recipient; any when absent."),
                .. QueryParameter.Paging,
            ]);
        api.MapGet("/notifications/{key}", Find).Allow(Policies.Duty).Produces<NotificationDetailView>().Describe(Tag, "getNotification", "One notification with its text and every attempt.");
        api.MapPost("/notifications/test", TestAsync).Allow(Policies.DutyEdit).Accepts<NewTestNotification>("application/json").Produces<NotificationView>(StatusCodes.Status202Accepted)
            .Describe(Tag, "testNotification", "Sends a message, marked as a test, to an address through one channel.");
    }

    private static IResult List(HttpRequest request, [FromServices] NotificationDesk desk)
    {
        var query = new QueryReader(request.Query);
        var (state, priority, recipient) = (query.Choice("state", _states, otherwise: null), query.Choice("priority", _priorities, otherwise: null), query.Text("recipient"));
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : TypedResults.Ok(desk.List(state, priority, recipient, page, size));
    }

    private static IResult Find(string key, [FromServices] NotificationDesk desk) =>
        desk.Find(key) is { } found ? TypedResults.Ok(found) : Problems.NotFound("key", $"There is no notification '{key}'.");

    private static async Task<IResult> TestAsync(HttpRequest request, [FromServices] NotificationDesk desk)
    {
        var (test, problem) = await JsonBody.ReadAsync<NewTestNotification>(request);
        if (problem is not null)
            return problem;
        var outcome = desk.Test(test!);
        return outcome.Succeeded ? TypedResults.Accepted($"{ApiEndpoints.Prefix}/notifications/{outcome.Value!.Key}", outcome.Value) : Problems.Of(outcome.Faults);
    }
}
