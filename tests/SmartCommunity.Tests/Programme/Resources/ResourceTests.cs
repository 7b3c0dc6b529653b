using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Resources;
using SmartCommunity.Tests.Programme.Eligibility;

namespace SmartCommunity.Tests.Programme.Resources;

public sealed class ResourceTests
{
    private const string Project = ProgrammeWalk.Project;
    private readonly ProgrammeWalk _walk = new();

    [Fact]
    [Trait("Rule", "R-03")]
    public void A_gap_is_what_a_standard_scenario_wants_less_what_is_there()
    {
        Assert.Equal(Outcome.Missing, Of("R-03").Outcome);
        _walk.Do(TestGround.Facility("elderlyCareCentre", 0, 0, 200)).Do(TestGround.Facility("elderlyCareCentre", 0, 0, 100, "second")).Do(TestGround.Facility("serviceHall", 0, 0));

        var care = Row("elderlyCareCentre");
        Assert.Equal((1, 350.0, 2, 300.0, 0, 50.0), (care.RequiredCount, care.RequiredM2, care.PresentCount, care.PresentM2, care.MissingCount, care.MissingM2));
        Assert.Equal((1, 800.0), (Row("serviceHall").Unmeasured, Row("serviceHall").MissingM2));
        Assert.Equal(Outcome.Red, Of("R-03").Outcome);
        // 交通 is optional for a renovation, standard for new building.
        Assert.DoesNotContain(Gaps().Rows, r => r.Scenario == "JT");
        _walk.Do(new ProjectTyped(Project, ProjectType.NewBuild, false, false, "on open ground"));
        Assert.Equal(["parcelPoint", "parkingGround"], Gaps().Rows.Where(r => r.Scenario == "JT").Select(r => r.Kind));
    }

    [Fact]
    [Trait("Rule", "R-03")]
    public void A_size_by_dwellings_grows_with_them_and_needs_all_of_them_counted()
    {
        _walk.Do(TestGround.Unit()).Do(TestGround.Buildings(TestGround.Building("1", "apartment", 0, 0, 2_000), TestGround.Building("2", "apartment", 50, 0, 1_000), TestGround.Building("out", "apartment", 900, 0, 5_000)));

        Assert.Equal((3_000, 450.0), (Gaps().Dwellings, Row("elderlyCareCentre").RequiredM2));

        _walk.Do(TestGround.Buildings(TestGround.Building("1", "apartment", 0, 0, 2_000), TestGround.Building("2", "apartment", 50, 0)));
        Assert.Null(Gaps().Dwellings);
        Assert.Equal(350.0, Row("elderlyCareCentre").RequiredM2);
    }

    [Fact]
    [Trait("Rule", "R-03")]
    public void With_everything_there_the_list_is_empty()
    {
        foreach (var row in Gaps().Rows)
            _walk.Do(TestGround.Facility(row.Kind, 0, 0, Math.Max(1, row.RequiredM2)));

        Assert.Empty(Gaps().Gaps);
        Assert.Equal(Outcome.Green, Of("R-03").Outcome);
    }

    [Fact]
    [Trait("Rule", "R-05")]
    public void The_largest_need_takes_the_smallest_space_that_fits_and_says_why()
    {
        _walk.Do(TestGround.Unit());
        foreach (var row in Gaps().Rows.Where(r => r.Kind is not ("nursery" or "communityHealthStation" or "fitnessGround")))
            _walk.Do(TestGround.Facility(row.Kind, 0, 0, Math.Max(1, row.RequiredM2)));
        // Needs: nursery 200 m², health station 150 m², fitness ground 300 m² outdoors.
        Space("large", "publicRoom", 500, 0, 0);
        Space("fits", "publicRoom", 210, 0, 50);
        Space("small", "publicRoom", 160, 0, 0);
        Space("land", "openLand", 280, 0, 0);
        Space("farland", "wasteLand", 900, 3_000, 0);

        var matches = SpaceMatching.Of(_walk[Project], ProgrammeWalk.Policy);

        Assert.Equal([("fitnessGround", null), ("nursery", "fits"), ("communityHealthStation", "small")], matches.Select(m => (m.Gap.Kind, m.Space)));
        Assert.Contains("It needs 300 m²; the largest has 280 m²", matches[0].Why.En, StringComparison.Ordinal);
        Assert.Contains("10 m² are left", matches[1].Why.En, StringComparison.Ordinal);
        Assert.Equal(["convert", "swap"], matches[1].Acquisitions);
    }

