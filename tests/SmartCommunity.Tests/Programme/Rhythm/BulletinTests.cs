using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Rhythm;
using static SmartCommunity.Tests.Programme.Rhythm.BulletinWalk;

namespace SmartCommunity.Tests.Programme.Rhythm;

public sealed class BulletinTests
{
    private readonly ProgrammeWalk _walk = new() { Today = new(2022, 4, 1) };

    [Fact]
    [Trait("Rule", "O-04")]
    public void Equal_totals_share_a_place_and_only_alike_projects_are_compared()
    {
        var bulletin = Made(_walk, March, Of("shanshui", 70), Of("jiangbin", 80.04), Of("yicheng", 80.01), Of("baihe", 90), Of("chunyu", 99, stage: Stage.Survey));

        Assert.Equal(
            ["renovation/building baihe 1/4", "renovation/building jiangbin 2/4", "renovation/building yicheng 2/4", "renovation/building shanshui 4/4", "renovation/preparing chunyu 1/1"],
            bulletin.Rows.Select(r => $"{r.Group} {r.Project} {r.Rank}/{r.Of}"));
        Assert.Equal(["renovation/building", "renovation/preparing"], bulletin.Groups.Select(g => g.Key));
        Assert.All(bulletin.Groups, g => Assert.True(g.Why.Zh.Length > 0 && g.Why.En.Length > 0));
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public void What_has_too_little_data_stands_apart_with_the_reason()
    {
        var bulletin = Made(_walk, March, Of("shanshui", 70, coverage: 0.6999), Of("jiangbin", 60, coverage: 0.7), Of("yicheng", null), Of("baihe", 90) with { Aside = Stage.Suspended }, Of("chunyu", 50) with { Aside = Stage.Returned });

        Assert.Equal(["jiangbin", "chunyu", "shanshui", "yicheng", "baihe"], bulletin.Rows.Select(r => r.Project));
        Assert.Equal([1, 2, null, null, null], bulletin.Rows.Select(r => r.Rank));
        Assert.Equal("Coverage 69% is below 70%: not ranked", bulletin.Row("shanshui")!.NotRanked!.Value.En);
        Assert.Equal("No score at the end of the month", bulletin.Row("yicheng")!.NotRanked!.Value.En);
        Assert.Equal("项目暂停", bulletin.Row("baihe")!.NotRanked!.Value.Zh);
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public void Changes_are_told_only_where_two_months_can_be_compared()
    {
        _walk.Freeze(March, Of("shanshui", 70), Of("jiangbin", 80), Of("yicheng", 75, pack: "pack@0"), Of("baihe", null));
        var april = Made(_walk, March.Add(1), Of("shanshui", 82.26), Of("jiangbin", 79.5), Of("yicheng", 90), Of("baihe", 60));

        Assert.Equal((12.3, 1), (april.Row("shanshui")!.TotalChange, april.Row("shanshui")!.RankChange));
        Assert.Equal((-0.5, -2), (april.Row("jiangbin")!.TotalChange, april.Row("jiangbin")!.RankChange));
        Assert.Equal((null, "Scored by pack@0 the month before: not comparable"), (april.Row("yicheng")!.TotalChange, april.Row("yicheng")!.NoChange?.En));
        Assert.Equal("No score in the month before", april.Row("baihe")!.NoChange?.En);
        var june = Made(_walk, March.Add(3), Of("shanshui", 82.26));
        Assert.Equal("No score in the month before", june.Row("shanshui")!.NoChange?.En);
    }

    [Fact]
    [Trait("Rule", "O-03")]
    [Trait("Rule", "T-01")]
    [Trait("Rule", "G-01")]
    public void Due_dates_are_counted_by_colour_and_the_units_by_goal()
    {
        DueDate At(int days) => new(March.LastDay.AddDays(days), "T-01", Extended: false);
        var bulletin = Made(
            _walk, March, Of("shanshui", 70, due: At(-1)), Of("jiangbin", 70, due: At(30)), Of("yicheng", 70, due: At(90)), Of("baihe", 70), Of("chunyu", 70, due: At(-1)) with { PassedOn = March.LastDay.AddDays(-2) });

        Assert.Equal(new DeadlineCounts(Red: 1, Amber: 1, Green: 2, NotRunning: 1, Overdue: 1), bulletin.Deadlines);
        Assert.Equal((8, 0), (bulletin.Goal.Units.Count, bulletin.Goal.Reached));
        Assert.Equal(March.LastDay, bulletin.Goal.AsOf);
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public void A_bulletin_is_frozen_once_in_order_by_the_program_and_a_changed_byte_shows()
    {
        var bulletin = Made(_walk, March, Of("shanshui", 70), Of("jiangbin", 80));
        Assert.True(SameJson.Are(bulletin, Made(_walk, March, Of("shanshui", 70), Of("jiangbin", 80))));

        _walk.Refused(new BulletinFrozen(bulletin), "actor", "O-04");
        _walk.Refused(new BulletinFrozen(bulletin with { Rows = [bulletin.Rows[0] with { Rank = 2 }, bulletin.Rows[1]] }), "bulletin.hash", "O-04", ProgrammeEntry.System);
        _walk.Today = new(2022, 3, 31);
        _walk.Refused(new BulletinFrozen(bulletin), "bulletin.asOf", "O-04", ProgrammeEntry.System);
        _walk.Freeze(March, Of("shanshui", 70), Of("jiangbin", 80));
        _walk.Refused(new BulletinFrozen(bulletin), "bulletin.month", "O-04", ProgrammeEntry.System);
        _walk.Refused(new BulletinFrozen(Made(_walk, March.Add(-1), Of("shanshui", 70))), "bulletin.month", "O-04", ProgrammeEntry.System);
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public void An_erratum_is_numbered_says_why_and_leaves_the_bulletin_as_it_was()
    {
        var frozen = _walk.Freeze(March, Of("shanshui", 70), Of("jiangbin", 80)).Bulletin;

        _walk.Refused(new ErratumAdded(March, "shanshui", BulletinFigure.Total, 71, "", null), "reason", "O-04");
        _walk.Refused(new ErratumAdded(March, "baihe", BulletinFigure.Other, null, "a reason", null), "project", "O-04");
        _walk.Refused(new ErratumAdded(March, "shanshui", BulletinFigure.Total, 100.1, "a reason", null), "is", "O-04");
        _walk.Refused(new ErratumAdded(March, "shanshui", BulletinFigure.Total, 70, "a reason", null), "is", "O-04");
        _walk.Refused(new ErratumAdded(March.Add(1), null, BulletinFigure.Other, null, "a reason", null), "month", "O-04");
        _walk.Do(new ErratumAdded(March, "shanshui", BulletinFigure.Total, 71.5, "late readings", 2)).Do(new ErratumAdded(March, null, BulletinFigure.Other, null, "the unit's name", null));

        var issue = _walk.State.Rhythm.Bulletins[March];
        Assert.Equal([(1, 70.0, 71.5), (2, null, null)], issue.Errata.Select(e => (e.Number, e.Was, e.Is)));
        Assert.True(SameJson.Are(frozen, issue.Bulletin));
        Assert.Equal(frozen.Hash, issue.Bulletin.ComputeHash());
        Assert.Equal(71.5, issue.TotalOf("shanshui"));
        Assert.Equal(0.5, Made(_walk, March.Add(1), Of("shanshui", 72)).Row("shanshui")!.TotalChange);
    }

    [Fact]
    [Trait("Rule", "O-05")]
    public void A_year_is_the_sum_of_its_bulletins_with_the_missing_months_named()
    {
        _walk.Freeze(March, Of("shanshui", 70, due: new DueDate(March.FirstDay, "T-01", false)), Of("jiangbin", 80), Of("yicheng", 60, coverage: 0.1));
        _walk.Do(new ErratumAdded(March, "shanshui", BulletinFigure.Total, 74, "late readings", 2));
        _walk.Freeze(March.Add(2), Of("shanshui", 90) with { PassedOn = March.Add(2).FirstDay }, Of("jiangbin", null), Of("yicheng", 66));

        var year = AnnualReport.Of(2022, _walk.State.Rhythm);
        Assert.Equal(["2022-03", "2022-05"], year.Months.Select(m => $"{m}"));
        Assert.Equal(10, year.Missing.Count);
        var first = year.Rows[0];
        Assert.Equal(("shanshui", 2, 0, 82.0, 90.0, 1, 2, 1, 8, 6, 1), (first.Project, first.Ranked, first.NotRanked, first.MeanTotal, first.LastTotal, first.BestRank, first.WorstRank, first.RedMonths, first.Raised, first.Handled, first.Errata));
        Assert.Equal(("jiangbin", 1, 1, 80.0, null), (year.Rows[1].Project, year.Rows[1].Ranked, year.Rows[1].NotRanked, year.Rows[1].MeanTotal, year.Rows[1].LastTotal));
        Assert.Equal(["lushan", "fuchun", "dongzhou"], year.Units.Select(u => u.Unit));
        Assert.Empty(AnnualReport.Of(2021, _walk.State.Rhythm).Rows);
    }

    [Fact]
    public void The_log_of_bulletins_reads_back_as_it_was_written()
    {
        _walk.Freeze(March, Of("shanshui", 70.123456789, due: new DueDate(March.FirstDay, "T-01", false)), Of("jiangbin", null));

        var again = _walk.Entries.Select(e => e with { Act = ActJson.Read(ActJson.Write(e.Act)) }).Aggregate(ProgrammeState.Empty, (state, entry) => state.Fold(entry));
        Assert.True(SameJson.Are(_walk.State.Rhythm.Bulletins.Values, again.Rhythm.Bulletins.Values));
        Assert.Equal(_walk.State.Rhythm.Bulletins[March].Bulletin.Hash, again.Rhythm.Bulletins[March].Bulletin.ComputeHash());
    }
}
