using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Papers;

/// <summary>The acceptance dossier of a community, made by a cloud that ran as a process of its own and is gone.</summary>
public sealed class MadeDossier : IAsyncLifetime
{
    private const string Community = "baihe", ProjectType = "renovation";

    private readonly string _folder = Directory.CreateTempSubdirectory("dossier").FullName;

    /// <summary>The bundle.</summary>
    internal string Path => System.IO.Path.Combine(_folder, "dossier.zip");

    /// <summary>Fingerprint of the district's key, as its API tells it.</summary>
    internal string Fingerprint { get; private set; } = "";

    /// <summary>A path that no test has.</summary>
    internal string Unused() => System.IO.Path.Combine(_folder, System.IO.Path.GetRandomFileName());

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        string[] arguments = ["cloud", "--data-dir", System.IO.Path.Combine(_folder, "cloud"), "--port", Text(ports[0]), "--uplink-port", Text(ports[1])];
        using var cloud = PartProcess.Start(arguments);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[0]}/"), Timeout = LineUnderTest.Patience };
        await Until.TrueAsync("the cloud is ready", async () => (await http.GetAsync("health/ready")).StatusCode == HttpStatusCode.OK, LineUnderTest.Patience, () => cloud.Output);
        var evidence = await SayAsync(http);
        // The minute's record may be of before the evidence was accepted: until one has it, the bundle has not.
        await Until.TrueAsync("a dossier holds the accepted evidence", async () => await MakeAsync(http, $"evidence/{evidence}/pact.txt"), LineUnderTest.Patience, () => cloud.Output);
        Fingerprint = (await http.GetFromJsonAsync<JsonElement>("api/v1/programme/signing-key")).GetProperty("fingerprint").GetString()!;
        Assert.Equal(0, await cloud.StopAsync());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Standing, a fact, and accepted evidence; its id.</summary>
    private static async Task<string> SayAsync(HttpClient http)
    {
        var packs = await http.GetFromJsonAsync<JsonElement>("api/v1/packs");
        var pack = packs.EnumerateArray().Last(p => p.GetProperty("projectTypes").EnumerateArray().Any(t => t.GetString() == ProjectType)).GetProperty("name").GetString()!;
        await CheckAsync(http.PutAsJsonAsync($"api/v1/communities/{Community}/standing", new NewStanding { Pack = pack, ProjectType = ProjectType, EnteredBy = "Li" }));
        await CheckAsync(http.PutAsJsonAsync(
            $"api/v1/communities/{Community}/facts/residents", new NewFact { Value = JsonSerializer.SerializeToElement(2_800), AsOf = new DateOnly(2026, 1, 5), Source = "census", EnteredBy = "Li" }));
        using var document = new ByteArrayContent(Encoding.UTF8.GetBytes("What neighbours agreed on.")) { Headers = { ContentType = new("application/octet-stream") } };
        var id = (await CheckAsync(http.PostAsync($"api/v1/communities/{Community}/evidence?kind=covenant&dated=2026-01-05&submittedBy=Li&fileName=pact.txt", document))).GetProperty("id").GetString()!;
        await CheckAsync(http.PostAsJsonAsync($"api/v1/communities/{Community}/evidence/{id}/review", new NewReview { Decision = "accepted", Reviewer = "Wang", Comment = "", Inspected = true }));
        return id;
    }

    private async Task<bool> MakeAsync(HttpClient http, string wanted)
    {
        using var answer = await http.GetAsync($"api/v1/programme/projects/{Community}/dossier/bundle?actor=Li");
        if (answer.StatusCode == HttpStatusCode.Conflict)
            return false; // It has no recorded score yet.
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await File.WriteAllBytesAsync(Path, await answer.Content.ReadAsByteArrayAsync());
        using var zip = System.IO.Compression.ZipFile.OpenRead(Path);
        return zip.GetEntry(wanted) is not null;
    }

    private static async Task<JsonElement> CheckAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonElement.Parse(body);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
