using System.Text;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli;

/// <summary>
/// How simulated devices get their credentials: the cloud and the simulators hold the same district secret, and a device's token is derived from it. The simulators
/// name their devices, the cloud enrols them; no token crosses the wire, and doing it again changes nothing.
/// </summary>
internal static class SimulatedEnrolment
{
    private const string Path = "/api/v1/simulated-devices";

    // A district of 60,000 devices is enrolled in a few seconds; more than that is a fault worth hearing of.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>What a simulator needs to know of the district.</summary>
    internal sealed record District(IReadOnlyList<string> Communities);

    /// <summary>The cloud's side.</summary>
    internal static void Map(WebApplication app, string districtSecret, string gateway)
    {
        var secret = Encoding.UTF8.GetBytes(districtSecret);
        app.MapGet(Path, async (PlaceDirectory places, CancellationToken cancellationToken) =>
            TypedResults.Ok(new District([.. (await places.CommunitiesAsync(street: null, cancellationToken)).Select(c => c.Code)]))).Allow(Policies.Simulation).ExcludeFromDescription();
        app.MapPost(Path, async (NewDevice[] devices, Uri? control, DeviceRegistry registry, SimulationStatus simulation, CancellationToken cancellationToken) =>
        {
            // First: never a moment in which simulated devices are known and the banner is not.
            simulation.Enrolling(devices.Length, control);
            var rows = devices.Select(d => (d with { Gateway = d.Gateway.Length > 0 ? d.Gateway : gateway }, (string?)DeviceToken.Derive(secret, d.Id))).ToList();
            var outcome = await registry.EnrolManyAsync(rows, cancellationToken);
            return outcome.Succeeded
                ? Results.NoContent()
                : Results.ValidationProblem(outcome.Faults.GroupBy(f => f.Field).ToDictionary(g => g.Key, g => g.Select(f => f.Message).ToArray()));
        }).Allow(Policies.Simulation).ExcludeFromDescription();
    }

    /// <summary>The simulators' side: the communities of the district.</summary>
    internal static async Task<IReadOnlyList<string>> CommunitiesAsync(Uri cloud, byte[] secret, CancellationToken cancellationToken)
    {
        using var http = CloudClient.Create(cloud, _patience, secret);
        try
        {
            var district = await http.GetFromJsonAsync<District>(Path, cancellationToken);
            return district!.Communities;
        }
        catch (HttpRequestException fault)
        {
            throw new UsageException($"the cloud at {cloud} (--cloud) does not tell its communities: {fault.Message}");
        }
    }

    /// <summary>The simulators' side: enrols devices, and says where the simulation is controlled.</summary>
    internal static async Task EnrolAsync(Uri cloud, byte[] secret, IEnumerable<SimulatedDevice> devices, Uri? control, CancellationToken cancellationToken)
    {
        using var http = CloudClient.Create(cloud, _patience, secret);
        var rows = devices.Select(d => new NewDevice { Id = d.Id, Community = d.Address.Community, Class = d.Address.Class, Name = d.Name });
        using var answer = await http.PostAsJsonAsync(control is null ? Path : $"{Path}?control={Uri.EscapeDataString(control.ToString())}", rows, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new UsageException($"the cloud at {cloud} (--cloud) did not enrol the simulated devices: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}
