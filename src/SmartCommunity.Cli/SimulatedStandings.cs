using System.Net.Http.Headers;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli;

/// <summary>
/// Says how the communities of the simulated district stand to the standard, with a few made-up facts, by the API that people use. Each fact says that it is simulated. A community of which
/// anybody said something already is left alone.
/// </summary>
internal static class SimulatedStandings
{
    private const string ProjectType = "renovation"; // Most of the pool are grown neighbourhoods.
    private const string Source = "simulated district";
    private const string EnteredBy = "simulator";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    internal static async Task PutAsync(Uri cloud, ulong seed, IEnumerable<string> communities, TimeProvider time, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = cloud, Timeout = _patience };
        var packs = await http.GetFromJsonAsync<Pack[]>("/api/v1/packs", cancellationToken);
        if (packs!.LastOrDefault(static p => p.ProjectTypes.Contains(ProjectType)) is not { } pack)
            return;
        var asOf = DateOnly.FromDateTime(Telemetry.ChinaTime.From(time.GetUtcNow().ToUnixTimeMilliseconds()).DateTime);
        foreach (var community in communities)
        {
            var standing = new NewStanding { Pack = pack.Name, ProjectType = ProjectType, Claimed = ["JT", "DT"], EnteredBy = EnteredBy };
            if (!await PutAsync(http, $"/api/v1/communities/{community}/standing", standing, cancellationToken))
                continue;
            foreach (var (code, value) in SimulatedFacts.Of(seed, community))
            {
                var fact = new NewFact { Value = System.Text.Json.JsonSerializer.SerializeToElement(value), AsOf = asOf, Source = Source, EnteredBy = EnteredBy };
                await PutAsync(http, $"/api/v1/communities/{community}/facts/{code}", fact, cancellationToken);
            }
        }
    }

    /// <summary>True when it was taken; false when somebody said it before.</summary>
    private static async Task<bool> PutAsync<T>(HttpClient http, string path, T body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"0\""));
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return true;
        return answer.StatusCode == System.Net.HttpStatusCode.PreconditionFailed
            ? false
            : throw new UsageException($"the cloud at {http.BaseAddress} (--cloud) did not take {path}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private sealed record Pack(string Name, IReadOnlyList<string> ProjectTypes);
}
