using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Api;

/// <summary>Commands to devices and what became of them.</summary>
internal static class CommandEndpoints
{
    private const string Tag = "Commands";

    private static readonly (string, string?)[] States = [.. Enum.GetValues<CommandStage>().Select(stage => (stage.Name(), (string?)stage.Name()))];

    internal static void Map(IEndpointRouteBuilder api)
    {
        var state = QueryParameter.Choice("state", "State of the command; any when absent.", States.Select(s => s.Item1));
        api.MapGet("/devices/{id}/commands", OfDeviceAsync).Allow(Policies.Devices, AreaOf.Device, "id").Produces<Page<CommandView>>()
            .Describe(Tag, "listDeviceCommands", "Commands of a device, newest first.", [state, .. QueryParameter.Paging]);
        api.MapPost("/devices/{id}/commands", IssueAsync).Allow(Policies.DevicesEdit, AreaOf.Device, "id").Accepts<NewCommand>("application/json").Produces<CommandView>(StatusCodes.Status202Accepted)
            .Describe(Tag, "issueCommand", "Issues a command; with an id of the caller's own, repeating the call issues nothing new.");
        api.MapGet("/commands", ListAsync).Allow(Policies.DevicesEdit).Produces<Page<CommandView>>().Describe(
            Tag, "listCommands", "Commands of all devices, newest first.", [QueryParameter.Text("device", "Id of a device."), state, .. QueryParameter.Paging]);
        api.MapGet("/commands/{id}", FindAsync).Allow(Policies.DevicesEdit, AreaOf.Command, "id").Produces<CommandView>().Describe(Tag, "getCommand", "One command.");
    }

    private static async Task<IResult> OfDeviceAsync(
        string id, HttpRequest request, [FromServices] CommandDesk desk, [FromServices] EnrolmentIndex index, CancellationToken cancellationToken) =>
        index.Find(id) is null
            ? Problems.NotFound("id", $"No device '{id}' is enrolled.")
            : await PageAsync(new QueryReader(request.Query), id, desk, cancellationToken);

    private static Task<IResult> ListAsync(HttpRequest request, [FromServices] CommandDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        return PageAsync(query, query.Text("device"), desk, cancellationToken);
    }

    private static async Task<IResult> PageAsync(QueryReader query, string? device, CommandDesk desk, CancellationToken cancellationToken)
    {
        var state = query.Choice("state", States, otherwise: null);
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults
            ? Problems.Of(faults)
            : TypedResults.Ok(await desk.ListAsync(device, state, page, size, cancellationToken));
    }

    private static async Task<IResult> FindAsync(string id, [FromServices] CommandDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, cancellationToken) is { } command ? TypedResults.Ok(command) : Problems.NotFound("id", $"There is no command '{id}'.");

    private static async Task<IResult> IssueAsync(string id, HttpRequest request, [FromServices] CommandDesk desk, CancellationToken cancellationToken)
    {
        var (command, problem) = await JsonBody.ReadAsync<NewCommand>(request);
        if (problem is not null)
            return problem;
        var outcome = await desk.IssueAsync(id, command!, cancellationToken);
        return outcome.Succeeded
            ? TypedResults.Accepted($"{ApiEndpoints.Prefix}/commands/{outcome.Value!.Id}", outcome.Value)
            : Problems.Of(outcome.Faults);
    }
}
