using SmartCommunity.Programme.Forecasts;

namespace SmartCommunity.Tests.Programme.Forecasts;

public sealed class PassModelTests
{
    private static readonly DateOnly Start = new(2022, 1, 3);

    [Fact]
    public void The_worked_example_of_the_model_holds()
    {
        var rising = Weeks(10, week => 60 + (2 * week), _ => 0);
        var forecast = PassModel.Of(rising, rising[^1].Day.AddDays(28), 80);
        Assert.Equal((1, 1, 1, 0, 10), (forecast.Probability, forecast.PointsProbability, forecast.GapsProbability, forecast.Deviation, forecast.Weeks));
        Assert.Equal(78 + (2 * 31 / 7.0), forecast.Expected!.Value, 1e-9);

        // 64 days: 63 between the first and the last.
        var open = Days(64, _ => 90, _ => 3);
        var gaps = PassModel.Of(open, open[^1].Day.AddDays(28), 80);
        Assert.Equal(Math.Pow(1 - Math.Exp(-0.5 / 245 * 28), 3), gaps.Probability!.Value, 1e-12);
        Assert.Equal(0.0002, gaps.Probability.Value, 0.00005);
    }

    [Fact]
    public void Scatter_makes_a_far_day_less_sure_than_a_near_one()
    {
        // Steps of +3 and -1 a week: drift 1, scatter 2.
        var history = Weeks(11, week => 60 + (week / 2 * 2) + (week % 2 * 3), _ => 0);
        var mark = history[^1].Points;
        var near = PassModel.Of(history, history[^1].Day.AddDays(7), mark);
        var far = PassModel.Of(history, history[^1].Day.AddDays(91), mark);

        Assert.Equal(10.0 / 10, (near.Expected!.Value - 70) / (10 / 7.0), 1e-9);
        Assert.True(far.Deviation > 3 * near.Deviation);
        Assert.InRange(near.Probability!.Value, 0.5, 1);
        var variance = 40.0 / 9;
        var ahead = 10 / 7.0;
        Assert.Equal(Math.Sqrt(variance * (ahead + (ahead * ahead / 10))), near.Deviation!.Value, 1e-9);
    }

    [Fact]
    public void Gaps_that_closed_before_are_expected_to_close_again()
    {
        var closing = Days(70, _ => 90, day => day < 35 ? 3 : 1);
        var staying = Days(70, _ => 90, _ => 1);
        var due = closing[^1].Day.AddDays(60);

        Assert.Equal(1 - Math.Exp(-2.5 / ((35 * 3) + 34 + 56) * 60), PassModel.Of(closing, due, 80).Probability!.Value, 1e-12);
        Assert.True(PassModel.Of(closing, due, 80).Probability > PassModel.Of(staying, due, 80).Probability);
    }

    [Fact]
    public void Too_few_days_and_a_day_that_is_past_are_said_and_not_guessed()
    {
        var seven = Weeks(7, _ => 90, _ => 0);
        Assert.Equal((null, ForecastMissing.TooFewDays, 7), Said(PassModel.Of(seven, Start.AddYears(1), 80)));
        Assert.Equal((null, ForecastMissing.TooFewDays, 0), Said(PassModel.Of([], Start, 80)));
        var eight = Weeks(8, _ => 90, _ => 0);
        Assert.Equal((null, ForecastMissing.DueIsPast, 8), Said(PassModel.Of(eight, eight[^1].Day, 80)));
        Assert.Equal((1, null, 8), Said(PassModel.Of(eight, eight[^1].Day.AddDays(1), 80)));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.959963985, 0.975)]
    [InlineData(-1.281551566, 0.1)]
    [InlineData(6, 0.9999999990)]
    public void The_normal_curve_is_right_to_seven_digits(double z, double below) => Assert.Equal(below, NormalCurve.Below(z), 1e-7);

    private static (double?, ForecastMissing?, int) Said(PassForecast forecast) => (forecast.Probability, forecast.Missing, forecast.Weeks);

    private static List<ScoreDay> Weeks(int weeks, Func<int, double> points, Func<int, int> gaps) => Days(weeks * 7, day => points(day / 7), gaps);

    private static List<ScoreDay> Days(int days, Func<int, double> points, Func<int, int> gaps) => [.. Enumerable.Range(0, days).Select(d => new ScoreDay(Start.AddDays(d), points(d), gaps(d)))];
}
