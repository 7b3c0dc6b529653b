using System.Net;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Alerts;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Programme.Papers;

/// <summary>Papers and dossiers over the API of a whole cloud.</summary>
public sealed class PaperApiTests : IDisposable
{
    private const string Project = StartedCloud.Community, Pack = "zj-future-community@2021.12-draft.1";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-paper-api-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_dossier_of_a_cloud_verifies_without_it()
    {
        var bundle = Path.Combine(_folder, "dossier.zip");
        string fingerprint;
        await using (var cloud = await StartedCloud.OfAsync(Path.Combine(_folder, "cloud"), ("spot-1", "parkingSpot")))
        {
            var (_, before) = await cloud.SendAsync($"/api/v1/programme/projects/{Project}/dossier");
            Assert.False(before.GetProperty("canBeMade").GetBoolean());
            var (conflict, _) = await cloud.SendAsync($"/api/v1/programme/projects/{Project}/dossier/bundle?actor=Li");
            Assert.Equal(409, conflict);

            await StandAsync(cloud);
            var accepted = await AcceptEvidenceAsync(cloud);
            await cloud.UntilAsync($"/api/v1/programme/projects/{Project}/dossier", plan => plan.GetProperty("canBeMade").GetBoolean());
            // The minute's record may be of before the evidence was accepted: until one has it, the bundle has not.
            await StartedCloud.UntilAsync("a recorded score with the evidence", async () =>
            {
                using var answer = await cloud.GetAsync($"/api/v1/programme/projects/{Project}/dossier/bundle?actor=Li");
                Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
                var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
                Assert.Equal(answer.Content.Headers.ContentLength, bytes.Length);
                await File.WriteAllBytesAsync(bundle, bytes, Cancel);
                return (await BundleCheck.RunAsync(bundle, null, Cancel)).Files.Any(f => f.Path == $"evidence/{accepted}/pact.txt");
            });
            var (_, key) = await cloud.SendAsync("/api/v1/programme/signing-key");
            fingerprint = key.GetProperty("fingerprint").GetString()!;
            Assert.Equal("ECDSA P-256 SHA-256, IEEE P1363", key.GetProperty("algorithm").GetString());
        }

        var report = await BundleCheck.RunAsync(bundle, fingerprint, Cancel);

        Assert.Equal([], report.Findings);
        Assert.True(report.IsSound);
        Assert.Equal(("Li", Project), (report.Manifest!.MadeBy, report.Manifest.Project));
        foreach (var wanted in new[] { "README.txt", "packs/policy.yaml", "facts/facts.json", "programme/project.json", "programme/entries.jsonl", $"papers/file-{Project}.docx", $"papers/application-{Project}.xlsx", $"papers/portrait-{Project}.html" })
            Assert.Contains(report.Files, f => f.Path == wanted && f.Bytes > 0);
    }

