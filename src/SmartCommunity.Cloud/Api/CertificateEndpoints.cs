using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Certificates of devices, and the communities' authorities that issue them.</summary>
internal static class CertificateEndpoints
{
    private const string Tag = "Provisioning";
    private const string Scheme = "Bearer ";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/communities/{community}/authorities", AuthoritiesAsync).Allow(Policies.DevicesEdit, AreaOf.Community, "community").Produces<Page<AuthorityView>>()
            .Describe(Tag, "listAuthorities", "Certificate authorities of a community, the one that signs first.", QueryParameter.Paging);
        api.MapPost("/communities/{community}/authorities", ImportAsync).Allow(Policies.DevicesEdit, AreaOf.Community, "community").Accepts<NewAuthority>("application/json").Produces<AuthorityView>()
            .Describe(Tag, "importAuthority", "Takes an authority made elsewhere, with its key; it signs from now on.");
        api.MapPost("/communities/{community}/authorities/new", CreateAsync).Allow(Policies.DevicesEdit, AreaOf.Community, "community").Produces<AuthorityView>()
            .Describe(Tag, "createAuthority", "Makes a new authority, which signs from now on; the older ones are still believed.");
        api.MapDelete("/communities/{community}/authorities/{sha256}", RemoveAsync).Allow(Policies.DevicesEdit, AreaOf.Community, "community").Produces<AuthorityView>()
            .Describe(Tag, "deleteAuthority", "Stops believing an authority; its certificates are worth nothing from now.");
        api.MapGet("/certificates", AllAsync).Allow(Policies.DevicesEdit).Produces<Page<CertificateView>>().Describe(
            Tag, "listAllCertificates", "Certificates of devices, what runs out first.",
            [
                QueryParameter.Text("community", "Code of a community."), QueryParameter.Choice("state", "State; expiring: good, for 30 days at most.", [.. CertificateQuery.States]),
                QueryParameter.Text("search", "Text in device id or serial."), .. QueryParameter.Paging,
            ]);
        api.MapGet("/devices/{id}/certificates", ListAsync).Allow(Policies.DevicesEdit, AreaOf.Device, "id").Produces<Page<CertificateView>>()
            .Describe(Tag, "listCertificates", "Certificates issued to a device, the newest first.", QueryParameter.Paging);
        api.MapPost("/devices/{id}/certificates", IssueAsync).Allow(Policies.DevicesEdit, AreaOf.Device, "id").Accepts<NewCertificate>("application/json").Produces<IssuedCertificateView>()
            .Describe(Tag, "issueCertificate", "Issues a client certificate against a PKCS#10 request whose common name is the device id.");
        api.MapPost("/devices/{id}/certificates/renew", RenewAsync).AllowAnybody(Policies.OwnProof).Accepts<NewCertificate>("application/json").Produces<IssuedCertificateView>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .Describe(Tag, "renewCertificate", "As issueCertificate, by the device itself: Authorization: Bearer and its token.");
        api.MapDelete("/devices/{id}/certificates/{serial}", RevokeAsync).Allow(Policies.DevicesEdit, AreaOf.Device, "id").Produces<CertificateView>()
            .Describe(Tag, "revokeCertificate", "Takes a certificate back; a connection that it opened is ended.",
                QueryParameter.Choice("reason", "CRLReason of RFC 5280; default unspecified.", [.. CertificateDesk.RevocationReasons]));
    }

    private static async Task<IResult> AuthoritiesAsync(string community, HttpRequest request, [FromServices] AuthorityDesk desk, CancellationToken cancellationToken) =>
        ApiEndpoints.Page(new QueryReader(request.Query), await desk.ListAsync(community, cancellationToken));

    private static async Task<IResult> ImportAsync(string community, HttpRequest request, [FromServices] AuthorityDesk desk, CancellationToken cancellationToken)
    {
        var (authority, problem) = await JsonBody.ReadAsync<NewAuthority>(request);
        return problem ?? (await desk.ImportAsync(community, authority!, Said.By(request), cancellationToken)).Answer();
    }

    private static async Task<IResult> CreateAsync(string community, HttpRequest request, [FromServices] AuthorityDesk desk, CancellationToken cancellationToken) =>
        (await desk.CreateAsync(community, Said.By(request), cancellationToken)).Answer();

    private static async Task<IResult> RemoveAsync(
        string community, string sha256, HttpRequest request, [FromServices] AuthorityDesk desk, CancellationToken cancellationToken) =>
        (await desk.RemoveAsync(community, sha256, Said.By(request), cancellationToken)).Answer();

    private static async Task<IResult> ListAsync(string id, HttpRequest request, [FromServices] CertificateDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : TypedResults.Ok(await desk.ListAsync(id, page, size, cancellationToken));
    }

    private static async Task<IResult> IssueAsync(string id, HttpRequest request, [FromServices] CertificateDesk desk, CancellationToken cancellationToken)
    {
        var (wanted, problem) = await JsonBody.ReadAsync<NewCertificate>(request);
        return problem ?? (await desk.IssueAsync(id, wanted!, Said.By(request), cancellationToken)).Answer();
    }

    private static async Task<IResult> RenewAsync(string id, HttpRequest request, [FromServices] CertificateDesk desk, CancellationToken cancellationToken)
    {
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        var (wanted, problem) = await JsonBody.ReadAsync<NewCertificate>(request);
        return problem ?? (await desk.RenewAsync(id, token, wanted!, cancellationToken)).Answer();
    }

    private static async Task<IResult> AllAsync(HttpRequest request, [FromServices] CertificateDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var wanted = new CertificateQuery(query.Text("community"), query.Choice("state", [.. CertificateQuery.States.Select(s => (s, (string?)s))], otherwise: null), query.Text("search"));
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : TypedResults.Ok(await desk.ListAsync(wanted, page, size, cancellationToken));
    }

    private static async Task<IResult> RevokeAsync(string id, string serial, HttpRequest request, [FromServices] CertificateDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var reason = query.Choice("reason", [.. CertificateDesk.RevocationReasons.Select(r => (r, r))], otherwise: CertificateDesk.RevocationReasons[0]);
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : (await desk.RevokeAsync(id, serial, reason, Said.By(request), cancellationToken)).Answer();
    }
}
