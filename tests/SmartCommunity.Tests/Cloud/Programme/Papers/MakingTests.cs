using SmartCommunity.Cloud.Programme.Papers.Making;
using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;

namespace SmartCommunity.Tests.Cloud.Programme.Papers;

/// <summary>What papers about a project say, from acts entered into the shipped pool.</summary>
public sealed class MakingTests
{
    private const string Project = "jiangbin";

    private static readonly DateOnly _today = new(2022, 7, 1);

    [Fact]
    [Trait("Rule", "P-01")]
    public void Every_kind_fills_its_fields_and_only_sections_its_templates_know()
    {
        var context = Context(ShippedPool.Acts());
        var project = context.State.Projects[Project];
        var picture = new CommunityPicture(null, null, [], [], [], []);

        foreach (var paper in new[] { ProjectFilePaper.Of(context, project), PortraitPaper.Of(context, project, picture), ApplicationPaper.Of(context, project, picture) })
        {
            Assert.Equal(paper.Kind.Fields.Order(StringComparer.Ordinal), paper.Fields.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(paper.Kind.Sections, paper.Sections.Select(s => s.Code));
            Assert.All(paper.Sections.Select(s => s.Table).OfType<PaperTable>(), t => Assert.All(t.Total is { } total ? [.. t.Rows, total] : t.Rows, r => Assert.Equal(t.Columns.Count, r.Count)));
        }
    }

    [Fact]
    [Trait("Rule", "G-05")]
    [Trait("Rule", "G-06")]
    public void The_project_file_says_what_is_there_and_what_is_missing()
    {
        var context = Context(
        [
            .. ShippedPool.Acts(), new SmartCommunity.Programme.Files.SurveyWritten(Project, "needs", "老人食堂"),
            new SmartCommunity.Programme.Files.DocumentEntered(Project, "survey", "摸排报告", "report.pdf", new string('a', 64), 12_345),
            new SmartCommunity.Programme.Files.DocumentEntered(Project, "survey", "摸排报告", "report.pdf", new string('b', 64), 12_346),
        ]);

        var paper = ProjectFilePaper.Of(context, context.State.Projects[Project]);

        Assert.Equal("江滨社区一社一档", paper.Fields["title"]);
        Assert.Equal(("江滨社区", "富春街道", "旧改类", "20.0%"), (paper.Fields["project"], paper.Fields["unit"], paper.Fields["type"], paper.Fields["completeness"]));
        Assert.Contains("第 21 号", paper.Fields["source"], StringComparison.Ordinal);
        Assert.Equal("应有 10 项，已有 2 项；缺：设计招标、方案编制、运营方案、前期手续、调研“社区区位”、调研“人员结构”、调研“特色亮点”、调研“空间资源”。（G-05、G-06）", Assert.Single(Section(paper, "sections").Paragraphs));
        Assert.Equal(("储备摸排", "齐全", "摸排报告（第 2 版）"), Row(paper, "sections", 0) is [var section, var state, var documents] ? (section.Text, state.Text, documents.Text) : default);
        Assert.Equal("缺", Row(paper, "sections", 1)[1].Text);
        Assert.Contains(Section(paper, "survey").Table!.Rows, r => r[0].Text == "居民需求" && r[1].Text == "老人食堂");
        Assert.Equal([1m, 2m], Section(paper, "documents").Table!.Rows.Select(r => r[2].Number!.Value));
        // The annex leaves the start of 山水 open: nothing is made up for it.
        var open = ProjectFilePaper.Of(context, context.State.Projects["shanshui"]);
        Assert.Equal(PaperCell.Empty, Section(open, "project").Table!.Rows.Single(r => r[0].Text == "计划启动")[1]);
    }

    [Fact]
    [Trait("Rule", "A-02")]
    public void The_application_has_a_line_to_sign_for_every_department()
    {
        var context = Context(ShippedPool.Acts());

        var paper = ApplicationPaper.Of(context, context.State.Projects[Project], new CommunityPicture(null, null, [], [], [], []));

        Assert.Equal(ShippedPolicies.Fuyang.Acceptance.Departments.Select(d => d.Name.Zh), Section(paper, "signatures").Table!.Rows.Select(r => r[0].Text));
        Assert.Equal(["社区尚无评分。"], Section(paper, "scores").Paragraphs);
        Assert.Contains(Section(paper, "basis").Table!.Rows, r => r[0].Text == "A-01" && r[1].Text == ShippedPolicies.Fuyang.Rule("A-01").Quote);
    }

    private static PaperSection Section(Paper paper, string code) => paper.Sections.Single(s => s.Code == code);

    private static IReadOnlyList<PaperCell> Row(Paper paper, string section, int index) => Section(paper, section).Table!.Rows[index];

    private static PaperContext Context(IEnumerable<ProgrammeAct> acts)
    {
        var state = acts.Select((act, i) => new ProgrammeEntry(i + 1, new DateTimeOffset(2022, 6, 1, 9, 0, 0, TimeSpan.FromHours(8)), "li", act)).Aggregate(ProgrammeState.Empty, (folded, entry) => folded.Fold(entry));
        return new PaperContext(state, PolicyLibrary.Shipped, _today, "杭州市富阳区", new Dictionary<string, string> { ["fuchun"] = "富春街道" });
    }
}
