using System.Text.Json;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Facts;

public sealed class EvidenceQueueTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_longest_comes_first_over_all_communities_and_filters_narrow_it()
    {
        await using var desk = await EvidenceOffice.CreateAsync();
        await desk.StandAsync("baihe");
        await desk.StandAsync("jiangbin");
        var first = await desk.SubmitAsync("jiangbin", "covenant", "a");
        var second = await desk.SubmitAsync("baihe", "schoolAgreement", "b");
        var third = await desk.SubmitAsync("baihe", "covenant", "c");
        await desk.ReviewAsync(third, "accepted");

        var all = await desk.ListAsync();
        var ofBaihe = await desk.ListAsync(community: "baihe");
        var measure = all.Items[0].Measures[0];
        var ofMeasure = await desk.ListAsync(measure: measure);
        var secondPage = await desk.Queue.ListAsync(null, null, null, "submitted", 2, 1, Cancel);

        Assert.Equal([first.Id, second.Id], all.Items.Select(e => e.Evidence.Id));
        Assert.Equal([second.Id], ofBaihe.Items.Select(e => e.Evidence.Id));
        Assert.Equal([first.Id], ofMeasure.Items.Select(e => e.Evidence.Id));
        Assert.Equal((2, second.Id), (secondPage.Total, Assert.Single(secondPage.Items).Evidence.Id));
        Assert.Equal([third.Id], (await desk.ListAsync(state: "accepted")).Items.Select(e => e.Evidence.Id));
    }

    [Fact]
    public async Task Accepted_evidence_is_called_expiring_thirty_days_before_its_end_and_expired_the_day_after()
    {
        await using var desk = await EvidenceOffice.CreateAsync();
        await desk.StandAsync("baihe");
        var today = DateOnly.FromDateTime(TemporaryRegistry.Start.UtcDateTime);
        foreach (var (content, end) in new[] { ("last", today.AddDays(30)), ("now", today), ("far", today.AddDays(31)), ("over", today.AddDays(-1)) })
            await desk.ReviewAsync(await desk.SubmitAsync("baihe", "covenant", content, end), "accepted");
        await desk.SubmitAsync("baihe", "covenant", "waits", today);

        var expiring = await desk.ListAsync(state: EvidenceQueue.Expiring);
        var expired = await desk.ListAsync(state: EvidenceQueue.Expired);

        Assert.Equal([today, today.AddDays(30)], expiring.Items.Select(e => e.CountsUntil!.Value));
        Assert.Equal([today.AddDays(-1)], expired.Items.Select(e => e.CountsUntil!.Value));
    }

    [Fact]
    public async Task A_kind_that_counts_for_a_time_gives_an_end_to_evidence_that_names_none()
    {
        await using var desk = await EvidenceOffice.CreateAsync();
        await desk.StandAsync("baihe");
        var kind = EvidenceOffice.Pack.Evidence.First(e => e.ValidFor is not null);
        var piece = await desk.SubmitAsync("baihe", kind.Code, "a");

        var queued = Assert.Single((await desk.ListAsync()).Items);
        var elsewhere = await desk.SubmitAsync("jiangbin", kind.Code, "b");
        var without = (await desk.ListAsync(community: "jiangbin")).Items.Single();

        Assert.Equal(piece.Dated.AddDays((int)kind.ValidFor!.Value.TotalDays), queued.CountsUntil);
        Assert.Equal((EvidenceOffice.Pack.Name, true), (queued.Pack, queued.Measures.Count > 0));
        Assert.Equal((elsewhere.Id, null, 0), (without.Evidence.Id, without.Pack, without.Measures.Count));
    }

    [Fact]
    public async Task The_API_names_the_states_and_shows_only_a_PDF_inline()
    {
        await using var api = await Api.ApiServer.StartAsync();
        using var pdf = new ByteArrayContent("%PDF-1.7 x"u8.ToArray());
        var (_, submitted) = await api.SendAsync(HttpMethod.Post, "/api/v1/communities/baihe/evidence?kind=covenant&dated=2026-01-05&submittedBy=Li&fileName=a.pdf", pdf);
        using var text = new ByteArrayContent("hello"u8.ToArray());
        var (_, note) = await api.SendAsync(HttpMethod.Post, "/api/v1/communities/baihe/evidence?kind=covenant&dated=2026-01-05&submittedBy=Li&fileName=a.txt", text);

        var (listed, queue) = await api.GetAsync("/api/v1/evidence");
        var (wrong, problem) = await api.GetAsync("/api/v1/evidence?state=lost");
        using var shown = await api.Http.GetAsync(Document(submitted) + "?inline=true", Cancel);
        using var saved = await api.Http.GetAsync(Document(note) + "?inline=true", Cancel);

        Assert.Equal((200, 400, 2), (listed, wrong, queue.GetProperty("total").GetInt32()));
        Assert.Equal(["state"], Tests.Cloud.Api.ApiServer.Fields(problem));
        Assert.Null(shown.Content.Headers.ContentDisposition);
        Assert.Contains("frame-ancestors 'self'", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("attachment", saved.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("sandbox", saved.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        static string Document(JsonElement evidence) => $"/api/v1/communities/baihe/evidence/{evidence.GetProperty("id").GetString()}/document";
    }
}
