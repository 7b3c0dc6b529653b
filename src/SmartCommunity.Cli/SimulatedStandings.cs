using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli;

/// <summary>
/// Says how the communities of the simulated district stand to the standard, with made-up facts, records and evidence, by the API that people use. Each says that it is simulated. A
/// community of which anybody said something already is left alone.
/// </summary>
internal static class SimulatedStandings
{
    private const string ProjectType = "renovation"; // Most of the pool are grown neighbourhoods.
    private const string Source = "simulated district";
    private const string EnteredBy = "simulator";
    private const string Reviewer = "simulated reviewer";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    /// <summary>Says which pack the communities answer to; those of which nobody had said anything come back, to be filled.</summary>
    internal static async Task<IReadOnlySet<string>> StandAsync(Uri cloud, byte[] secret, IEnumerable<string> communities, CancellationToken cancellationToken)
    {
        using var http = CloudClient.Create(cloud, _patience, secret);
        var stood = new HashSet<string>(StringComparer.Ordinal);
        var packs = await http.GetFromJsonAsync<Pack[]>("/api/v1/packs", cancellationToken);
        if (packs!.LastOrDefault(static p => p.ProjectTypes.Contains(ProjectType)) is not { } pack)
            return stood;
        foreach (var community in communities)
        {
            var standing = new NewStanding { Pack = pack.Name, ProjectType = ProjectType, Claimed = ["JT", "DT"], EnteredBy = EnteredBy };
            if (await PutFirstAsync(http, $"/api/v1/communities/{community}/standing", standing, cancellationToken))
                stood.Add(community);
        }

        return stood;
    }

    /// <summary>Facts, records and evidence of communities that stand.</summary>
    internal static async Task FillAsync(Uri cloud, byte[] secret, SimulatedDistrict district, IEnumerable<string> communities, TimeProvider time, CancellationToken cancellationToken)
    {
        using var http = CloudClient.Create(cloud, _patience, secret);
        var today = DateOnly.FromDateTime(Telemetry.ChinaTime.From(time.GetUtcNow().ToUnixTimeMilliseconds()).DateTime);
        foreach (var community in communities)
        {
            var facts = new StringBuilder("code,value,asOf,source\n");
            foreach (var (code, value) in SimulatedFacts.Of(district, community))
                facts.Append(CultureInfo.InvariantCulture, $"{code},{value},{today:yyyy-MM-dd},{Source}\n");
            await ImportAsync(http, $"/api/v1/communities/{community}/tables/facts", facts.ToString(), cancellationToken);
            foreach (var (kind, csv) in SimulatedRecords.Of(district.Seed, community, today, Source))
                await ImportAsync(http, $"/api/v1/communities/{community}/tables/records/{kind}", csv, cancellationToken);
            foreach (var evidence in SimulatedEvidence.Of(district.Seed, community, today))
                await HandInAsync(http, community, evidence, cancellationToken);
        }
    }

    /// <summary>True when it was taken; false when somebody said it before.</summary>
    internal static async Task<bool> PutFirstAsync<T>(HttpClient http, string path, T said, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(said) };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"0\""));
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.StatusCode == System.Net.HttpStatusCode.PreconditionFailed)
            return false;
        await CheckAsync(http, answer, cancellationToken);
        return true;
    }

    private static async Task ImportAsync(HttpClient http, string path, string csv, CancellationToken cancellationToken)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var answer = await http.PostAsync(new Uri($"{path}?enteredBy={EnteredBy}", UriKind.Relative), content, cancellationToken);
        await CheckAsync(http, answer, cancellationToken);
        var report = await answer.Content.ReadFromJsonAsync<TableImportReport>(cancellationToken);
        if (report!.Errors.Count > 0)
            throw new UsageException($"the cloud at {http.BaseAddress} (--cloud) did not take a row of {path}: {report.Errors[0]}");
    }

    private static async Task HandInAsync(HttpClient http, string community, SimulatedEvidence evidence, CancellationToken cancellationToken)
    {
        var about = string.Create(CultureInfo.InvariantCulture, $"kind={evidence.Kind}&fileName={evidence.Kind}.pdf&dated={evidence.Dated:yyyy-MM-dd}&submittedBy={EnteredBy}{(evidence.Expires is { } day ? $"&expires={day:yyyy-MM-dd}" : "")}");
        using var content = new ByteArrayContent(evidence.Document);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await http.PostAsync(new Uri($"/api/v1/communities/{community}/evidence?{about}", UriKind.Relative), content, cancellationToken);
        await CheckAsync(http, answer, cancellationToken);
        if (evidence.Review == SimulatedReview.Waiting)
            return;
        var submitted = await answer.Content.ReadFromJsonAsync<EvidenceView>(cancellationToken);
        var isRefused = evidence.Review == SimulatedReview.Refused;
        var review = new NewReview
        {
            Decision = isRefused ? "refused" : "accepted", Reviewer = Reviewer, Comment = isRefused ? "simulated: the page is not signed" : "", Score = isRefused ? null : evidence.Score,
            Inspected = evidence.Review == SimulatedReview.Inspected,
        };
        using var reviewed = await http.PostAsJsonAsync(new Uri($"/api/v1/communities/{community}/evidence/{submitted!.Id}/review", UriKind.Relative), review, cancellationToken);
        await CheckAsync(http, reviewed, cancellationToken);
    }

    private static async Task CheckAsync(HttpClient http, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
            throw new UsageException($"the cloud at {http.BaseAddress} (--cloud) did not take {answer.RequestMessage?.RequestUri?.AbsolutePath}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private sealed record Pack(string Name, IReadOnlyList<string> ProjectTypes);
}
