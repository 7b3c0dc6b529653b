using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Storage.Scores;
using static SmartCommunity.Tests.Cloud.Programme.Rhythm.RhythmOffice;

namespace SmartCommunity.Tests.Cloud.Programme.Rhythm;

public sealed class RhythmBulletinTests
{
    private static readonly Month March = new(2022, 3);

    private static readonly DateTimeOffset End = China(2022, 4, 1);

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task The_bulletin_is_frozen_on_the_first_at_eight_and_its_numbers_are_those_of_the_snapshots()
    {
        await using var office = await CreateAsync(China(2022, 3, 10, 9));
        await office.EnterFactAsync("jiangbin", "residents", 5200);
        var best = office.Snapshot("jiangbin", ScoreSnapshotKind.Month, End, 81.23);
        office.Snapshot("yicheng", ScoreSnapshotKind.Month, End, 70);
        office.Snapshot("baihe", ScoreSnapshotKind.Month, End, 90, known: false);
        office.Raise(China(2022, 3, 20), closed: China(2022, 3, 21), community: "jiangbin");
        await office.AtAsync(End.AddHours(8).AddSeconds(-1));
        Assert.Empty((await office.StateAsync()).Rhythm.Bulletins);
        await office.AtAsync(End.AddHours(8));

        var issue = (await office.StateAsync()).Rhythm.Bulletins[March];
        var row = issue.Bulletin.Row("jiangbin")!;
        Assert.Equal((81.23, 1.0, best.ResultHash, 1, best.Pack), (row.Figures.Score!.Total, row.Figures.Score.Coverage, row.Figures.Score.ResultHash, row.Figures.Score.Revision, row.Figures.Score.Pack));
        Assert.Equal(["jiangbin", "yicheng"], issue.Bulletin.Rows.Where(r => r.Rank is not null).Select(r => r.Project));
        Assert.Equal("Coverage 0% is below 70%: not ranked", issue.Bulletin.Row("baihe")!.NotRanked!.Value.En);
        Assert.Equal("No score at the end of the month", issue.Bulletin.Row("shanshui")!.NotRanked!.Value.En);
        Assert.Equal((1, 1, 0), (row.Figures.Alerts.Raised, row.Figures.Alerts.Handled, row.Figures.Alerts.Open));
        Assert.Equal((17, End.AddHours(8)), (issue.Bulletin.Rows.Count, issue.Bulletin.AsOf));
        var fact = Assert.Single(row.Figures.Facts);
        Assert.Equal((5200.0, "census", "Li", "/communities/jiangbin/facts?fact=residents"), (fact.Value, fact.Source, fact.EnteredBy, fact.Link));
        var position = (await office.StateAsync()).Position;
        await office.AtAsync(End.AddHours(9));
        Assert.Equal(position, (await office.StateAsync()).Position);
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task Months_that_ended_during_a_downtime_are_frozen_in_order_as_they_were_known()
    {
        await using var office = await CreateAsync(China(2022, 3, 10, 9));
        office.Snapshot("jiangbin", ScoreSnapshotKind.Hour, End, 70);
        office.Snapshot("jiangbin", ScoreSnapshotKind.Month, End, 71, written: End.AddHours(12));
        office.Snapshot("jiangbin", ScoreSnapshotKind.Month, China(2022, 5, 1), 72, written: China(2022, 6, 2));
        office.Reopen();
        await office.AtAsync(China(2022, 6, 3, 9));

        var bulletins = (await office.StateAsync()).Rhythm.Bulletins;
        Assert.Equal([March, March.Add(1), March.Add(2)], bulletins.Keys);
        // Known at eight on the first: the hour's score. The month's own came at noon, and is an erratum only while the month may be revised.
        Assert.Equal([70, 72, null], bulletins.Values.Select(b => b.Bulletin.Row("jiangbin")!.Figures.Score?.Total));
        Assert.Equal(2.0, bulletins[March.Add(1)].Bulletin.Row("jiangbin")!.TotalChange);
        Assert.Equal(China(2022, 5, 1, 8), bulletins[March.Add(1)].Bulletin.AsOf);
        Assert.Equal(China(2022, 6, 3, 9), bulletins[March.Add(1)].FrozenAt);
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task A_score_revised_after_the_freezing_becomes_one_erratum_and_the_bulletin_stays()
    {
        await using var office = await CreateAsync(China(2022, 3, 10, 9));
        office.Snapshot("jiangbin", ScoreSnapshotKind.Hour, End, 70);
        await office.AtAsync(End.AddHours(8));
        var frozen = (await office.StateAsync()).Rhythm.Bulletins[March].Bulletin;
        office.Snapshot("jiangbin", ScoreSnapshotKind.Month, End, 70.04, written: End.AddHours(12));
        await office.AtAsync(End.AddHours(13));
        Assert.Empty((await office.StateAsync()).Rhythm.Bulletins[March].Errata);
        office.Snapshot("jiangbin", ScoreSnapshotKind.Month, End, 71.4, revision: 2, reason: "late: 3 of 2022-03-30 from d1", written: End.AddHours(20));
        await office.AtAsync(End.AddHours(21));
        await office.AtAsync(End.AddHours(22));

        var issue = (await office.StateAsync()).Rhythm.Bulletins[March];
        var erratum = Assert.Single(issue.Errata);
        Assert.Equal((1, "jiangbin", 70.0, 71.4, 2, ProgrammeEntry.System), (erratum.Number, erratum.Project, erratum.Was!.Value, erratum.Is!.Value, erratum.Revision!.Value, erratum.By));
        Assert.Contains("late: 3 of 2022-03-30 from d1", erratum.Reason, StringComparison.Ordinal);
        Assert.True(SameJson.Are(frozen, issue.Bulletin));
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task A_score_that_is_on_its_way_is_waited_for_but_not_for_ever()
    {
        await using var office = await CreateAsync(China(2022, 3, 10, 9));
        office.Board.Publish("jiangbin", Score("jiangbin", End.AddMinutes(-3), 70));
        await office.AtAsync(End.AddHours(8));
        Assert.Empty((await office.StateAsync()).Rhythm.Bulletins);
        office.Snapshot("jiangbin", ScoreSnapshotKind.Hour, End, 70, written: End.AddHours(8).AddMinutes(1));
        await office.AtAsync(End.AddHours(8).AddMinutes(1));
        Assert.Equal(70, (await office.StateAsync()).Rhythm.Bulletins[March].Bulletin.Row("jiangbin")!.Figures.Score!.Total);

        await office.AtAsync(China(2022, 5, 1, 8));
        Assert.Single((await office.StateAsync()).Rhythm.Bulletins);
        await office.AtAsync(China(2022, 5, 1, 8, 30));
        Assert.Null((await office.StateAsync()).Rhythm.Bulletins[March.Add(1)].Bulletin.Row("jiangbin")!.Figures.Score);
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task Right_after_a_start_whoever_was_scored_before_the_end_is_waited_for_until_its_score_of_the_end_is_there()
    {
        await using var office = await CreateAsync(China(2022, 3, 10, 9));
        office.Record("jiangbin", China(2022, 3, 20), 70);
        await office.AtAsync(End.AddHours(9));
        Assert.Empty((await office.StateAsync()).Rhythm.Bulletins);
        office.Board.Publish("jiangbin", Score("jiangbin", End.AddHours(9), 72));
        await office.AtAsync(End.AddHours(9).AddMinutes(1));
        Assert.Empty((await office.StateAsync()).Rhythm.Bulletins);

        office.Snapshot("jiangbin", ScoreSnapshotKind.Month, End, 72, written: End.AddHours(9).AddMinutes(2));
        await office.AtAsync(End.AddHours(9).AddMinutes(2));

        Assert.Equal(72, (await office.StateAsync()).Rhythm.Bulletins[March].Bulletin.Row("jiangbin")!.Figures.Score!.Total);
    }
}
