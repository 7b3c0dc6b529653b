using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Programme.Money;

public sealed class LedgerTests
{
    private const string Project = MoneyWalk.Project;

    [Fact]
    public void Lines_stand_in_the_order_of_the_log_with_a_running_balance()
    {
        var walk = MoneyWalk.Passed(700).Cost(40, "ict").Cost(300).Do(new CostCorrected(Project, 2, "not ours")).PayAll().Do(new MoneyReturned(Project, 1, SubsidyTests.Wan(1), "receipt", "rounding"));

        Assert.Equal(
            ["Cost 700: 700 - 0 = 700", "OtherCost 40: 700 - 0 = 700", "Cost 300: 1000 - 0 = 1000", "OtherCost -40: 1000 - 0 = 1000", "Payment 1000: 1000 - 1000 = 0", "Return -1: 1000 - 999 = 1"],
            walk.Ledger().Lines.Select(l => $"{l.Kind} {l.AmountFen.WanYuan:0}: {l.SpentFen.WanYuan:0} - {l.PaidFen.WanYuan:0} = {l.BalanceFen.WanYuan:0}"));
        Assert.Equal("工程建设：new lifts", walk.Ledger().Lines[0].Text.Zh);
        Assert.Equal("Counter-entry of 2 (Information technology): not ours", walk.Ledger().Lines[3].Text.En);
    }

    [Fact]
    [Trait("Rule", "F-01")]
    public void What_pays_for_the_costs_adds_up_to_them()
    {
        var walk = MoneyWalk.Passed(1200).Cost(80, "ict").Cost(30, "department", "民政局").Cost(20, "department", "卫健局").Cost(5, CostClasses.Other);
        var funding = walk.Ledger().Funding;

        Assert.Equal((SubsidyTests.Wan(1335), SubsidyTests.Wan(1000), SubsidyTests.Wan(205)), (funding.CostsFen, funding.SubsidyFen, funding.UnitFen));
        Assert.Equal([("department", "卫健局", 20), ("department", "民政局", 30), ("ict", null, 80)], funding.OtherFunds.Select(f => (f.Fund.Code, f.Named, (int)f.AmountFen.WanYuan)));
        Assert.Equal(funding.CostsFen, funding.SubsidyFen + funding.AfterPassFen + funding.UnitFen + Fen.Sum(funding.OtherFunds.Select(f => f.AmountFen)));
    }

    [Fact]
    public void The_district_adds_up_its_projects_and_what_left_stays_in_it()
    {
        var walk = MoneyWalk.Building().Cost(1300).Do(new CostBooked("baihe", "works", null, SubsidyTests.Wan(10), "b1", PayeeKind.Consultant, "survey"));
        walk.Do(new UpperGrantEntered(null, "省级", SubsidyTests.Wan(60), "p1")).Do(new UpperGrantEntered("baihe", "市级", SubsidyTests.Wan(40), "p2"));
        walk.Today = new DateOnly(2023, 2, 1);
        walk.PayAll().Do(new ProjectWithdrawn(Project, "the land is gone"));

        var ledger = DistrictLedger.Of(walk.State, PolicyLibrary.Shipped, walk.Today);

        Assert.Equal(17, ledger.Projects.Count);
        Assert.Equal(["shanshui", "jiangbin", "yicheng"], ledger.Projects.Take(3).Select(p => p.Project));
        Assert.Equal((SubsidyTests.Wan(1310), SubsidyTests.Wan(700), SubsidyTests.Wan(700), SubsidyTests.Wan(300), SubsidyTests.Wan(100)), (ledger.Sums.SpentFen, ledger.Sums.PaidFen, ledger.Sums.ExposedFen, ledger.Sums.BorneFen, ledger.Sums.GrantsFen));
        Assert.Equal(ledger.Sums.SpentFen - ledger.Sums.PaidFen, ledger.Lines[^1].BalanceFen);
        Assert.Equal(ledger.Lines.OrderBy(l => l.Position).Select(l => l.Position), ledger.Lines.Select(l => l.Position));
        Assert.Equal(Fen.Zero, ledger.Sums.DueFen);
    }

