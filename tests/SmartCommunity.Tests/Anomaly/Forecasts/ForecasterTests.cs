using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Anomaly.Forecasts;

namespace SmartCommunity.Tests.Anomaly.Forecasts;

public sealed class ForecasterTests
{
    private const int Horizon = 14;

    private static readonly DateOnly First = new(2026, 1, 5); // A Monday.

    [Fact]
    public void A_weekly_rhythm_is_forecast_by_the_seasonal_model_to_the_value_of_its_weekday()
    {
        var forecast = Of(Series(120, day => day % 7 == 6 ? 20 : 60), Horizon)!;

        Assert.Equal(ForecastModel.Seasonal, forecast.Model);
        Assert.Equal((60.0, 60.0, 60.0), (forecast.Value, forecast.Low, forecast.High));
        Assert.Equal((1.0, 0.0), (forecast.Test.Coverage, forecast.Test.MeanError));
    }

    [Fact]
    public void A_steady_rise_is_forecast_by_the_regression_which_beats_the_seasonal_model_there()
    {
        var random = new Random(3);
        var forecast = Of(Series(150, day => 20 + (0.4 * day) + random.NextDouble()), Horizon)!;

        Assert.Equal(ForecastModel.Regression, forecast.Model);
        var expected = 20 + (0.4 * (149 + Horizon)) + 0.5;
        Assert.InRange(forecast.Value, expected - 3, expected + 3);
        Assert.True(forecast.Test.MeanError < forecast.Test.SeasonalError * (1 - Forecaster.LeastGain));
    }

    [Fact]
    public void Of_noise_the_interval_holds_about_what_it_is_meant_to_and_no_model_is_taken_that_does_worse()
    {
        var coverages = new List<double>();
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            var forecast = Of(Series(200, _ => 50 + (10 * (random.NextDouble() - 0.5))), Horizon)!;
            Assert.True(forecast.Test.MeanError <= forecast.Test.SeasonalError);
            Assert.True(forecast.Low < forecast.Value && forecast.Value < forecast.High);
            coverages.Add(forecast.Test.Coverage);
        }

        Assert.InRange(coverages.Average(), 0.7, 0.92);
    }

    [Fact]
    public void Too_short_a_history_gives_none_and_one_day_more_gives_one()
    {
        var needed = Forecaster.NeededDays(Horizon);

        Assert.Null(Of(Series(needed - 1, _ => 1), Horizon));
        Assert.NotNull(Of(Series(needed, _ => 1), Horizon));
        Assert.Null(Forecaster.Of([], First, ForecastBounds.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Forecaster.MaxHorizon + 1)]
    public void A_day_outside_the_limits_is_refused(int horizon) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(Series(100, _ => 1), horizon));

    [Fact]
    public void The_order_of_the_history_and_days_without_a_value_change_nothing_that_they_should_not()
    {
        var random = new Random(5);
        var series = Series(150, day => (day % 7 * 3) + random.NextDouble());
        var shuffled = series.ToArray();
        random.Shuffle(shuffled);

        Assert.Equal(Of(series, Horizon), Of(shuffled, Horizon));
        Assert.NotNull(Of([.. series.Where((_, i) => i % 11 != 4)], Horizon));
    }

    [Fact]
    public void A_forecast_is_the_same_of_the_same_history_and_moves_with_a_shift_and_the_unit()
    {
        Prop.ForAll(ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var series = Series(110, day => 40 + (0.2 * day) + (day % 7) + random.NextDouble());
            var forecast = Of(series, 7)!;
            var moved = Of([.. series.Select(v => v with { Value = (v.Value * 1_000) + 5_000 })], 7)!;

            Assert.Equal(forecast, Of(series, 7));
            Assert.Equal(forecast.Model, moved.Model);
            Assert.Equal((forecast.Value * 1_000) + 5_000, moved.Value, 1.0);
            Assert.Equal(forecast.Test.Coverage, moved.Test.Coverage);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_day_is_forecast_from_what_came_after_it()
    {
        // The last value is outrageous: a back-test that had seen it would forecast it.
        var series = Series(120, day => day % 7);
        var before = Of(series, Horizon)!;
        var after = Forecaster.Of([.. series.SkipLast(1), series[^1] with { Value = 1e6 }], First.AddDays(119 + Horizon), ForecastBounds.None)!;

        Assert.Equal(0, before.Test.MeanError);
        Assert.InRange(after.Test.MeanError * after.Test.Days, 1e6 - 10, 1e6 + 10);
    }

    [Fact]
    public void A_forecast_stays_within_its_bounds()
    {
        var forecast = Forecaster.Of(Series(150, day => Math.Min(100, 40 + (day * 0.6))), First.AddDays(149 + Horizon), new ForecastBounds(0, 100))!;

        Assert.InRange(forecast.Value, 0, 100);
        Assert.InRange(forecast.High, forecast.Low, 100);
    }

    private static DailyValue[] Series(int days, Func<int, double> value) => [.. Enumerable.Range(0, days).Select(day => new DailyValue(First.AddDays(day), value(day)))];

    private static Forecast? Of(DailyValue[] series, int horizon) => Forecaster.Of(series, series.Max(v => v.Day).AddDays(horizon), ForecastBounds.None);
}
