using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Programme.Eligibility;

public sealed class EligibilityJudgeTests
{
    private const string Project = ProgrammeWalk.Project;
    private readonly ProgrammeWalk _walk = new();

    [Theory]
    [Trait("Rule", "E-01")]
    [InlineData(22.94, Outcome.Green)]
    [InlineData(19.56, Outcome.Green)]
    [InlineData(15, Outcome.Green)]
    [InlineData(25, Outcome.Green)]
    [InlineData(14.99, Outcome.Amber)]
    [InlineData(30, Outcome.Amber)]
    [InlineData(30.01, Outcome.Red)]
    [InlineData(9.99, Outcome.Red)]
    public void Around_20_hectares_is_a_band(double areaHa, Outcome outcome) => Assert.Equal(outcome, AreaRule.Judge(areaHa, ProgrammeWalk.Policy.Eligibility).Outcome);

    [Fact]
    [Trait("Rule", "E-01")]
    public void A_drawn_unit_is_measured_and_before_that_nothing_is_known()
    {
        Assert.All(Report().Verdicts.Where(v => v.Outcome != Outcome.NotApplicable), v => Assert.Equal(Outcome.Missing, v.Outcome));

        _walk.Do(TestGround.Unit());

        Assert.Equal(20, Report().AreaHa!.Value, 0.001);
        Assert.Equal(Outcome.Green, Of("E-01").Outcome);
        Assert.Contains("20 ha", Of("E-01").Says.En, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "E-02")]
    public void One_governance_unit_is_green_two_are_amber_and_a_slip_of_the_drawing_is_none()
    {
        _walk.Do(TestGround.Unit());
        Assert.Equal(Outcome.Missing, Of("E-02", "governance").Outcome);

        // The unit reaches 223.6 m east: 2 m of it in the neighbour are half a percent.
        _walk.Do(TestGround.Units(UnitScheme.Governance, TestGround.AreaUnit("a", -778.4, 2_000), TestGround.AreaUnit("b", 1_221.6, 2_000)));
        Assert.Equal(Outcome.Green, Of("E-02", "governance").Outcome);

        _walk.Do(TestGround.Units(UnitScheme.Governance, TestGround.AreaUnit("a", -900, 2_000), TestGround.AreaUnit("b", 1_100, 2_000)));
        Assert.Equal(Outcome.Amber, Of("E-02", "governance").Outcome);
        Assert.Contains("a社区 72", Of("E-02", "governance").Says.Zh, StringComparison.Ordinal);

        _walk.Do(TestGround.Units(UnitScheme.Governance, TestGround.AreaUnit("far", 5_000, 2_000)));
        Assert.Equal(Outcome.Red, Of("E-02", "governance").Outcome);
    }

