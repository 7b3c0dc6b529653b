using SmartCommunity.Cloud.Programme.Papers.Making;
using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Tests.Programme;
using SmartCommunity.Tests.Programme.Rhythm;

namespace SmartCommunity.Tests.Cloud.Programme.Papers;

/// <summary>Bulletin and lists, from programmes in memory.</summary>
public sealed class WholePapersTests
{
    [Fact]
    [Trait("Rule", "O-04")]
    public void A_bulletin_ranks_in_groups_names_who_stands_apart_and_says_its_errata()
    {
        var walk = new ProgrammeWalk();
        walk.Freeze(BulletinWalk.March, BulletinWalk.Of("jiangbin", 80), BulletinWalk.Of("baihe", 75.5), BulletinWalk.Of("yicheng", 90, coverage: 0.5), BulletinWalk.Of("shanshui", null));
        walk.Do(new ErratumAdded(BulletinWalk.March, "baihe", BulletinFigure.Total, 76.1, "late data", 2), "Zhou");

        var paper = Made(walk, PaperKind.Bulletin, "2022-03");

        Assert.Equal("富阳区未来社区2022年3月评价通报", paper.Fields["title"]);
        Assert.Equal(["江滨社区", "百合社区"], Section(paper, "ranking").Table!.Rows.Select(r => r[2].Text));
        Assert.Equal([1m, 2m], Section(paper, "ranking").Table!.Rows.Select(r => r[1].Number!.Value));
        Assert.Equal(["山水社区", "逸城社区"], Section(paper, "unranked").Table!.Rows.Select(r => r[1].Text));
        Assert.Contains(walk.State.Rhythm.Bulletins[BulletinWalk.March].Bulletin.Hash, Section(paper, "summary").Paragraphs[0], StringComparison.Ordinal);
        Assert.Equal((75.5m, 76.1m, "late data"), Section(paper, "errata").Table!.Rows is [var e] ? (e[2].Number, e[3].Number, e[4].Text) : default);
        Assert.Equal(8, Section(paper, "goal").Table!.Rows.Count);
        Assert.Equal(paper.Fields["title"], Made(walk, PaperKind.Bulletin, null).Fields["title"]);
    }

    [Fact]
    [Trait("Rule", "O-01")]
    [Trait("Rule", "O-02")]
    public void Lists_say_of_every_line_its_unit_its_due_day_and_what_became_of_it()
    {
        var walk = new ProgrammeWalk();
        walk.Draft(ListWalk.Week(), ListWalk.Inputs(alerts: [ListWalk.Alerts("jiangbin", urgent: 1), ListWalk.Alerts("baihe", urgent: 1)]));
        walk.Draft(ListWalk.Week(1), ListWalk.Inputs(alerts: [ListWalk.Alerts("jiangbin", urgent: 1)]));

        var paper = Made(walk, PaperKind.Lists, "weekly 2022-03-14");

        var line = Assert.Single(Section(paper, "issues").Table!.Rows);
        Assert.Equal(("fuchun", "延续"), (line[2].Text, line[5].Text));
        Assert.NotNull(line[3].Day);
        Assert.Single(Section(paper, "done").Table!.Rows);
        Assert.Equal("未签发（草稿）", paper.Fields["signedBy"]);
    }

    [Theory]
    [InlineData("bulletin", null, "No bulletin was frozen yet")]
    [InlineData("bulletin", "May", "must be a month, such as 2022-06")]
    [InlineData("bulletin", "2022-05", "There is no bulletin of 2022-05")]
    [InlineData("lists", null, "No lists were drafted yet")]
    [InlineData("lists", "daily 2022-05-02", "must be weekly, halfMonthly or monthly")]
    [InlineData("lists", "weekly 2022-05-02", "There are no Weekly lists due on 2022-05-02")]
    [InlineData("ledger", "2022", "issue is not allowed")]
    public void An_issue_that_is_not_there_is_named(string kind, string? issue, string fault)
    {
        var outcome = WholePapers.Of(Context(new ProgrammeWalk()), PaperKind.All.Single(k => k.Code == kind), issue);

        Assert.Equal("issue", Assert.Single(outcome.Faults).Field);
        Assert.StartsWith(fault, outcome.Faults[0].Message.Replace("issue 'May' ", "", StringComparison.Ordinal).Replace("issue 'daily 2022-05-02' ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Paper Made(ProgrammeWalk walk, PaperKind kind, string? issue)
    {
        var outcome = WholePapers.Of(Context(walk), kind, issue);
        Assert.Empty(outcome.Faults);
        Assert.Equal(kind.Fields.Order(StringComparer.Ordinal), outcome.Value!.Fields.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(kind.Sections, outcome.Value.Sections.Select(s => s.Code));
        return outcome.Value;
    }

    private static PaperSection Section(Paper paper, string code) => paper.Sections.Single(s => s.Code == code);

    private static PaperContext Context(ProgrammeWalk walk) => new(walk.State, PolicyLibrary.Shipped, walk.Today, "杭州市富阳区", new Dictionary<string, string>());
}
