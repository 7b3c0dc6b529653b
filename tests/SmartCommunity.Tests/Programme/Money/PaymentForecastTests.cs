using SmartCommunity.Programme;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Programme.Money;

public sealed class PaymentForecastTests
{
    private const string Project = MoneyWalk.Project;

    [Fact]
    public void A_project_on_its_way_is_expected_in_the_month_it_is_due_between_what_is_booked_and_all_of_it()
    {
        var line = Of(MoneyWalk.Building().Cost(300), 2022, "2022-03-01").Single();

        Assert.Equal((new Month(2022, 12), PaymentKind.First, PaymentCondition.PassesInTime), (line.Month, line.Kind, line.If));
        Assert.Equal((SubsidyTests.Wan(300), SubsidyTests.Wan(1000)), (line.LowFen, line.HighFen));
        Assert.Equal("Due on 2022-12-16 (T-01).", line.Why.En);
        Assert.Null(line.Probability);
    }

    [Fact]
    public void Before_listing_the_pool_says_when_and_a_month_that_is_over_moves_to_the_end_of_the_year()
    {
        var walk = new ProgrammeWalk();

        Assert.Equal(new Month(2022, 6), Of(walk, 2022, "2022-06-30").Single().Month);
        Assert.Equal(new Month(2022, 12), Of(walk, 2022, "2022-07-01").Single().Month);
        Assert.Equal(SubsidyTests.Wan(1000), Of(walk, 2022, "2022-07-01").Single().HighFen);
    }

    [Fact]
    public void The_year_after_its_own_a_project_brings_the_late_payments_unless_it_passes()
    {
        var lines = Of(MoneyWalk.Building(Level.Province).Cost(300), 2023, "2022-11-01", passes: 0.75);

        Assert.Equal(
            [(PaymentKind.LateFirst, (Month?)new Month(2023, 1), PaymentCondition.MissesItsYear, SubsidyTests.Wan(210), SubsidyTests.Wan(700), 0.25), (PaymentKind.Final, null, PaymentCondition.PassesLate, SubsidyTests.Wan(90), SubsidyTests.Wan(360), (double?)null)],
            lines.Select(l => (l.Kind, l.Month, l.If, l.LowFen, l.HighFen, l.Probability)));
    }

    [Fact]
    public void What_is_due_or_underway_is_certain_and_stands_in_this_month()
    {
        var walk = MoneyWalk.Building().Cost(1000).Evaluated();
        walk.Today = new DateOnly(2023, 2, 3);
        Assert.Equal([(PaymentKind.LateFirst, PaymentCondition.None, 1.0), (PaymentKind.Final, PaymentCondition.PassesLate, (double?)null)], Kinds());

        walk.Do(new PaymentRequested(Project, PaymentKind.LateFirst, SubsidyTests.Wan(700), MoneyWalk.May));
        Assert.Equal([(PaymentKind.LateFirst, PaymentCondition.None, 1.0), (PaymentKind.Final, PaymentCondition.PassesLate, (double?)null)], Kinds());
        var forecast = PaymentForecast.Of(walk.State, PolicyLibrary.Shipped, walk.Today, 2023);
        Assert.Equal(SubsidyTests.Wan(700), forecast.Months.First(m => m.Month == new Month(2023, 2)).Sums.CertainFen);
        walk.Do(new PaymentApproved(Project, 1), MoneyWalk.Finance).Do(new PaymentMade(Project, 1, "v1"), MoneyWalk.Cashier);
        Assert.Equal([(PaymentKind.Final, PaymentCondition.PassesLate, (double?)null)], Kinds());

        IEnumerable<(PaymentKind, PaymentCondition, double?)> Kinds() => PaymentForecast.Of(walk.State, PolicyLibrary.Shipped, walk.Today, 2023).Lines.Where(l => l.Project == Project).Select(l => (l.Kind, l.If, l.Probability));
    }

    [Fact]
    public void Beside_what_all_would_come_to_stands_each_times_its_probability_and_what_has_none_in_neither_sum()
    {
        var walk = MoneyWalk.Building().Cost(300);
        var day = new DateOnly(2022, 3, 1);
        var forecast = PaymentForecast.Of(walk.State, PolicyLibrary.Shipped, day, 2022, p => p == Project ? 0.375 : null);

        var line = forecast.Lines.Single(l => l.Project == Project);
        Assert.Equal((0.375, (Fen?)new Fen(112_500_000), (Fen?)new Fen(375_000_000)), (line.Probability, line.WeightedLowFen, line.WeightedHighFen));
        Assert.All(forecast.Lines.Where(l => l.Project != Project), l => Assert.Null(l.WeightedHighFen));
        Assert.Equal(11, (int)(forecast.Sums.HighFen.Value / SubsidyTests.Wan(1000).Value));
        Assert.Equal((new Fen(112_500_000), new Fen(375_000_000), SubsidyTests.Wan(10_000)), (forecast.Sums.WeightedLowFen, forecast.Sums.WeightedHighFen, forecast.Sums.UnestimatedFen));
        Assert.Equal(forecast.Sums.WeightedHighFen, Fen.Sum(forecast.Months.Select(m => m.Sums.WeightedHighFen)));
    }

    [Fact]
    public void A_payment_weighted_by_a_probability_is_rounded_to_the_fen_and_never_more_than_itself()
    {
        Assert.Equal((new Fen(3), new Fen(2), Fen.Zero, new Fen(5)), (new Fen(5).Times(0.5), new Fen(5).Times(0.49), new Fen(5).Times(0), new Fen(5).Times(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fen(5).Times(1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fen(5).Times(double.NaN));
    }

    [Fact]
    public void All_seventeen_projects_add_up_by_month_and_one_that_left_brings_nothing()
    {
        var walk = new ProgrammeWalk { Today = new DateOnly(2022, 1, 10) };
        var forecast = PaymentForecast.Of(walk.State, PolicyLibrary.Shipped, walk.Today, 2022);

        Assert.Equal(
            [("2022-05", 1000), ("2022-06", 5000), ("2022-12", 5000)], forecast.Months.Select(m => (m.Month.ToString(), (int)m.Sums.HighFen.WanYuan)));
        walk.Do(new ProjectWithdrawn(Project, "the land is gone"));
        Assert.Equal(4000, (int)PaymentForecast.Of(walk.State, PolicyLibrary.Shipped, walk.Today, 2022).Months[1].Sums.HighFen.WanYuan);
        Assert.Throws<ArgumentOutOfRangeException>(() => PaymentForecast.Of(walk.State, PolicyLibrary.Shipped, walk.Today, 2021));
    }

    private static IReadOnlyList<ExpectedPayment> Of(ProgrammeWalk walk, int year, string day, double? passes = null) =>
        [.. PaymentForecast.Of(walk.State, PolicyLibrary.Shipped, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), year, _ => passes).Lines.Where(l => l.Project == Project)];
}
