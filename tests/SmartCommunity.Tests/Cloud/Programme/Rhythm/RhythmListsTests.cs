using System.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Tests.Programme;
using static SmartCommunity.Tests.Cloud.Programme.Rhythm.RhythmOffice;

namespace SmartCommunity.Tests.Cloud.Programme.Rhythm;

/// <summary>Monday 2022-03-07 follows a week in which something happened.</summary>
public sealed class RhythmListsTests
{
    private static readonly ListPeriod Week = new(Cadence.Weekly, new DateOnly(2022, 3, 7));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Rule", "O-01")]
    public async Task The_weekly_lists_are_drafted_at_their_hour_from_what_the_week_left_behind()
    {
        await using var office = await CreateAsync(China(2022, 2, 20, 9));
        office.Raise(China(2022, 3, 1, 5), closed: China(2022, 3, 2));
        office.Raise(China(2022, 3, 6, 23, 59), priority: 1);
        office.Raise(China(2022, 3, 7, 0, 1));
        office.Record("jiangbin", China(2022, 2, 27, 20), 80);
        office.Record("jiangbin", China(2022, 3, 6, 20), 77);
        office.Record("yicheng", China(2022, 2, 27, 20), 60);
        office.Record("yicheng", China(2022, 3, 6, 20), 61.9);
        await SubmitAcceptedAsync(office, expires: new DateOnly(2022, 3, 20));
        await office.AtAsync(China(2022, 3, 7, 7, 59));
        Assert.DoesNotContain(Week, (await office.StateAsync()).Rhythm.Lists.Keys);
        await office.AtAsync(China(2022, 3, 7, 8));

        var issue = (await office.StateAsync()).Rhythm.Lists[Week];
        Assert.Equal("本期新增告警2条、办结1条，期末未结1条，其中紧急1条", issue.Line("alerts/baihe")!.Text.Zh);
        Assert.Equal((ListKind.Problems, "fuchun", "/alerts?community=baihe"), (issue.Line("alerts/baihe")!.List, issue.Line("alerts/baihe")!.Unit, issue.Line("alerts/baihe")!.Link));
        Assert.Contains("80.0降至77.0", issue.Line("score/jiangbin")!.Text.Zh, StringComparison.Ordinal);
        Assert.Equal("/communities/jiangbin/score?at=2022-03-06T15%3A59%3A59.999Z", issue.Line("score/jiangbin")!.Link);
        Assert.Null(issue.Line("score/yicheng"));
        var ending = Assert.Single(issue.Lines, l => l.Key.StartsWith("evidence/baihe/", StringComparison.Ordinal));
        Assert.Equal((ListKind.Work, new DateOnly(2022, 3, 20)), (ending.List, ending.Due));
        // The pool plans 山水 for 2022-05: 55 days ahead, within the policy's sixty.
        Assert.Equal(new DateOnly(2022, 5, 31), issue.Inputs.Milestones.Single(m => m.Project == "shanshui").Due.On);
        Assert.Equal(["O-01", "O-02"], issue.Line("alerts/baihe")!.Rules);
    }

