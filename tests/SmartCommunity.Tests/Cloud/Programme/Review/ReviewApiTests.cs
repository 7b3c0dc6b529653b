using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Review;
using SmartCommunity.Tests.Cloud.Alerts;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Programme.Review;

/// <summary>A review over the API of a whole cloud: real scores, real evidence, real proofs.</summary>
public sealed class ReviewApiTests : IDisposable
{
    private const string Project = StartedCloud.Community, Pack = "zj-future-community@2021.12-draft.1", Root = $"/api/v1/programme/projects/{Project}/review", Reviewer = "Zhou";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-review-api-").FullName;

    private string Cloud => Path.Combine(_folder, "cloud");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_challenged_measures_proof_stays_the_same_whatever_comes_in_later_and_verifies_without_the_cloud()
    {
        var bundle = Path.Combine(_folder, "proof.zip");
        string sha256, fingerprint, measure, covenant;
        await using (var cloud = await AtReviewAsync(("spot-1", "parkingSpot")))
        {
            await StandAsync(cloud);
            covenant = await AcceptEvidenceAsync(cloud, "covenant", "What neighbours agreed on.", "Li");
            var other = await AcceptEvidenceAsync(cloud, "cultureTheme", "What the culture is.", "Wu");
            measure = Asking("covenant");
            var challenge = JsonSerializer.Serialize(new { act = "measureChallenged", project = Project, measure, reason = "The pact is not signed.", due = Day(cloud, 7), frozen = Forged, on = (string?)null });
            Assert.Equal(("actor", 409), await RefusedAsync(cloud, challenge, "Lead"));
            // The recorded score may be of before the evidence was accepted: who handed it in is refused once it counts.
            await StartedCloud.UntilAsync("a recorded score with the evidence", async () => await RefusedFieldAsync(cloud, challenge.Replace("not signed", "unsigned", StringComparison.Ordinal), "Li") == "actor");
            var entry = await ActAsync(cloud, challenge, Reviewer);
            var frozen = entry.GetProperty("act").GetProperty("frozen");
            sha256 = frozen.GetProperty("sha256").GetString()!;
            Assert.Contains("Li", frozen.GetProperty("enteredBy").EnumerateArray().Select(e => e.GetString()));

            var first = await ProofAsync(cloud);
            await MoreAsync(cloud, other);
            var again = await ProofAsync(cloud);

            Assert.True(first.AsSpan().SequenceEqual(again));
            Assert.Equal((sha256, frozen.GetProperty("bytes").GetInt64()), (Convert.ToHexStringLower(SHA256.HashData(again)), again.Length));
            Assert.NotEqual(new string('0', 64), sha256);
            await File.WriteAllBytesAsync(bundle, again, Cancel);
            fingerprint = (await cloud.SendAsync("/api/v1/programme/signing-key")).Body.GetProperty("fingerprint").GetString()!;
        }

        // A cloud that was restarted on its folder has the very same bytes.
        await using (var restarted = await StartedCloud.OfAsync(Cloud))
            Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(await ProofAsync(restarted))));

        var report = await BundleCheck.RunAsync(bundle, fingerprint, Cancel);
        Assert.Equal([], report.Findings);
        Assert.True(report.IsSound);
        Assert.Equal((measure, Reviewer), (report.Manifest!.Measure, report.Manifest.MadeBy));
        Assert.Equal($"evidence/{covenant}/covenant.txt", Assert.Single(report.Files, f => f.Path.StartsWith("evidence/", StringComparison.Ordinal) && f.Path != DossierPaths.Evidence).Path);
    }

    [Fact]
    public async Task A_sample_is_the_clouds_own_whatever_a_client_sends_and_its_review_is_signed_when_all_is_settled()
    {
        await using var cloud = await AtReviewAsync();
        await StandAsync(cloud);
        Assert.Equal(("pool", 409), await RefusedAsync(cloud, Act(new SampleDrawn(Project, null, 50, "1", ReviewPool("ev-none"))), Reviewer));
        var ids = new List<string>();
        foreach (var (kind, n) in new[] { ("covenant", 1), ("covenant", 2), ("cultureTheme", 3), ("cultureTheme", 4) })
            ids.Add(await AcceptEvidenceAsync(cloud, kind, $"document {n}", "Li"));

        var drawn = (SampleDrawn)ActJson.Read((await ActAsync(cloud, Act(new SampleDrawn(Project, null, 50, "1", ReviewPool(ids[0]))), Reviewer)).GetProperty("act").GetRawText());

        Assert.Equal(ids.Order(StringComparer.Ordinal), drawn.Pool!.Select(p => p.Id));
        Assert.Matches("^[0-9a-f]{32}$", drawn.Seed);
        var review = (await cloud.SendAsync(Root)).Body;
        var sample = review.GetProperty("review").GetProperty("samples")[0];
        var pieces = sample.GetProperty("drawn").EnumerateArray().Select(d => d.GetString()!).ToArray();
        Assert.Equal(SampleRule.Draw(drawn.Seed!, ids, 2), pieces);
        Assert.Equal(2, review.GetProperty("left").GetProperty("unchecked").GetArrayLength());
        var before = (await cloud.Get<ProgrammeDesk>().EntriesAsync(Cancel))[^1].At;
        Assert.Equal(("samples", 409), await RefusedAsync(cloud, Act(new ReviewSigned(Project, "")), Reviewer));
        Assert.Equal(("actor", 409), await RefusedAsync(cloud, Act(new SampleChecked(Project, 1, pieces[0], true, "")), "Li"));

        await ActAsync(cloud, Act(new SampleChecked(Project, 1, pieces[0], true, "")), Reviewer);
        await ActAsync(cloud, Act(new SampleChecked(Project, 1, pieces[1], false, "No signature.", cloud.Get<ProgrammeDesk>().Today.AddDays(3))), Reviewer);
        await ActAsync(cloud, Act(new FindingAnswered(Project, 1, "Signed.")), "Street");
        Assert.True((await cloud.SendAsync(Root)).Body.GetProperty("canBeSigned").GetBoolean());
        await ActAsync(cloud, Act(new ReviewSigned(Project, "In order.")), Reviewer);

        Assert.Single((await cloud.SendAsync(Root)).Body.GetProperty("review").GetProperty("signatures").EnumerateArray());
        var then = (await cloud.SendAsync($"{Root}?at={Uri.EscapeDataString(before.ToString("O"))}")).Body;
        Assert.Equal(2, then.GetProperty("left").GetProperty("unchecked").GetArrayLength());
        Assert.Equal(Project, (await cloud.SendAsync("/api/v1/programme/review")).Body.EnumerateArray().Single().GetProperty("project").GetString());
    }

    [Fact]
    public async Task What_cannot_be_frozen_or_found_is_said_by_field()
    {
        await using var cloud = await AtReviewAsync();
        var challenge = new MeasureChallenged(Project, "LL-01a", "Too high.", cloud.Get<ProgrammeDesk>().Today);

        Assert.Equal(("project", 409), await RefusedAsync(cloud, Act(challenge with { Project = "jiangbin" }), Reviewer));
        Assert.Equal(("frozen", 409), await RefusedAsync(cloud, Act(challenge), Reviewer));
        await StandAsync(cloud);
        await StartedCloud.UntilAsync("a recorded score", async () => await RefusedFieldAsync(cloud, Act(challenge with { Measure = "XX-99" }), Reviewer) == "measure");
        Assert.Equal(404, (await cloud.SendAsync($"{Root}/challenges/1/proof")).Status);
        Assert.Equal(404, (await cloud.SendAsync($"{Root}/challenges/one/proof")).Status);
        Assert.Equal(404, (await cloud.SendAsync("/api/v1/programme/projects/atlantis/review")).Status);
        Assert.Equal(404, (await cloud.SendAsync("/api/v1/programme/projects/atlantis/review/challenges/1/proof")).Status);
        Assert.Equal(400, (await cloud.SendAsync("/api/v1/programme/review?at=yesterday")).Status);
    }

    private static FrozenMeasure Forged => new(1, DateTimeOffset.UnixEpoch, "forged@1", new string('0', 64), 2, 2, [], new string('0', 64), 1);

    private static PooledPiece[] ReviewPool(string id) => [new PooledPiece(id, "covenant", "forged", new string('0', 64), "nobody")];

    private static string Act(ProgrammeAct act) => ActJson.Write(act);

    private static string Day(StartedCloud cloud, int later) => cloud.Get<ProgrammeDesk>().Today.AddDays(later).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A measure of the pack that asks for a kind of evidence.</summary>
    private static string Asking(string kind)
    {
        var pack = SmartCommunity.Indicators.Packs.PackLibrary.Shipped.Find(Pack)!;
        return SmartCommunity.Indicators.Packs.AskedInputs.Of(pack, "renovation").Single(a => a.Kind == SmartCommunity.Indicators.Packs.AskedKind.Evidence && a.Code == kind).Measures[0];
    }

    private static async Task<byte[]> ProofAsync(StartedCloud cloud)
    {
        using var answer = await cloud.GetAsync($"{Root}/challenges/1/proof");
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal($"proof-{Project}-1.zip", answer.Content.Headers.ContentDisposition!.FileName);
        return await answer.Content.ReadAsByteArrayAsync(Cancel);
    }

    /// <summary>Facts change and evidence is taken back, and a later score with them is recorded.</summary>
    private static async Task MoreAsync(StartedCloud cloud, string withdrawn)
    {
        var plan = $"/api/v1/programme/projects/{Project}/dossier";
        var before = (await cloud.SendAsync(plan)).Body.GetProperty("scoredAt").GetString();
        var (status, answer) = await cloud.SendAsync($"/api/v1/communities/{Project}/evidence/{withdrawn}/withdrawal", """{"actor":"Wu","comment":"an old statement"}""");
        Assert.True(status == 200, answer.ToString());
        await cloud.UntilAsync(plan, p => p.GetProperty("scoredAt").GetString() != before);
    }

    private static async Task<JsonElement> ActAsync(StartedCloud cloud, string act, string actor)
    {
        var (status, body) = await cloud.SendAsync($"/api/v1/programme/acts?actor={actor}", act);
        Assert.True(status == 201, $"{act}: {status} {body}");
        return body;
    }

    private static async Task<(string Field, int Status)> RefusedAsync(StartedCloud cloud, string act, string actor)
    {
        var (status, body) = await cloud.SendAsync($"/api/v1/programme/acts?actor={actor}", act);
        return (body.GetProperty("errors").EnumerateObject().First().Name, status);
    }

    private static async Task<string> RefusedFieldAsync(StartedCloud cloud, string act, string actor)
    {
        var (status, body) = await cloud.SendAsync($"/api/v1/programme/acts?actor={actor}", act);
        Assert.True(status == 409, body.ToString());
        return body.GetProperty("errors").EnumerateObject().First().Name;
    }

    private async Task<StartedCloud> AtReviewAsync(params (string Device, string Class)[] devices)
    {
        Directory.CreateDirectory(Cloud);
        await using (var office = new DeskOffice(Cloud, new DateOnly(2026, 1, 5)))
            await DeskWalk.ToReviewAsync(office.Desk, office.Get<ScoreBoard>(), Project);
        return await StartedCloud.OfAsync(Cloud, devices);
    }

    private static async Task StandAsync(StartedCloud cloud)
    {
        var standing = await cloud.Get<StandingDesk>().PutAsync(Project, new NewStanding { Pack = Pack, ProjectType = "renovation", ListedOn = new DateOnly(2022, 1, 10), EnteredBy = "Li" }, null, Cancel);
        Assert.Equal([], standing.Faults);
    }

    private static async Task<string> AcceptEvidenceAsync(StartedCloud cloud, string kind, string text, string by)
    {
        var (status, evidence) = await cloud.SendAsync(
            $"/api/v1/communities/{Project}/evidence?kind={kind}&dated=2026-01-05&submittedBy={by}&fileName={kind}.txt", Encoding.UTF8.GetBytes(text), "application/octet-stream");
        Assert.True(status == 201, evidence.ToString());
        var id = evidence.GetProperty("id").GetString()!;
        var (reviewed, review) = await cloud.SendAsync($"/api/v1/communities/{Project}/evidence/{id}/review", """{"decision":"accepted","reviewer":"Wang","comment":"","inspected":true}""");
        Assert.True(reviewed == 200, review.ToString());
        return id;
    }
}