    [Fact]
    public async Task Papers_come_in_every_format_and_what_is_wrong_is_named()
    {
        await using var cloud = await StartedCloud.OfAsync(Path.Combine(_folder, "cloud"));

        var (_, kinds) = await cloud.SendAsync("/api/v1/programme/papers");
        foreach (var kind in kinds.EnumerateArray().Where(k => k.GetProperty("ofOneProject").GetBoolean()).Select(k => k.GetProperty("code").GetString()))
        {
            using var docx = await cloud.GetAsync($"/api/v1/programme/papers/{kind}?project={Project}");
            using var document = WordprocessingDocument.Open(new MemoryStream(await docx.Content.ReadAsByteArrayAsync(Cancel)), isEditable: false);
            Assert.StartsWith("百合社区", document.PackageProperties.Title, StringComparison.Ordinal);
            Assert.DoesNotContain("{{", document.MainDocumentPart!.Document!.InnerText, StringComparison.Ordinal);
            using var xlsx = await cloud.GetAsync($"/api/v1/programme/papers/{kind}?project={Project}&format=xlsx");
            Assert.Equal($"{kind}-{Project}.xlsx", xlsx.Content.Headers.ContentDisposition!.FileName);
            using var html = await cloud.GetAsync($"/api/v1/programme/papers/{kind}?project={Project}&format=html");
            Assert.Contains("sandbox", html.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Contains("富春街道", await html.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.Equal(("kind", 404), await FaultAsync(cloud, "/api/v1/programme/papers/novel"));
        Assert.Equal(("project", 400), await FaultAsync(cloud, "/api/v1/programme/papers/file"));
        Assert.Equal(("project", 404), await FaultAsync(cloud, "/api/v1/programme/papers/file?project=atlantis"));
        Assert.Equal(("format", 400), await FaultAsync(cloud, $"/api/v1/programme/papers/file?project={Project}&format=odt"));
        Assert.Equal(("actor", 400), await FaultAsync(cloud, $"/api/v1/programme/projects/{Project}/dossier/bundle"));
        Assert.Equal(("project", 404), await FaultAsync(cloud, "/api/v1/programme/projects/atlantis/dossier"));
        Assert.Equal(("name", 404), await FaultAsync(cloud, "/api/v1/programme/templates/paper.odt"));
    }

    [Fact]
    public async Task A_template_that_was_edited_counts_at_once_and_a_broken_one_is_told()
    {
        await using var cloud = await StartedCloud.OfAsync(Path.Combine(_folder, "cloud"));
        using var shipped = await cloud.GetAsync("/api/v1/programme/templates/paper.html");
        var template = await shipped.Content.ReadAsStringAsync(Cancel);
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "cloud", "templates")).FullName, "file.html");

        await File.WriteAllTextAsync(path, template.Replace("<h1>", "<h1>富阳 ", StringComparison.Ordinal), Cancel);
        using var edited = await cloud.GetAsync($"/api/v1/programme/papers/file?project={Project}&format=html");
        Assert.Contains("<h1>富阳 百合社区", await edited.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        await File.WriteAllTextAsync(path, template.Replace("{{district}}", "{{distict}}", StringComparison.Ordinal), Cancel);
        Assert.Equal(("template", 409), await FaultAsync(cloud, $"/api/v1/programme/papers/file?project={Project}&format=html"));
        var (_, kinds) = await cloud.SendAsync("/api/v1/programme/papers");
        Assert.Contains("'{{distict}}' is not known", kinds.EnumerateArray().Single(k => k.GetProperty("code").GetString() == "file").GetProperty("faults")[0].GetString(), StringComparison.Ordinal);
    }

    private static async Task StandAsync(StartedCloud cloud)
    {
        var standing = await cloud.Get<StandingDesk>().PutAsync(Project, new NewStanding { Pack = Pack, ProjectType = "renovation", ListedOn = new DateOnly(2022, 1, 10), EnteredBy = "Li" }, null, Cancel);
        Assert.Equal([], standing.Faults);
        var fact = await cloud.Get<FactDesk>().PutAsync(Project, "residents", new NewFact { Value = System.Text.Json.JsonSerializer.SerializeToElement(2_800), AsOf = new DateOnly(2022, 1, 10), Source = "census", EnteredBy = "Li" }, null, Cancel);
        Assert.Equal([], fact.Faults);
    }

    private static async Task<string> AcceptEvidenceAsync(StartedCloud cloud)
    {
        var (status, evidence) = await cloud.SendAsync(
            $"/api/v1/communities/{Project}/evidence?kind=covenant&dated=2026-01-05&submittedBy=Li&fileName=pact.txt", Encoding.UTF8.GetBytes("What neighbours agreed on."), "application/octet-stream");
        Assert.True(status == 201, evidence.ToString());
        var id = evidence.GetProperty("id").GetString()!;
        var (reviewed, review) = await cloud.SendAsync($"/api/v1/communities/{Project}/evidence/{id}/review", """{"decision":"accepted","reviewer":"Wang","comment":"","inspected":true}""");
        Assert.True(reviewed == 200, review.ToString());
        return id;
    }

    private static async Task<(string Field, int Status)> FaultAsync(StartedCloud cloud, string path)
    {
        var (status, problem) = await cloud.SendAsync(path);
        return (problem.GetProperty("errors").EnumerateObject().Single().Name, status);
    }
}
