using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>What detectors expected of a series.</summary>
internal static class ExpectedEndpoints
{
    internal static void Map(IEndpointRouteBuilder api) => api.MapGet("/devices/{id}/expected", Find).Allow(Policies.Devices, AreaOf.Device, "id").Produces<ExpectedView>().Describe(
        "Alerts", "getExpected", "Values of a series beside the expected band, a quarter of an hour each, and the moments at which a detector spoke.",
        [QueryParameter.Text("quantity", "Quantity of the device.") with { IsRequired = true }, .. QueryParameter.Range]);

    private static IResult Find(string id, HttpRequest request, [FromServices] ExpectedQueries expected, [FromServices] TimeProvider time)
    {
        var query = new QueryReader(request.Query);
        var (from, to) = query.Range(time);
        var quantity = query.Text("quantity");
        Fault[] faults = [.. query.Faults, .. quantity is null ? [new Fault(FaultKind.Invalid, "quantity", "quantity is missing; it names a quantity of the device.")] : Array.Empty<Fault>()];
        return faults.Length > 0 ? Problems.Of(faults) : expected.Find(id, quantity!, from, to).Answer();
    }
}