    [Fact]
    [Trait("Rule", "E-03")]
    public void One_villa_in_the_unit_blocks_and_one_beside_it_does_not()
    {
        _walk.Do(TestGround.Unit());
        Assert.Equal(Outcome.Missing, Of("E-03").Outcome);

        _walk.Do(TestGround.Buildings(TestGround.Building("1", "apartment", 0, 0), TestGround.Building("2", "villa", 260, 0)));
        Assert.Equal(Outcome.Green, Of("E-03").Outcome);

        foreach (var luxury in new[] { "villa", "rowHouse", "luxuryLowRise" })
        {
            _walk.Do(TestGround.Buildings(TestGround.Building("1", "apartment", 0, 0), TestGround.Building("2", luxury, 100, 0)));
            Assert.Equal(Outcome.Blocks, Of("E-03").Outcome);
            Assert.Contains("2幢", Of("E-03").Says.Zh, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Rule", "E-03")]
    public void A_building_nobody_looked_at_is_not_known_to_be_none()
    {
        _walk.Do(TestGround.Unit()).Do(TestGround.Buildings(TestGround.Building("1", null, 0, 0), TestGround.Building("2", "apartment", 100, 0)));
        Assert.Equal(Outcome.Missing, Of("E-03").Outcome);

        _walk.Refused(new BuildingsTyped(Project, ["1"], "castle", null), "buildingType", "E-03");
        _walk.Refused(new BuildingsTyped(Project, ["9"], "villa", null), "codes", "E-03");
        _walk.Do(new BuildingsTyped(Project, ["1"], "apartment", 48));

        Assert.Equal(Outcome.Green, Of("E-03").Outcome);
        Assert.Equal(48, _walk[Project].Ground.Buildings!.Value[0].Dwellings);
    }

    [Theory]
    [Trait("Rule", "E-04")]
    [InlineData("railway")]
    [InlineData("nationalRoad")]
    [InlineData("provincialRoad")]
    [InlineData("expressway")]
    [InlineData("trunkRoad")]
    public void A_barrier_through_the_unit_blocks_and_says_into_which_parts_it_cuts(string kind)
    {
        _walk.Do(TestGround.Unit());
        Assert.Equal(Outcome.Missing, Of("E-04").Outcome);

        _walk.Do(TestGround.Barriers(TestGround.Line($"\"code\":\"x\",\"name\":\"线\",\"kind\":\"{kind}\"", (-123.6068, -900), (-123.6068, 900))));

        var crossing = Assert.Single(Report().Crossings);
        Assert.Equal(Outcome.Blocks, Of("E-04").Outcome);
        Assert.Equal(TestGround.Side, crossing.Metres, 0.01);
        // 100 m of 447.2 m lie west of the line.
        Assert.Equal([20 - (20 * 100 / TestGround.Side), 20 * 100 / TestGround.Side], crossing.PartsHa, (a, b) => Math.Abs(a - b) < 0.001);
    }

    [Fact]
    [Trait("Rule", "E-04")]
    public void A_road_along_the_border_crosses_nothing_and_one_that_ends_inside_cuts_off_nothing_yet_crosses()
    {
        _walk.Do(TestGround.Unit());

        _walk.Do(TestGround.Barriers(Road("edge", (218, -900), (218, 900)), Road("far", (400, -900), (400, 900))));
        Assert.Equal(Outcome.Green, Of("E-04").Outcome);

        _walk.Do(TestGround.Barriers(Road("end", (0, -900), (0, 0))));
        Assert.Equal(Outcome.Blocks, Of("E-04").Outcome);
        Assert.Equal(20, Assert.Single(Assert.Single(Report().Crossings).PartsHa), 0.001);
    }

    [Theory]
    [Trait("Rule", "E-04")]
    [InlineData(29.9, Outcome.Green)]
    [InlineData(30, Outcome.Blocks)]
    public void A_river_is_a_barrier_from_30_metres(double width, Outcome outcome)
    {
        var river = FormattableString.Invariant($"\"code\":\"r\",\"name\":\"河\",\"kind\":\"river\",\"widthMetres\":{width}");

        _walk.Do(TestGround.Unit()).Do(TestGround.Barriers(TestGround.Area(river, Surveyor.Rectangle(0, 0, width, 2_000))));

        Assert.Equal(outcome, Of("E-04").Outcome);
        if (outcome == Outcome.Blocks)
            Assert.Equal(2, Assert.Single(Report().Crossings).PartsHa.Count);
        _walk.Refused(TestGround.Barriers(TestGround.Area("\"code\":\"r\",\"name\":\"河\",\"kind\":\"river\"", Surveyor.Rectangle(0, 0, 40, 2_000))), "features.features[0].properties.widthMetres");
    }

    [Fact]
    [Trait("Rule", "E-04")]
    public void A_bridge_on_the_crossing_with_a_document_in_the_file_proves_the_link_and_one_elsewhere_does_not()
    {
        _walk.Do(TestGround.Unit()).Do(TestGround.Barriers(Road("x", (0, -900), (0, 900))));
        _walk.Refused(Bridge("x", 0, 100), "proof.title", "E-04");
        _walk.Do(ProgrammeWalk.Document(Project, "formalities", "bridge approval"));
        _walk.Refused(Bridge("y", 0, 100), "proof.barrier", "E-04");
        _walk.Refused(new ProofGiven(Project, "p", new Proof(ProofKind.Connectivity, "formalities", "bridge approval", "x", null, null)), "proof.longitude", "E-04");

        _walk.Do(Bridge("x", 0, 700));
        Assert.Equal(Outcome.Blocks, Of("E-04").Outcome);
        _walk.Do(Bridge("x", 20, 100));
        Assert.Equal(Outcome.Amber, Of("E-04").Outcome);
        Assert.Equal("p", Assert.Single(Report().Crossings).Proof);

        _walk.Do(new SmartCommunity.Programme.Files.DocumentWithdrawn(Project, "formalities", "bridge approval", "it was another bridge"));
        Assert.Equal(Outcome.Blocks, Of("E-04").Outcome);
    }

    [Fact]
    [Trait("Rule", "E-05")]
    public void Several_communities_need_a_plan_to_manage_them_as_one()
    {
        _walk.Do(TestGround.Unit());
        Assert.Equal(Outcome.Missing, Of("E-05").Outcome);
        _walk.Do(TestGround.Units(UnitScheme.Administrative, TestGround.AreaUnit("a", 0, 2_000)));
        Assert.Equal(Outcome.Green, Of("E-05").Outcome);

        _walk.Do(TestGround.Units(UnitScheme.Administrative, TestGround.AreaUnit("a", -1_000, 2_000), TestGround.AreaUnit("b", 1_000, 2_000)));
        Assert.Equal(Outcome.Red, Of("E-05").Outcome);

        _walk.Do(ProgrammeWalk.Document(Project, "scheme", "one management")).Do(new ProofGiven(Project, "u", new Proof(ProofKind.UnifiedManagement, "scheme", "one management", null, null, null)));
        Assert.Equal(Outcome.Amber, Of("E-05").Outcome);
        _walk.Do(new ProofWithdrawn(Project, "u", "the communities disagreed"));
        Assert.Equal(Outcome.Red, Of("E-05").Outcome);
    }

    [Fact]
    [Trait("Rule", "E-06")]
    public void A_new_build_candidate_has_the_weighted_mean_of_what_is_assessed()
    {
        _walk.Refused(new PriorityAssessed(Project, "population", 0.5, "plan 1"), "project", "E-06");
        Assert.Equal(Outcome.NotApplicable, Of("E-06").Outcome);
        _walk.Do(new ProjectTyped(Project, ProjectType.NewBuild, false, false, "on open ground")).Do(TestGround.Unit());

        _walk.Refused(new PriorityAssessed(Project, "population", 1.1, "plan 1"), "value", "E-06");
        _walk.Refused(new PriorityAssessed(Project, "population", 1, ""), "source", "E-06");
        _walk.Do(new PriorityAssessed(Project, "population", 1, "plan 1")).Do(new PriorityAssessed(Project, "transit", 0.5, "map of lines"));
        Assert.Equal(Outcome.Missing, Of("E-06").Outcome);
        _walk.Do(new PriorityAssessed(Project, "underground", 0, "survey"));

        // 0.4 × 1 + 0.3 × 0.5 + 0.3 × 0
        Assert.Equal(0.55, Report().Priority!.Value, 1e-12);
        Assert.Equal(Outcome.Amber, Of("E-06").Outcome);
        _walk.Do(new PriorityAssessed(Project, "underground", 0.2, "survey 2"));
        Assert.Equal(Outcome.Green, Of("E-06").Outcome);
    }

    [Fact]
    [Trait("Rule", "E-07")]
    public void Rebuilding_needs_the_safety_report()
    {
        Assert.Equal(Outcome.NotApplicable, Of("E-07").Outcome);
        _walk.Do(new ProjectTyped(Project, ProjectType.Rebuild, false, false, "the houses are unsafe"));
        Assert.Equal(Outcome.Blocks, Of("E-07").Outcome);

        _walk.Do(ProgrammeWalk.Document(Project, "survey", "safety report")).Do(new ProofGiven(Project, "s", new Proof(ProofKind.StructuralSafety, "survey", "safety report", null, null, null)));

        Assert.Equal(Outcome.Green, Of("E-07").Outcome);
    }

    [Fact]
    [Trait("Rule", "E-03")]
    [Trait("Rule", "E-04")]
    public void A_declaration_asks_the_guard_and_what_is_not_known_is_not_met()
    {
        _walk.Survey().File();
        var refusals = _walk.Try(Declared(null));
        Assert.Equal(["E-01", "E-02", "E-02", "E-03", "E-04", "E-05"], refusals.SelectMany(r => r.Rules));
        Assert.Equal(["E-03", "E-04"], _walk.Try(Declared("on demand")).SelectMany(r => r.Rules));

        _walk.Ground();
        Assert.Empty(_walk.Try(Declared(null)));

        _walk.Do(TestGround.Buildings(TestGround.Building("1", "villa", 0, 0)));
        _walk.Refused(Declared("on demand"), "dwellings", "E-03");
    }

    [Fact]
    [Trait("Rule", "E-05")]
    public void A_soft_rule_wants_a_reason_and_takes_it()
    {
        _walk.Survey().File().Ground().Do(TestGround.Units(UnitScheme.Administrative, TestGround.AreaUnit("a", -1_000, 2_000), TestGround.AreaUnit("b", 1_000, 2_000)));

        _walk.Refused(Declared(" "), "reason", "E-05");
        Assert.Empty(_walk.Try(Declared("both communities agreed to merge")));
    }

    private static ProjectDeclared Declared(string? reason) => new(Project, ProgrammeWalk.Lead, reason);

    private static string Road(string code, params (double, double)[] points) => TestGround.Line($"\"code\":\"{code}\",\"name\":\"{code}路\",\"kind\":\"trunkRoad\"", points);

    private static ProofGiven Bridge(string barrier, double east, double north)
    {
        var (longitude, latitude) = TestGround.At(east, north);
        return new ProofGiven(Project, "p", new Proof(ProofKind.Connectivity, "formalities", "bridge approval", barrier, longitude, latitude));
    }

    private EligibilityReport Report() => EligibilityJudge.Judge(_walk.State, _walk[Project], ProgrammeWalk.Policy);

    private RuleVerdict Of(string rule, string? part = null) => Report().Verdicts.Single(v => v.Rule == rule && (part is null || v.Part == part));
}