    [Fact]
    [Trait("Rule", "R-05")]
    public void A_space_that_is_planned_for_is_not_offered_again()
    {
        _walk.Do(TestGround.Unit());
        Space("one", "publicRoom", 1_000, 0, 0);
        _walk.Do(new FacilityPlanned(Project, "p", new FacilityPlan("nursery", 300, "convert", "embedding", "one")));

        Assert.All(SpaceMatching.Of(_walk[Project], ProgrammeWalk.Policy), m => Assert.Null(m.Space));
        Assert.Equal(["p"], Row("nursery").Plans);
        _walk.Refused(new SpaceRemoved(Project, "one", "sold"), "id", "R-05");
        _walk.Refused(new FacilityPlanned(Project, "q", new FacilityPlan("readingRoom", 100, "convert", null, "one")), "plan.space", "R-05");
        _walk.Do(new FacilityPlanDropped(Project, "p", "the neighbours objected")).Do(new SpaceRemoved(Project, "one", "sold"));
        Assert.Empty(_walk[Project].Resources.Spaces);
    }

    [Fact]
    [Trait("Rule", "R-05")]
    public void What_is_no_space_is_refused_by_field()
    {
        _walk.Refused(Entry("a", "castle", 100), "space.kind", "R-05");
        _walk.Refused(Entry("a", "publicRoom", 0), "space.areaM2", "R-05");
        _walk.Refused(new SpaceRemoved(Project, "a", "sold"), "id", "R-05");
    }

    [Theory]
    [Trait("Rule", "R-04")]
    [InlineData("buildIn")]
    [InlineData("purchase")]
    [InlineData("swap")]
    [InlineData("lease")]
    [InlineData("convert")]
    public void A_facility_is_come_by_in_one_of_five_ways(string way)
    {
        _walk.Refused(new FacilityPlanned(Project, "p", new FacilityPlan("nursery", 300, "steal", null, null)), "plan.acquisition", "R-04");

        Assert.Empty(_walk.Try(new FacilityPlanned(Project, "p", new FacilityPlan("nursery", 300, way, null, null))));
    }

    [Theory]
    [Trait("Rule", "R-06")]
    [InlineData("oldEstate")]
    [InlineData("digital")]
    [InlineData("infill")]
    [InlineData("embedding")]
    public void It_is_made_by_one_of_four_methods(string method)
    {
        _walk.Refused(new FacilityPlanned(Project, "p", new FacilityPlan("nursery", 300, "convert", "magic", null)), "plan.method", "R-06");

        Assert.Empty(_walk.Try(new FacilityPlanned(Project, "p", new FacilityPlan("nursery", 300, "convert", method, null))));
        Assert.Equal(4, ProgrammeWalk.Policy.Resources.Methods.Count);
    }

    [Fact]
    [Trait("Rule", "R-05")]
    public void A_plan_fits_its_space()
    {
        Space("land", "openLand", 200, 0, 0);

        _walk.Refused(new FacilityPlanned(Project, "p", new FacilityPlan("nursery", 100, "buildIn", null, "land")), "plan.space", "R-05");
        _walk.Refused(new FacilityPlanned(Project, "p", new FacilityPlan("fitnessGround", 201, "buildIn", null, "land")), "plan.areaM2", "R-05");
        _walk.Refused(new FacilityPlanned(Project, "p", new FacilityPlan("fitnessGround", 200, "buildIn", null, "sea")), "plan.space", "R-05");
    }

    [Fact]
    [Trait("Rule", "R-01")]
    public void Every_standard_scenario_has_an_online_function_in_use()
    {
        foreach (var scenario in new[] { "LL", "JY", "JK", "FW" })
            _walk.Do(Function(scenario, new DateOnly(2021, 7, 1)));
        _walk.Do(Function("ZL", null));
        Assert.Equal(Outcome.Red, Of("R-01").Outcome);
        Assert.Contains("Governance", Of("R-01").Says.En, StringComparison.Ordinal);

        _walk.Do(Function("ZL", new DateOnly(2021, 8, 1)));
        Assert.Equal(Outcome.Green, Of("R-01").Outcome);

        _walk.Do(new OnlineFunctionRetired(Project, "JK", "replaced by the hospital's"));
        Assert.Equal(Outcome.Red, Of("R-01").Outcome);
        _walk.Refused(Function("XX", null), "function.scenario", "R-01");
        _walk.Refused(Function("JK", _walk.Today.AddDays(1)), "function.inUseSince", "R-01");
    }

