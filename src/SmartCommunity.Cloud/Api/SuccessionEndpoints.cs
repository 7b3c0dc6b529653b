using System.Text;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Many devices at once, and one in the place of another.</summary>
internal static class SuccessionEndpoints
{
    private const string Tag = "Provisioning";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/devices/rotate", RotateAsync).Allow(Policies.DevicesEdit).Accepts<DeviceSelection>("application/json").Produces<RotationReport>().Describe(
            Tag, "rotateTokens", "Issues new tokens to many devices, by ids or filter; shown this once.",
            QueryParameter.Choice("format", "JSON, or a CSV file of the tokens; default json.", "json", "csv"));
        api.MapPost("/devices/retire", RetireAsync).Allow(Policies.DevicesEdit).Accepts<DeviceSelection>("application/json").Produces<RetirementReport>()
            .Describe(Tag, "retireDevices", "Retires many devices, by ids or filter; all or none.");
        api.MapPost("/devices/{id}/replace", ReplaceAsync).Allow(Policies.DevicesEdit, AreaOf.Device, "id").Accepts<NewReplacement>("application/json").Produces<EnrolledDeviceView>()
            .Describe(Tag, "replaceDevice", "Enrols a new device in the place of an old one, which is retired.");
        api.MapPost("/devices/{id}/restore", RestoreAsync).Allow(Policies.DevicesEdit, AreaOf.Device, "id").Produces<EnrolledDeviceView>()
            .Describe(Tag, "restoreDevice", "Brings a retired device back, with a new token.");
    }

    private static async Task<IResult> RotateAsync(HttpRequest request, [FromServices] DeviceSuccession succession, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var isCsv = query.Choice("format", [("json", false), ("csv", true)], otherwise: false);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (selection, problem) = await JsonBody.ReadAsync<DeviceSelection>(request);
        if (problem is not null)
            return problem;
        var outcome = await succession.RotateAsync(selection!, Said.By(request), cancellationToken);
        return outcome.Succeeded && isCsv ? TypedResults.File(Csv(outcome.Value!), "text/csv; charset=utf-8", "device-tokens.csv") : outcome.Answer();
    }

    private static async Task<IResult> RetireAsync(HttpRequest request, [FromServices] DeviceSuccession succession, CancellationToken cancellationToken)
    {
        var (selection, problem) = await JsonBody.ReadAsync<DeviceSelection>(request);
        return problem ?? (await succession.RetireAsync(selection!, Said.By(request), cancellationToken)).Answer();
    }

    private static async Task<IResult> ReplaceAsync(string id, HttpRequest request, [FromServices] DeviceSuccession succession, CancellationToken cancellationToken)
    {
        var (replacement, problem) = await JsonBody.ReadAsync<NewReplacement>(request);
        return problem ?? (await succession.ReplaceAsync(id, replacement!, Said.By(request), cancellationToken)).Answer();
    }

    private static async Task<IResult> RestoreAsync(string id, HttpRequest request, [FromServices] DeviceSuccession succession, CancellationToken cancellationToken) =>
        (await succession.RestoreAsync(id, Said.By(request), cancellationToken)).Answer();

    // Identifiers and tokens: nothing a CSV file would have to quote.
    private static byte[] Csv(RotationReport report)
    {
        var text = new StringBuilder("id,community,class,gateway,token\r\n");
        foreach (var (device, token) in report.Rotated)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{device.Id},{device.Community},{device.Class},{device.Gateway},{token}\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }
}
