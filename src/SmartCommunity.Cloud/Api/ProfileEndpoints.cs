using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.VendorJson;

namespace SmartCommunity.Cloud.Api;

/// <summary>Profiles: how payloads of a vendor or a model are read.</summary>
internal static class ProfileEndpoints
{
    private const string Tag = "Profiles";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/profiles", ListAsync).Allow(Policies.DevicesEdit, AreaOf.Own).Produces<Page<ProfileView>>()
            .Describe(Tag, "listProfiles", "Profiles by name, without their bodies.", QueryParameter.Paging);
        api.MapGet("/profile-schemas/{kind}", Schema).Allow(Policies.DevicesEdit, AreaOf.Own).Produces(StatusCodes.Status200OK, contentType: "application/schema+json")
            .Describe(Tag, "getProfileSchema", "The JSON Schema of profiles of a kind.");
        api.MapGet("/profiles/{name}", FindAsync).Allow(Policies.DevicesEdit, AreaOf.Own).Produces<ProfileView>().Describe(Tag, "getProfile", "One profile with its body.");
        api.MapPut("/profiles/{name}", PutAsync).Allow(Policies.DevicesEdit).Accepts<object>("application/json").Produces<ProfileView>().Describe(
            Tag, "putProfile", "Adds a profile or replaces its body (JSON, at most 64 KiB, kept as given); gateways get it at once.",
            QueryParameter.Choice("kind", "The dialect it is for. Required.", DialectCode.WithProfile));
        api.MapDelete("/profiles/{name}", RemoveAsync).Allow(Policies.DevicesEdit).Produces<ProfileView>()
            .Describe(Tag, "deleteProfile", "Removes a profile; one that devices use is refused.");
    }

    private static IResult Schema(string kind) => kind == DialectCode.VendorJson
        ? TypedResults.Text(VendorJsonDialect.SchemaJson, "application/schema+json", Encoding.UTF8)
        : Problems.NotFound("kind", $"There is no schema of kind '{kind}'; there is one of: {DialectCode.VendorJson}.");

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] ProfileRegistry profiles, CancellationToken cancellationToken) =>
        ApiEndpoints.Page(new QueryReader(request.Query), await profiles.ListAsync(cancellationToken));

    private static async Task<IResult> FindAsync(string name, [FromServices] ProfileRegistry profiles, CancellationToken cancellationToken) =>
        await profiles.FindAsync(name, cancellationToken) is { } profile
            ? TypedResults.Ok(profile)
            : Problems.NotFound("name", $"There is no profile '{name}'.");

    private static async Task<IResult> PutAsync(string name, HttpRequest request, [FromServices] ProfileRegistry profiles, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var kind = query.Text("kind");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (!request.HasJsonContentType())
            return Problems.UnsupportedMediaType("application/json");
        var body = await LimitedBody.ReadAsync(request.Body, ProfileCheck.MaxBytes, cancellationToken);
        if (body.Length > ProfileCheck.MaxBytes)
            return Problems.TooLarge("body", ProfileCheck.MaxBytes);
        return Utf8.IsValid(body.Span)
            ? (await profiles.PutAsync(name, kind ?? "", Encoding.UTF8.GetString(body.Span), cancellationToken)).Answer()
            : Problems.Of(new Fault(FaultKind.Invalid, "body", "The body is not UTF-8."));
    }

    private static async Task<IResult> RemoveAsync(string name, [FromServices] ProfileRegistry profiles, CancellationToken cancellationToken) =>
        (await profiles.RemoveAsync(name, cancellationToken)).Answer();
}