    [Fact]
    [Trait("Rule", "R-02")]
    public void Services_reach_all_of_the_implementation_unit_and_ever_more_of_the_planning_unit()
    {
        Assert.Equal(Outcome.Missing, Of("R-02").Outcome);
        Report(999, 1_000, 200, 4_000);
        Assert.Equal(Outcome.Amber, Of("R-02").Outcome);
        Assert.Equal(Outcome.Green, Of("R-02", "planning").Outcome);

        Report(1_000, 1_000, 200, 4_001);
        Assert.Equal(Outcome.Green, Of("R-02").Outcome);
        Assert.Equal(Outcome.Red, Of("R-02", "planning").Outcome);

        Report(1_000, 1_000, 400, 8_000);
        Assert.Equal(Outcome.Green, Of("R-02", "planning").Outcome);
        _walk.Refused(new ReachReported(Project, new Reach(1_001, 1_000), null, "app"), "implementation.reached", "R-02");
        _walk.Refused(new ReachReported(Project, new Reach(1, 0), null, "app"), "implementation.households", "R-02");
        _walk.Refused(new ReachReported(Project, new Reach(1_000, 1_000), new Reach(1, 999), "app"), "planning.households", "R-02");
    }

    [Fact]
    [Trait("Rule", "P-03")]
    public void A_lease_of_state_owned_property_is_requested_then_judged_by_the_street_then_decided()
    {
        Space("soe", "stateOwnedRoom", 400, 0, 0, stateOwned: true);
        Space("private", "privateRoom", 400, 0, 0);
        _walk.Refused(Lease("private"), "space", "P-03");
        _walk.Refused(Lease("soe", years: 21), "years", "P-03");
        _walk.Do(Lease("soe"));
        _walk.Refused(new LeaseDecided(Project, "l", true, "contract 1"), "id", "P-03");
        _walk.Refused(Lease("soe", "m"), "space", "P-03");
        _walk.Refused(new LeaseOpinionGiven(Project, "l", true, ""), "text", "P-03");

        _walk.Do(new LeaseOpinionGiven(Project, "l", true, "the canteen is needed")).Do(new LeaseDecided(Project, "l", false, "let already"));

        var lease = _walk[Project].Resources.Leases["l"];
        Assert.Equal((LeaseStage.Refused, true, "let already"), (lease.Stage, lease.Supported, lease.DecisionText));
        _walk.Refused(new LeaseDecided(Project, "l", true, "contract 1"), "id", "P-03");
        Assert.Empty(_walk.Try(Lease("soe", "m")));
    }

