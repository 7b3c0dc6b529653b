using System.Text;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Devices that wait to be claimed by the code printed on them, and the audit of what was done.</summary>
internal static class ClaimEndpoints
{
    private const string Tag = "Provisioning";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/claims", PrepareAsync).Allow(Policies.DevicesEdit).Accepts<NewClaims>("application/json").Produces<ClaimCodeView[]>().Describe(
            Tag, "prepareClaims", "Registers devices before anybody knows where they will stand; the codes to print are shown this once.",
            QueryParameter.Choice("format", "JSON, or a CSV file for the printer; default json.", "json", "csv"));
        api.MapGet("/claims", ListAsync).Allow(Policies.DevicesEdit).Produces<Page<ClaimView>>().Describe(
            Tag, "listClaims", "Devices that wait to be claimed or were, by id.", 
            [
                QueryParameter.Text("batch", "Name of a delivery."), QueryParameter.Choice("state", "State of the code.", [.. ClaimDesk.States]),
                QueryParameter.Text("search", "Text in device id or delivery."), .. QueryParameter.Paging,
            ]);
        api.MapDelete("/claims/{device}", RevokeAsync).Allow(Policies.DevicesEdit).Produces<ClaimView>().Describe(Tag, "revokeClaim", "Makes the code of a device worthless.");
        api.MapPost("/claim", ClaimAsync).AllowAnybody(Policies.OwnProof).Accepts<NewClaim>("application/json").Produces<EnrolledDeviceView>()
            .ProducesProblem(StatusCodes.Status410Gone).ProducesProblem(StatusCodes.Status429TooManyRequests).Describe(
                Tag, "claimDevice", "Enrols the device whose code this is; its token is shown this once. 410: the code is used up; 429: too many failed attempts.");
        api.MapGet("/audit", AuditAsync).Allow(Policies.DevicesEdit).Produces<Page<AuditView>>().Describe(
            Tag, "listAudit", "Who did what to credentials, newest first.",
            [QueryParameter.Text("subject", "Id of a device, delivery or community."), .. QueryParameter.Paging]);
    }

    private static async Task<IResult> PrepareAsync(HttpRequest request, [FromServices] ClaimDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var isCsv = query.Choice("format", [("json", false), ("csv", true)], otherwise: false);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (claims, problem) = await JsonBody.ReadAsync<NewClaims>(request);
        if (problem is not null)
            return problem;
        var outcome = await desk.PrepareAsync(claims!, Said.By(request), cancellationToken);
        return outcome.Succeeded && isCsv
            ? TypedResults.File(Csv(outcome.Value!), "text/csv; charset=utf-8", $"claim-codes-{claims!.Batch}.csv")
            : outcome.Answer();
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] ClaimDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (batch, search) = (query.Text("batch"), query.Text("search"));
        var state = query.Choice("state", [.. ClaimDesk.States.Select(s => (s, (string?)s))], otherwise: null);
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : TypedResults.Ok(await desk.ListAsync(batch, state, search, page, size, cancellationToken));
    }

    private static async Task<IResult> RevokeAsync(string device, HttpRequest request, [FromServices] ClaimDesk desk, CancellationToken cancellationToken) =>
        (await desk.RevokeAsync(device, Said.By(request), cancellationToken)).Answer();

    private static async Task<IResult> ClaimAsync(HttpRequest request, [FromServices] ClaimDesk desk, CancellationToken cancellationToken)
    {
        var (claim, problem) = await JsonBody.ReadAsync<NewClaim>(request);
        if (problem is not null)
            return problem;
        var outcome = await desk.ClaimAsync(claim!, Said.Address(request), cancellationToken);
        if (outcome.Faults is [{ RetryAfterSeconds: { } seconds }])
            request.HttpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return outcome.Answer();
    }

    private static async Task<IResult> AuditAsync(HttpRequest request, [FromServices] AuditTrail audit, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var subject = query.Text("subject");
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : TypedResults.Ok(await audit.ListAsync(subject, page, size, cancellationToken));
    }

    // Identifiers, codes and times: nothing a CSV file would have to quote.
    private static byte[] Csv(ClaimCodeView[] codes)
    {
        var text = new StringBuilder("device,class,batch,code,expiresAt\r\n");
        foreach (var code in codes)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{code.Device},{code.Class},{code.Batch},{code.Code},{code.ExpiresAt:yyyy-MM-ddTHH:mm:sszzz}\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }
}
