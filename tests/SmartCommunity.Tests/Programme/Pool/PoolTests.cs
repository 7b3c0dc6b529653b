using SmartCommunity.Programme;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Programme.Pool;

public sealed class PoolTests
{
    private const string Project = ProgrammeWalk.Project;
    private readonly ProgrammeWalk _walk = new();

    // 附件1 of the action plan, typed from it: number, name, unit, start, finish.
    private static readonly (int No, string Name, string Unit, string? Start, string Finish)[] _annex =
    [
        (1, "山水社区", "lushan", null, "2022-05"), (2, "江滨社区", "fuchun", "2021-08", "2022-06"), (3, "逸城社区", "dongzhou", "2021-09", "2022-06"), (4, "百合社区", "fuchun", "2021-09", "2022-06"),
        (5, "蒋家桥社区", "fuchun", "2021-10", "2022-06"), (6, "阳陂湖社区", "fuchun", "2021-10", "2022-06"), (7, "梓树花苑", "yinhu", "2021-12", "2022-12"), (8, "银湖花苑", "yinhu", "2021-12", "2022-12"),
        (9, "新民社区", "fuchun", "2021-12", "2022-12"), (10, "金家桥社区", "fuchun", "2021-12", "2022-12"), (11, "登云社区", "xindeng", "2021-12", "2022-12"), (12, "龙潭社区", "changkou", "2022-04", "2023-04"),
        (13, "彩虹社区", "yinhu", "2022-12", "2023-12"), (14, "杭黄社区", "fuchunwan", null, "2023-12"), (15, "春雨社区", "chunjiang", "2022-12", "2023-12"), (16, "鹳山社区", "fuchun", "2022-12", "2023-12"),
        (17, "东吴社区", "lushan", "2022-12", "2023-12"),
    ];

    [Fact]
    [Trait("Rule", "G-02")]
    public void The_pool_begins_as_the_annex_has_it()
    {
        var pool = _walk.State.Projects.Values.OrderBy(p => p.Pool.No).Select(p => (p.Pool.No, p.Pool.Name.Zh, p.Pool.Unit, p.Pool.Start?.ToString(), p.Pool.Finish.ToString()));

        Assert.Equal(_annex, pool);
    }

    [Fact]
    public void A_housing_estate_is_no_community() =>
        Assert.Equal(["yinhuhuayuan", "zishuhuayuan"], _walk.State.Projects.Values.Where(p => p.Pool.Kind == PlaceKind.Estate).Select(p => p.Id));

    [Fact]
    [Trait("Rule", "G-14")]
    public void A_project_is_replaced_and_stays_with_its_history()
    {
        var line = _walk[Project].Pool with { No = 18, Name = new Words("新社区", "New Community"), Year = 2022 };

        _walk.Do(new ProjectReplaced(Project, "newplace", line, "the residents asked for it"));

        Assert.Equal("newplace", _walk[Project].Pool.ReplacedBy);
        Assert.Equal(Stage.Replaced, _walk[Project].Process.Stage);
        Assert.Equal(line, _walk["newplace"].Pool);
        Assert.Equal(18, _walk.State.Projects.Count);
        _walk.Refused(new ProjectRescheduled(Project, null, new Month(2023, 1), "later"), "project", "G-14");
    }

    [Fact]
    [Trait("Rule", "G-14")]
    public void Months_change_with_a_reason_and_the_log_keeps_the_old_ones()
    {
        _walk.Refused(new ProjectRescheduled(Project, null, new Month(2022, 12), " "), "reason", "G-14");

        _walk.Do(new ProjectRescheduled(Project, new Month(2021, 9), new Month(2022, 12), "tender repeated"));

        Assert.Equal(new Month(2022, 12), _walk[Project].Pool.Finish);
        Assert.Equal(new Month(2022, 6), Assert.Single(_walk.Entries.Select(e => e.Act).OfType<ProjectAdded>(), a => a.Project == Project).Line.Finish);
    }

    [Fact]
    public void What_cannot_stand_in_a_pool_names_its_field()
    {
        var line = _walk[Project].Pool;

        _walk.Refused(new ProjectAdded(Project, line, "twice"), "project", "G-14");
        _walk.Refused(new ProjectAdded("other", line with { No = 0 }, "why"), "line.no");
        _walk.Refused(new ProjectAdded("other", line with { Finish = new Month(2021, 7) }, "why"), "finish");
        _walk.Refused(new ProjectAdded("other", line with { Finish = new Month(2100, 1) }, "why"), "finish");
        _walk.Refused(new ProjectAdded("other", line with { Resettlement = true }, "why"), "resettlement", "T-04");
        _walk.Refused(new ProjectAdded("other", line with { Type = ProjectType.NewBuild, Demolition = true }, "why"), "demolition", "T-02");
        _walk.Refused(new ProjectAdded("other", line, "why") { On = _walk.Today.AddDays(1) }, "on");
        _walk.Refused(new ProjectRescheduled("nowhere", null, new Month(2022, 1), "why"), "project");
    }

    [Fact]
    [Trait("Rule", "T-05")]
    public void A_listed_projects_type_stands()
    {
        _walk.Do(new ProjectTyped(Project, ProjectType.Renovation, Demolition: true, Resettlement: false, "a block is rebuilt")).To(Stage.Listed);

        _walk.Refused(new ProjectTyped(Project, ProjectType.NewBuild, false, false, "why"), "type", "T-05");
    }
}
