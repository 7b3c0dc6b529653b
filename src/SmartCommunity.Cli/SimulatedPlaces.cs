using System.Net.Http.Headers;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli;

/// <summary>Puts the places of the simulated district and its devices on the map, by the API that imports real ones. A community that has them already is left alone.</summary>
internal static class SimulatedPlaces
{
    // A community of thousands of devices is placed in some seconds.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    internal static async Task PutAsync(Uri cloud, byte[] secret, SimulatedDistrict district, IEnumerable<string> communities, CancellationToken cancellationToken)
    {
        using var http = CloudClient.Create(cloud, _patience, secret);
        foreach (var community in communities)
        {
            var known = await http.GetFromJsonAsync<Page<PlaceView>>($"/api/v1/places?community={community}&pageSize=1", cancellationToken);
            if (known!.Total >= SimulatedMap.PlacesOf(district, community))
                continue;
            using var content = new ByteArrayContent(SimulatedMap.GeoJson(district, community));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/geo+json");
            using var answer = await http.PutAsync(new Uri($"/api/v1/communities/{community}/geojson", UriKind.Relative), content, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new UsageException($"the cloud at {cloud} (--cloud) did not take the simulated places of {community}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}
