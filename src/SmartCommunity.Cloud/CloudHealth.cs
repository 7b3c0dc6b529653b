using System.Text.Json.Serialization;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: every community is up and the series store takes commits, else 503 and why.</summary>
internal static class CloudHealth
{
    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Ok(new HealthView("live"))).AllowAnybody(Policies.OwnProof).ExcludeFromDescription();
        routes.MapGet("/health/ready", (CommunityClock clock, IngestMetrics ingest) => (clock.IsUp, ingest.StoreIsUp) switch
        {
            (true, true) => Results.Ok(new HealthView("ready")),
            (false, _) => NotReady("communities are being brought up from snapshot and log"),
            (_, false) => NotReady("the series store does not take commits; gateways keep their data and it is tried again"),
        }).AllowAnybody(Policies.OwnProof).ExcludeFromDescription();
    }

    private static IResult NotReady(string reason) =>
        Results.Json(new HealthView("notReady", reason), statusCode: StatusCodes.Status503ServiceUnavailable);

    private sealed record HealthView(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);
}