    [Fact]
    public void A_part_of_the_district_adds_up_its_own_projects_only()
    {
        var walk = MoneyWalk.Building().Cost(1300).Do(new CostBooked("baihe", "works", null, SubsidyTests.Wan(10), "b1", PayeeKind.Consultant, "survey"));
        walk.Do(new UpperGrantEntered(null, "省级", SubsidyTests.Wan(60), "p1")).Do(new UpperGrantEntered("baihe", "市级", SubsidyTests.Wan(40), "p2"));

        var own = DistrictLedger.Of(walk.State, PolicyLibrary.Shipped, walk.Today).Only(p => p == "baihe");
        var none = DistrictLedger.Of(walk.State, PolicyLibrary.Shipped, walk.Today).Only(_ => false);

        Assert.Equal(["baihe"], own.Projects.Select(p => p.Project));
        Assert.Equal((SubsidyTests.Wan(10), SubsidyTests.Wan(40)), (own.Sums.SpentFen, own.Sums.GrantsFen));
        Assert.Equal([(LedgerKind.Cost, SubsidyTests.Wan(10)), (LedgerKind.Grant, SubsidyTests.Wan(10))], own.Lines.Select(l => (l.Kind, l.SpentFen)));
        Assert.Equal((0, 0, Fen.Zero), (none.Projects.Count, none.Lines.Count, none.Sums.SpentFen));
    }

    [Fact]
    public void Underway_is_committed_and_neither_due_nor_paid()
    {
        var walk = MoneyWalk.Passed(1000).Do(new PaymentRequested(Project, PaymentKind.First, SubsidyTests.Wan(1000), MoneyWalk.May));

        Assert.Equal((SubsidyTests.Wan(1000), Fen.Zero, Fen.Zero), (walk.Ledger().Sums.CommittedFen, walk.Ledger().Sums.DueFen, walk.Ledger().Sums.PaidFen));
        Assert.Equal(SubsidyTests.Wan(1000), walk.Do(new PaymentApproved(Project, 1), MoneyWalk.Finance).Ledger().Sums.CommittedFen);
    }

    [Theory]
    [InlineData(TaskYear.DueDate, "2022-12-31", false)]
    [InlineData(TaskYear.DueDate, "2023-01-01", true)]
    [InlineData(TaskYear.PoolFinish, "2023-01-01", true)]
    [Trait("Rule", "M-09")]
    public void A_project_is_late_when_its_year_is_over(TaskYear switched, string day, bool late)
    {
        var policy = ProgrammeWalk.Policy with { Subsidy = ProgrammeWalk.Policy.Subsidy with { TaskYear = switched } };

        Assert.Equal(late, Standing.IsLate(MoneyWalk.Building()[Project], policy, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    [Trait("Rule", "M-09")]
    [Trait("Rule", "T-02")]
    public void The_year_is_that_of_the_due_date_with_its_extensions_and_of_the_pool_before_listing()
    {
        var walk = new ProgrammeWalk();
        Assert.Equal(2022, Standing.TaskYear(walk[Project], ProgrammeWalk.Policy));
        walk.Today = new DateOnly(2021, 12, 16);
        walk.Do(new SmartCommunity.Programme.Pool.ProjectTyped(Project, SmartCommunity.Programme.Pool.ProjectType.Renovation, Demolition: true, Resettlement: false, "two blocks go")).To(Stage.Building);

        Assert.Equal(2023, Standing.TaskYear(walk[Project], ProgrammeWalk.Policy));
        Assert.Equal(2022, Standing.TaskYear(walk[Project], ProgrammeWalk.Policy with { Subsidy = ProgrammeWalk.Policy.Subsidy with { TaskYear = TaskYear.PoolFinish } }));
        walk.Do(new ExtensionGranted(Project, new DateOnly(2024, 3, 1), "d1", "Director", "floods"));
        Assert.Equal(2024, Standing.TaskYear(walk[Project], ProgrammeWalk.Policy));
    }

    [Fact]
    public void Before_it_passed_a_project_goes_by_the_level_applied_for_or_the_city_by_switch()
    {
        var project = MoneyWalk.Building(Level.Province)[Project];
        var city = ProgrammeWalk.Policy with { Subsidy = ProgrammeWalk.Policy.Subsidy with { UnfinishedLevel = UnfinishedLevel.City } };
        var day = new DateOnly(2022, 3, 1);

        Assert.Equal(Level.Province, Standing.Of(project, ProgrammeWalk.Policy, day).Level);
        Assert.Equal(Level.City, Standing.Of(project, city, day).Level);
        Assert.Equal(Level.City, Standing.Of(new ProgrammeWalk()[Project], ProgrammeWalk.Policy, day).Level);
    }

    [Fact]
    public void Passing_the_city_in_time_and_the_province_later_is_in_time()
    {
        var walk = MoneyWalk.Passed(1200, Level.Province);
        walk.Today = new DateOnly(2023, 5, 1);
        walk.Do(new ProvinceApplied(Project)).Do(new AcceptancePassed(Project, Level.Province, "province 1"));

        Assert.Equal((false, SubsidyTests.Wan(1200)), (walk.Ledger().Case.Late, walk.Ledger().Readings.Result.First));
    }
}
