using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Programme.Review;
using SmartCommunity.Storage.Scores;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.Tests.Cloud.Programme;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>A project at its review: real scores, real evidence, on a host that asks for accounts.</summary>
public sealed class ReviewedHost : IAsyncLifetime
{
    internal const string Project = "baihe", Pack = "zj-future-community@2021.12-draft.1";

    internal AccountHost Host { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        await DeskWalk.ToReviewAsync(Host.Get<ProgrammeDesk>(), Host.Get<ScoreBoard>(), Project);
        var standing = await Host.Get<StandingDesk>().PutAsync(Project, new NewStanding { Pack = Pack, ProjectType = "renovation", ListedOn = new DateOnly(2022, 1, 10), EnteredBy = "Chen" }, null, Cancel);
        Assert.True(standing.Succeeded);
        foreach (var kind in new[] { "covenant", "cultureTheme", "culturePlace" })
            await AcceptAsync(kind);
        await Until.TrueAsync(
            "a score is recorded",
            () => Task.FromResult(Host.Get<ScoreLedger>().RecordAt(Project, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()) is not null && Host.Get<ScoreBoard>().Latest(Project)?.Pack == Pack), TimeSpan.FromMinutes(2));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private async Task AcceptAsync(string kind)
    {
        using var document = new MemoryStream(Encoding.UTF8.GetBytes($"%PDF-1.7 {kind}"));
        var staged = await Host.Get<EvidenceFiles>().StageAsync(document, Cancel);
        var evidence = await Host.Get<EvidenceDesk>().SubmitAsync(Project, new NewEvidence { Kind = kind, Title = kind, FileName = $"{kind}.pdf", Dated = new DateOnly(2026, 1, 5), SubmittedBy = "Chen" }, staged.Value!, Cancel);
        Assert.True(evidence.Succeeded, string.Join(' ', evidence.Faults.Select(static f => f.Message)));
        Assert.True((await Host.Get<EvidenceDesk>().ReviewAsync(Project, evidence.Value!.Id, new NewReview { Decision = "accepted", Reviewer = "Wu", Comment = "seen" }, null, Cancel)).Succeeded);
    }
}

/// <summary>A review in a real browser over a host that asks for accounts: a reviewer in Chinese, a street office in English, real scores, evidence and proofs. The host is one for all tests: a score is recorded once a minute.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleReviewTests(ReviewedHost reviewed, Chromium chromium) : IClassFixture<ReviewedHost>
{
    private const string Project = ReviewedHost.Project, Measure = "LL-01a";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string DueDay => Get<ProgrammeDesk>().Today.AddDays(7).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_reviewer_challenges_from_the_score_page_the_unit_answers_evidence_is_sampled_and_the_review_signed()
    {
        await using var reviewer = await SignedInAsync("zhou", Roles.Reviewer, "zh-CN", $"/communities/{Project}/score?measure={Measure}");
        await using var street = await SignedInAsync("wang", Roles.Street, "en", "/programme/review");
        var desk = reviewer.Page;

        // From the measure on the score page to its challenge, frozen with its proof.
        await desk.Locator("aside [data-challenge]").ClickAsync();
        await Expect(desk.Locator("#act-measure")).ToHaveValueAsync(Measure);
        Assert.Empty(await reviewer.ViolationsAsync());
        await desk.FillAsync("#act-reason", "文化标识数量存疑。");
        await desk.FillAsync("#act-due", DueDay);
        await DoAsync(reviewer);
        var challenge = desk.Locator("[data-challenge='1']");
        await Expect(challenge).ToContainTextAsync("文化标识数量存疑。");
        Assert.Empty(await reviewer.ViolationsAsync());
        await reviewer.SaveScreenshotAsync("review-challenged-zh-CN");
        await ProveAsync(desk, challenge);

        // Signing is refused, and says why.
        await desk.ClickAsync("[data-act=reviewSigned]");
        await DoAsync(reviewer);
        await Expect(desk.Locator(".refusals")).ToContainTextAsync($"1 号（{Measure}）");

        // The street sees it, has no proof and no reviewer's forms, and answers.
        await street.GoAsync($"/programme/review?project={Project}");
        await Expect(street.Page.Locator("[data-proof], [data-act=measureChallenged], [data-act=challengeClosed]")).ToHaveCountAsync(0);
        Assert.Equal(403, (await street.Page.APIRequest.GetAsync($"{reviewed.Host.Address}api/v1/programme/projects/{Project}/review/challenges/1/proof")).Status);
        await street.Page.ClickAsync("[data-act=challengeAnswered]");
        await street.Page.FillAsync("#act-answer", "Two of the markers are temporary.");
        Assert.Empty(await street.ViolationsAsync());
        await DoAsync(street);
        await Expect(street.Page.Locator("[data-challenge='1']")).ToContainTextAsync("Two of the markers are temporary.");
        await Expect(street.Page.Locator("section[aria-labelledby=acts-title]")).ToContainTextAsync("Nothing here is for you to do now.");
        await street.SaveScreenshotAsync("review-answered-en");

        // Upheld, it is a finding.
        await reviewer.GoAsync($"/programme/review?project={Project}");
        await desk.ClickAsync("[data-act=challengeClosed]");
        await desk.SelectOptionAsync("#act-outcome", nameof(ChallengeOutcome.Upheld));
        await desk.FillAsync("#act-text", "只计永久标识。");
        await desk.FillAsync("#act-due", DueDay);
        await DoAsync(reviewer);
        await Expect(desk.Locator("[data-finding='1']")).ToContainTextAsync("只计永久标识。");

        await SampleAsync(reviewer);
        await AnswerFindingsAsync(street);
        await reviewer.GoAsync($"/programme/review?project={Project}&show=sign");
        await Expect(desk.Locator($"tr[data-project={Project}]")).ToBeVisibleAsync();
        await desk.ClickAsync("[data-act=reviewSigned]");
        await desk.FillAsync("#act-remark", "已整改，同意。");
        await DoAsync(reviewer);
        await Expect(desk.Locator("[data-signatures]")).ToContainTextAsync("已整改，同意。");
        await Expect(desk.Locator($"tr[data-project={Project}]")).ToHaveCountAsync(0);
        await reviewer.SaveScreenshotAsync("review-signed-zh-CN");
        Assert.Empty(await reviewer.ViolationsAsync());
        Assert.Equal([], reviewer.Complaints);
        Assert.DoesNotContain(street.Complaints, static c => !c.Contains("403", StringComparison.Ordinal));
        Assert.Single((await Get<ProgrammeDesk>().StateAsync(Cancel)).Projects[Project].Review.Signatures);
    }

    [Theory]
    [InlineData("zh-CN", "评审台")]
    [InlineData("en", "Review desk")]
    public async Task The_desk_is_reached_from_the_project_worked_by_keyboard_and_accessible(string culture, string title)
    {
        await using var page = await SignedInAsync($"reviewer-{culture.ToLowerInvariant()}", Roles.Reviewer, culture, $"/programme/{Project}");
        await page.Page.Locator($"main a[href='/programme/review?project={Project}']").ClickAsync();
        await page.ArrivesAtAsync($"/programme/review?project={Project}");
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync(title);
        await Expect(page.Page.Locator("nav.pages a[aria-current=page]")).ToHaveTextAsync(title);
        Assert.Empty(await page.ViolationsAsync());

        await page.GoAsync("/programme/review");
        await page.PressAsync("j", page.Page.Locator("tr[data-row]:focus, tr[data-row] :focus"));
        await page.Page.Keyboard.PressAsync("Enter");
        await page.ArrivesAtAsync($"/programme/review?project={Project}");
        await page.Page.SelectOptionAsync("#show", "sign");
        await Expect(page.Page.Locator(".empty")).ToBeVisibleAsync();
        await page.SaveScreenshotAsync($"review-empty-{culture}");
        Assert.Empty(await page.ViolationsAsync());

        // Ground and resources are the unit's to enter: a reviewer reads them.
        foreach (var view in new[] { "ground", "resources" })
        {
            await page.GoAsync($"/programme/{Project}/eligibility?view={view}");
            await Expect(page.Page.Locator("[data-not-allowed]")).ToBeVisibleAsync();
            await Expect(page.Page.Locator("main form")).ToHaveCountAsync(0);
            Assert.Empty(await page.ViolationsAsync());
        }

        Assert.Equal([], page.Complaints);
    }

    /// <summary>The proof that the browser saves has the hash on screen, and verifies by itself.</summary>
    private async Task ProveAsync(IPage desk, ILocator challenge)
    {
        var download = await desk.RunAndWaitForDownloadAsync(() => challenge.Locator("[data-proof]").ClickAsync());
        var file = Path.Combine(reviewed.Host.Folder, "proof.zip");
        await download.SaveAsAsync(file);
        await Expect(challenge).ToContainTextAsync(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, Cancel))));
        var report = await BundleCheck.RunAsync(file, Get<SigningKey>().Fingerprint, Cancel);
        Assert.Equal([], report.Findings);
        Assert.Equal(Measure, report.Manifest!.Measure);
    }

    /// <summary>Two pieces are drawn; one is in order, one is not.</summary>
    private async Task SampleAsync(ConsolePage reviewer)
    {
        var desk = reviewer.Page;
        await desk.ClickAsync("[data-act=sampleDrawn]");
        await desk.FillAsync("#act-count", "2");
        await DoAsync(reviewer);
        var sample = desk.Locator("[data-sample='1']");
        await Expect(sample.Locator("[data-piece]")).ToHaveCountAsync(2);
        var seed = await sample.Locator("[data-seed]").TextContentAsync();
        var pool = (await Get<ProgrammeDesk>().StateAsync(Cancel)).Projects[Project].Review.Samples[0].Pool.Select(p => p.Id);
        var drawn = await sample.Locator("[data-piece]").EvaluateAllAsync<string[]>("rows => rows.map(r => r.dataset.piece)");
        Assert.Equal(SampleRule.Draw(seed!, pool, 2), drawn);
        foreach (var piece in drawn)
        {
            await desk.ClickAsync("[data-act=sampleChecked]");
            await desk.SelectOptionAsync("#act-piece", $"1:{piece}");
            if (piece == drawn[0])
            {
                await desk.CheckAsync("#act-inOrder");
            }
            else
            {
                await desk.FillAsync("#act-remark", "缺签字页。");
                await desk.FillAsync("#act-due", DueDay);
            }

            await DoAsync(reviewer);
            await Expect(sample.Locator($"[data-piece='{piece}']")).ToContainTextAsync("zhou");
        }

        await Expect(desk.Locator("[data-finding='2']")).ToContainTextAsync("缺签字页。");
        await reviewer.SaveScreenshotAsync("review-sampled-zh-CN");
        Assert.Empty(await reviewer.ViolationsAsync());
    }

    private static async Task AnswerFindingsAsync(ConsolePage street)
    {
        await street.GoAsync($"/programme/review?project={Project}");
        foreach (var no in new[] { "1", "2" })
        {
            await street.Page.ClickAsync("[data-act=findingAnswered]");
            await street.Page.SelectOptionAsync("#act-no", no);
            await street.Page.FillAsync("#act-answer", $"Done, finding {no}.");
            await DoAsync(street);
            await Expect(street.Page.Locator($"[data-finding='{no}']")).ToContainTextAsync($"Done, finding {no}.");
        }
    }

    private static Task DoAsync(ConsolePage page) => page.Page.Locator("section[aria-labelledby=acts-title] button[type=submit]").ClickAsync();

    private Task<ConsolePage> SignedInAsync(string name, string role, string culture, string path) =>
        reviewed.Host.SignedInAsync(chromium, name, role, role == Roles.Street ? $"street:{Get<SmartCommunity.Cloud.Registry.EnrolmentIndex>().StreetOf(Project)}" : "district", culture, path);

    private T Get<T>()
        where T : notnull => reviewed.Host.Get<T>();
}