    [Fact]
    [Trait("Rule", "O-01")]
    public async Task Drafting_again_the_same_day_appends_nothing_and_what_happens_that_day_is_of_the_next_issue()
    {
        await using var office = await CreateAsync(China(2022, 2, 20, 9));
        office.Raise(China(2022, 3, 2));
        await office.AtAsync(China(2022, 3, 7, 8));
        var position = (await office.StateAsync()).Position;
        office.Raise(China(2022, 3, 7, 9));
        await office.AtAsync(China(2022, 3, 7, 18));
        var again = await office.Rhythm.DraftAsync(Week, Cancel);

        Assert.True(again.Succeeded);
        Assert.Null(again.Value!.Entry);
        Assert.Equal(position, (await office.StateAsync()).Position);
        await office.AtAsync(China(2022, 3, 14, 8));
        Assert.Contains("期末未结2条", (await office.StateAsync()).Rhythm.Lists[Week with { Due = Week.Due.AddDays(7) }].Line("alerts/baihe")!.Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "O-01")]
    public async Task After_a_downtime_the_latest_issue_of_each_cadence_is_drafted_and_none_from_before_the_log()
    {
        await using var office = await CreateAsync(China(2022, 2, 20, 9));
        await office.AtAsync(China(2022, 2, 20, 10));
        Assert.Empty((await office.StateAsync()).Rhythm.Lists);
        // Asked for, the running issue is drafted from what was entered first.
        Assert.NotNull((await office.Rhythm.DraftAsync(new ListPeriod(Cadence.Monthly, new DateOnly(2022, 2, 1)), Cancel)).Value!.Entry);
        office.Reopen();
        await office.AtAsync(China(2022, 4, 20, 10));

        Assert.Equal(
            [new ListPeriod(Cadence.Weekly, new DateOnly(2022, 4, 18)), new ListPeriod(Cadence.HalfMonthly, new DateOnly(2022, 4, 16)), new ListPeriod(Cadence.Monthly, new DateOnly(2022, 2, 1)), new ListPeriod(Cadence.Monthly, new DateOnly(2022, 4, 1))],
            (await office.StateAsync()).Rhythm.Lists.Keys);
        Assert.False((await office.Rhythm.DraftAsync(new ListPeriod(Cadence.Weekly, new DateOnly(2022, 2, 14)), Cancel)).Succeeded);
        Assert.False((await office.Rhythm.DraftAsync(new ListPeriod(Cadence.Weekly, new DateOnly(2022, 4, 19)), Cancel)).Succeeded);
    }

    [Fact]
    [Trait("Rule", "A-02")]
    [Trait("Rule", "T-01")]
    public async Task Findings_without_an_answer_and_due_dates_come_from_the_programme_itself()
    {
        await using var office = await CreateAsync(China(2022, 2, 20, 9));
        // The walk begins as every log does, so what follows its seed may be done here as well.
        var walk = new ProgrammeWalk { Today = new DateOnly(2022, 2, 20) };
        var seeded = (int)walk.State.Position;
        walk.To(Stage.Listed, "yicheng").To(Stage.Declared, "jiangbin").Do(new ProjectReturned("jiangbin", [new NewFinding("no ramp", new DateOnly(2022, 3, 1))]));
        foreach (var entry in walk.Entries.Skip(seeded))
            Assert.Empty((await office.Desk.SubmitAsync(entry.Act, entry.Actor, Cancel)).Refusals);
        await office.AtAsync(China(2022, 3, 7, 8));

        var issue = (await office.StateAsync()).Rhythm.Lists[Week];
        var listed = issue.Inputs.Milestones.Single(m => m.Project == "yicheng").Due;
        Assert.Equal((new DateOnly(2023, 2, 20), "T-01"), (listed.On, listed.Rule));
        Assert.Equal((ListKind.Problems, "整改意见未答复：no ramp"), (issue.Line("finding/jiangbin/1")!.List, issue.Line("finding/jiangbin/1")!.Text.Zh));
    }

    private static async Task SubmitAcceptedAsync(RhythmOffice office, DateOnly expires)
    {
        using var document = new MemoryStream(Encoding.UTF8.GetBytes("%PDF-1.7 covenant"));
        var staged = await office.Files.StageAsync(document, Cancel);
        var piece = await office.Evidence.SubmitAsync(
            "baihe", new NewEvidence { Kind = "covenant", Title = "公约", FileName = "covenant.pdf", Dated = new DateOnly(2022, 1, 5), Expires = expires, SubmittedBy = "Li" }, staged.Value!, Cancel);
        Assert.True((await office.Evidence.ReviewAsync("baihe", piece.Value!.Id, new NewReview { Decision = "accepted", Reviewer = "Wang", Comment = "seen" }, null, Cancel)).Succeeded);
    }
}
