using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>The mapping bench, and the devices that nobody enrolled.</summary>
internal static class BenchEndpoints
{
    private const string Tag = "Quarantine";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bench", ReadAsync).Allow(Policies.DevicesEdit).Accepts<BenchRequest>("application/json").Produces<BenchReport>()
            .Describe(Tag, "readPayload", "What becomes of a payload: canonical measurements and events, or the reason. Nothing is stored.");
        api.MapGet("/quarantine/unknown-devices", UnknownAsync).Allow(Policies.DevicesEdit).Produces<Page<UnknownDeviceView>>().Describe(
            Tag, "listUnknownDevices", $"Devices that open payloads name and nobody enrolled, from the newest {DeviceAdoption.MaxScanned} payloads.", QueryParameter.Paging);
        api.MapGet("/quarantine/{id:long}/guess", GuessAsync).Allow(Policies.DevicesEdit).Produces<AdoptionGuess>().Describe(
            Tag, "guessDevice", "What the unknown device of a payload probably is.", QueryParameter.Text("alias", "Which one, when the payload names several."));
        api.MapPost("/quarantine/{id:long}/adopt", AdoptAsync).Allow(Policies.DevicesEdit).Accepts<AdoptRequest>("application/json").Produces<AdoptionReport>()
            .Describe(Tag, "adoptDevice", "Enrols the unknown device of a payload and runs its carrier's payloads again.");
    }

    private static async Task<IResult> ReadAsync(HttpRequest request, [FromServices] MappingBench bench, CancellationToken cancellationToken)
    {
        var (payload, problem) = await JsonBody.ReadAsync<BenchRequest>(request, MaxRequestBytes);
        return problem ?? (await bench.ReadAsync(payload!, cancellationToken)).Answer();
    }

    private static async Task<IResult> UnknownAsync(HttpRequest request, [FromServices] DeviceAdoption adoption, CancellationToken cancellationToken) =>
        ApiEndpoints.Page(new QueryReader(request.Query), await adoption.UnknownAsync(cancellationToken));

    private static async Task<IResult> GuessAsync(long id, HttpRequest request, [FromServices] DeviceAdoption adoption, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var alias = query.Text("alias");
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : (await adoption.GuessAsync(id, alias, cancellationToken)).Answer();
    }

    private static async Task<IResult> AdoptAsync(long id, HttpRequest request, [FromServices] DeviceAdoption adoption, CancellationToken cancellationToken)
    {
        var (adopt, problem) = await JsonBody.ReadAsync<AdoptRequest>(request);
        return problem ?? (await adoption.AdoptAsync(id, adopt!, cancellationToken)).Answer();
    }

    /// <summary>A payload in hexadecimal, a profile, and room.</summary>
    private const int MaxRequestBytes = 256 * 1024;
}
