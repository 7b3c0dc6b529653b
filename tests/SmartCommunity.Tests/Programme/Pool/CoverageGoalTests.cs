using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Programme.Pool;

public sealed class CoverageGoalTests
{
    private readonly ProgrammeWalk _walk = new();

    [Fact]
    [Trait("Rule", "G-01")]
    public void On_the_first_day_the_annex_shows_who_has_no_slack()
    {
        var goal = Goal();

        Assert.Equal(8, goal.Units.Count);
        Assert.Equal(0.0, goal.Share);
        Assert.Equal(["dongzhou", "xindeng", "changkou", "fuchunwan", "chunjiang"], goal.Units.Where(u => u.Single).Select(u => u.Unit));
        Assert.Equal(["fuchunwan", "chunjiang"], goal.Units.Where(u => u.NoSlack).Select(u => u.Unit));
        Assert.Equal([("lushan", 2), ("fuchun", 7), ("dongzhou", 1), ("yinhu", 3)], goal.Units.Take(4).Select(u => (u.Unit, u.Going)));
    }

    [Fact]
    [Trait("Rule", "G-01")]
    public void A_unit_reaches_it_with_its_first_pass_in_time()
    {
        _walk.Today = new DateOnly(2022, 6, 1);
        _walk.To(Stage.Named, "jiangbin");

        Assert.Equal((1, 1.0 / 8), (Goal().Reached, Goal().Share));
        Assert.Equal(0, CoverageGoal.Of(_walk.State, ProgrammeWalk.Policy, new DateOnly(2022, 5, 31)).Reached);
    }

    [Fact]
    [Trait("Rule", "G-01")]
    public void A_pass_after_the_goals_day_does_not_count()
    {
        _walk.Today = new DateOnly(2024, 1, 1);

        Assert.Equal(0, Goal(_walk.To(Stage.Named, "jiangbin")).Reached);
    }

    [Fact]
    [Trait("Rule", "G-01")]
    public void A_unit_whose_only_project_left_has_lost_it()
    {
        _walk.Do(new ProjectWithdrawn("chunyu", "residents voted against it"));

        var unit = Goal().Units.Single(u => u.Unit == "chunjiang");
        Assert.True(unit.Lost);
        Assert.Null(unit.SlackDays);
        Assert.Equal(["chunyu"], unit.Projects);
    }

    [Fact]
    public void An_empty_pool_has_no_share() => Assert.Null(CoverageGoal.Of(ProgrammeState.Empty, ProgrammeWalk.Policy, _walk.Today).Share);

    private CoverageGoal Goal(ProgrammeWalk? walk = null) => CoverageGoal.Of((walk ?? _walk).State, ProgrammeWalk.Policy, _walk.Today);
}