    [Fact]
    [Trait("Rule", "P-02")]
    public void The_requirements_are_a_numbered_list_with_what_is_there()
    {
        _walk.Do(TestGround.Facility("nursery", 0, 0, 120));

        var rows = RequirementList.Of(_walk[Project], ProgrammeWalk.Policy);

        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(r => r.No));
        Assert.All(rows, r => Assert.NotEmpty(ProgrammeWalk.Policy.Rule(r.Rule).Quote));
        var nursery = rows.Single(r => r.Heading.Zh == "教育场景 · 托育点");
        Assert.Equal(("1 处，共 200 平方米", "1 处，共 120 平方米"), (nursery.Requirement.Zh, nursery.Present!.Value.Zh));
        Assert.DoesNotContain(rows, r => r.Rule == "F-02");
        _walk.Do(new ProjectTyped(Project, ProjectType.NewBuild, false, false, "on open ground"));
        Assert.Contains(RequirementList.Of(_walk[Project], ProgrammeWalk.Policy), r => r.Rule == "F-02");
    }

    [Fact]
    [Trait("Rule", "F-01")]
    public void The_whole_life_is_balanced_when_as_much_comes_in_as_goes_out()
    {
        Assert.Equal(Outcome.Missing, Of("F-01").Outcome);
        Cash("build", 2021, CashPhase.Construction, false, 1_000_000_00);
        Cash("subsidy", 2022, CashPhase.Construction, true, 700_000_00);
        Cash("rent", 2024, CashPhase.Operation, true, 299_999_99);
        Assert.Equal(Outcome.Red, Of("F-01").Outcome);

        Cash("rent", 2024, CashPhase.Operation, true, 300_000_00);

        Assert.Equal(Outcome.Green, Of("F-01").Outcome);
        var life = LifeCash.Of(_walk[Project].Resources);
        Assert.Equal([(2021, -1_000_000_00L), (2022, -300_000_00L), (2023, -300_000_00L), (2024, 0L)], life.Years.Select(y => (y.Year, y.BalanceFen)));
        Assert.Equal((1.0, 2024, (700_000_00L, 1_000_000_00L), (300_000_00L, 0L)), (life.Ratio, life.BalancedFrom, life.Construction, life.Operation));
        _walk.Do(new CashLineRemoved(Project, "build", "another fund pays"));
        Assert.Equal(Outcome.Missing, Of("F-01").Outcome);
        _walk.Refused(new CashLineEntered(Project, "x", new CashLine(2024, CashPhase.Operation, true, 0, "rent", "plan")), "line.fen", "F-01");
        _walk.Refused(new CashLineEntered(Project, "x", new CashLine(1999, CashPhase.Operation, true, 1, "rent", "plan")), "line.year", "F-01");
    }

    [Fact]
    [Trait("Rule", "F-02")]
    public void New_building_records_its_land_and_the_share_of_business_floor()
    {
        Assert.Equal(Outcome.NotApplicable, Of("F-02").Outcome);
        var land = new LandConditions(200_000, 10_000, "land 7", "with a scheme");
        _walk.Refused(new LandConditionsRecorded(Project, land), "project", "F-02");
        _walk.Do(new ProjectTyped(Project, ProjectType.Rebuild, false, false, "the houses are unsafe"));
        Assert.Equal(Outcome.Missing, Of("F-02").Outcome);
        _walk.Refused(new LandConditionsRecorded(Project, land with { BusinessM2 = 200_001 }), "land.businessM2", "F-02");

        _walk.Do(new LandConditionsRecorded(Project, land));

        Assert.Equal(Outcome.Green, Of("F-02").Outcome);
        Assert.Contains("5.0", Of("F-02").Says.En, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "F-03")]
    public void A_renovation_has_an_operation_plan_in_its_file()
    {
        Assert.Equal(Outcome.Red, Of("F-03").Outcome);
        _walk.Do(ProgrammeWalk.Document(Project, "operation"));
        Assert.Equal(Outcome.Green, Of("F-03").Outcome);
    }

    private GapList Gaps() => GapList.Of(_walk[Project], ProgrammeWalk.Policy);

    private GapRow Row(string kind) => Gaps().Rows.Single(r => r.Kind == kind);

    private RuleVerdict Of(string rule, string? part = null) => ResourceRules.Judge(_walk[Project], ProgrammeWalk.Policy).First(v => v.Rule == rule && (part is null || v.Part == part));

    private void Space(string id, string kind, double areaM2, double east, double north, bool stateOwned = false) => _walk.Do(Entry(id, kind, areaM2, east, north, stateOwned));

    private static SpaceEntered Entry(string id, string kind, double areaM2, double east = 0, double north = 0, bool stateOwned = false)
    {
        var (longitude, latitude) = TestGround.At(east, north);
        return new SpaceEntered(Project, id, new IdleSpace(kind, id + "楼", areaM2, "owner", stateOwned, longitude, latitude));
    }

    private void Cash(string id, int year, CashPhase phase, bool inflow, long fen) => _walk.Do(new CashLineEntered(Project, id, new CashLine(year, phase, inflow, fen, id, "operation plan")));

    private void Report(int reached, int households, int planningReached, int planningHouseholds) => _walk.Do(new ReachReported(Project, new Reach(reached, households), new Reach(planningReached, planningHouseholds), "the app's statistic"));

    private static OnlineFunctionEntered Function(string scenario, DateOnly? since) => new(Project, scenario, new OnlineFunction(scenario, scenario + " online", since, "the app's statistic"));

    private static LeaseRequested Lease(string space, string id = "l", int years = 5) => new(Project, id, space, "elderlyCanteen", "the operator", years);
}
