using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>What devices may send, and what they sent today.</summary>
internal static class QuotaEndpoints
{
    private const string Tag = "Provisioning";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/devices/{id}/quota", FindAsync).Allow(Policies.Devices, AreaOf.Device, "id").Produces<DeviceQuotaView>().Describe(Tag, "getQuota", "Limits of a device, used today, refused today.");
        api.MapPut("/devices/{id}/quota", PutAsync).Allow(Policies.DevicesEdit, AreaOf.Device, "id").Accepts<QuotaLimits>("application/json").Produces<DeviceQuotaView>()
            .Describe(Tag, "putQuota", "Sets the device's own limits; what is left out is its class's.");
        api.MapGet("/quotas", ListAsync).Allow(Policies.DevicesEdit).Produces<Page<ClassQuotaView>>().Describe(Tag, "listQuotas", "Limits of classes.", QueryParameter.Paging);
        api.MapPut("/quotas/{class}", PutClassAsync).Allow(Policies.DevicesEdit).Accepts<QuotaLimits>("application/json").Produces<ClassQuotaView>()
            .Describe(Tag, "putClassQuota", "Sets the limits of a class; what is left out is the gateway's.");
    }

    private static async Task<IResult> FindAsync(string id, [FromServices] QuotaDesk desk, CancellationToken cancellationToken) =>
        (await desk.FindAsync(id, cancellationToken)).Answer();

    private static async Task<IResult> PutAsync(string id, HttpRequest request, [FromServices] QuotaDesk desk, CancellationToken cancellationToken)
    {
        var (limits, problem) = await JsonBody.ReadAsync<QuotaLimits>(request);
        return problem ?? (await desk.PutAsync(id, limits!, Said.By(request), cancellationToken)).Answer();
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] QuotaDesk desk, CancellationToken cancellationToken) =>
        ApiEndpoints.Page(new QueryReader(request.Query), await desk.ListAsync(cancellationToken));

    private static async Task<IResult> PutClassAsync(string @class, HttpRequest request, [FromServices] QuotaDesk desk, CancellationToken cancellationToken)
    {
        var (limits, problem) = await JsonBody.ReadAsync<QuotaLimits>(request);
        return problem ?? (await desk.PutClassAsync(@class, limits!, Said.By(request), cancellationToken)).Answer();
    }
}
