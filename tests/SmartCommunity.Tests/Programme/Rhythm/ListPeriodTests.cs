using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Tests.Programme.Rhythm;

public sealed class ListPeriodTests
{
    private static RhythmPolicy Policy => ShippedPolicies.Fuyang.Rhythm;

    [Theory]
    [Trait("Rule", "O-01")]
    [InlineData(Cadence.Weekly, "2022-03-13", "2022-03-07", "2022-02-28", "2022-03-06", "2022-03-14")]
    [InlineData(Cadence.Weekly, "2022-03-07", "2022-03-07", "2022-02-28", "2022-03-06", "2022-03-14")]
    [InlineData(Cadence.HalfMonthly, "2022-03-15", "2022-03-01", "2022-02-16", "2022-02-28", "2022-03-16")]
    [InlineData(Cadence.HalfMonthly, "2022-03-16", "2022-03-16", "2022-03-01", "2022-03-15", "2022-04-01")]
    [InlineData(Cadence.Monthly, "2022-03-31", "2022-03-01", "2022-02-01", "2022-02-28", "2022-04-01")]
    [InlineData(Cadence.Monthly, "2024-03-01", "2024-03-01", "2024-02-01", "2024-02-29", "2024-04-01")]
    public void A_period_is_the_days_between_two_due_days(Cadence cadence, string today, string due, string from, string until, string next)
    {
        var period = ListPeriod.Latest(cadence, Day(today), Policy);

        Assert.Equal((Day(due), Day(from), Day(until), Day(next)), (period.Due, period.From(Policy), period.Until, period.NextDue(Policy)));
    }

    [Fact]
    [Trait("Rule", "O-01")]
    public void Issues_are_numbered_within_the_year_by_the_calendar_alone()
    {
        Assert.Equal(1, new ListPeriod(Cadence.Weekly, new DateOnly(2022, 1, 3)).Number(Policy));
        Assert.Equal(10, new ListPeriod(Cadence.Weekly, new DateOnly(2022, 3, 7)).Number(Policy));
        Assert.Equal(52, new ListPeriod(Cadence.Weekly, new DateOnly(2022, 12, 26)).Number(Policy));
        Assert.Equal(24, new ListPeriod(Cadence.HalfMonthly, new DateOnly(2022, 12, 16)).Number(Policy));
        Assert.Equal(3, new ListPeriod(Cadence.Monthly, new DateOnly(2022, 3, 1)).Number(Policy));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
