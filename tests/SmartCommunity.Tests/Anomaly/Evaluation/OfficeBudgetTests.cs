using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Evaluation;

namespace SmartCommunity.Tests.Anomaly.Evaluation;

public sealed class OfficeBudgetTests
{
    private const long HourMs = 3_600_000;

    [Fact]
    public void A_quiet_past_filters_nothing_and_never_lets_through_what_is_below_an_alert()
    {
        SaidAnomaly[] said = [new(1, DetectorChannel.Series, 0, 0.9f), new(2, DetectorChannel.Series, 0, 1.1f)];

        Assert.Equal(1, OfficeBudget.Strength(said, 1));
        Assert.Equal(1, OfficeBudget.Strength([], 0));
        Assert.Equal(1, OfficeBudget.Strength([said[0]], 0));
    }

    [Fact]
    public void A_loud_past_asks_for_the_lowest_strength_that_keeps_within_the_budget()
    {
        SaidAnomaly[] said = [.. Enumerable.Range(0, 100).Select(i => new SaidAnomaly(i, DetectorChannel.Series, 0, 1 + (i / 100f)))];

        Assert.Equal(1.9f, OfficeBudget.Strength(said, 10));
        Assert.Equal(1.9f, OfficeBudget.Strength([.. said.Reverse()], 10));
        Assert.Equal(float.PositiveInfinity, OfficeBudget.Strength(said, 0));
    }

    [Fact]
    public void What_is_said_again_within_three_hours_is_the_same_alert_and_another_channel_is_another()
    {
        SaidAnomaly[] once = [.. Enumerable.Range(0, 10).Select(i => new SaidAnomaly(1, DetectorChannel.Series, i * 3 * HourMs, 2))];
        SaidAnomaly[] twice = [.. once, new(1, DetectorChannel.Step, 0, 2)];
        SaidAnomaly[] apart = [once[0], new(1, DetectorChannel.Series, (3 * HourMs) + 1, 2)];

        Assert.Equal(1, OfficeBudget.Strength(once, 1));
        Assert.Equal(float.PositiveInfinity, OfficeBudget.Strength(twice, 1));
        Assert.Equal(float.PositiveInfinity, OfficeBudget.Strength(apart, 1));
    }
}
