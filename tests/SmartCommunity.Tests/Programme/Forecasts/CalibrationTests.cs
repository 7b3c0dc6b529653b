using SmartCommunity.Programme.Forecasts;

namespace SmartCommunity.Tests.Programme.Forecasts;

public sealed class CalibrationTests
{
    [Fact]
    public void Bins_and_Brier_scores_are_those_of_the_definition()
    {
        var calibration = Calibration.Of([new(0.1, false), new(0.1, true), new(0.9, true), new(1, true)], histories: 2);

        Assert.Equal((4, 2, 0.75), (calibration.Count, calibration.Histories, calibration.BaseRate));
        Assert.Equal((0.01 + 0.81 + 0.01 + 0) / 4, calibration.Brier!.Value, 1e-12);
        Assert.Equal(0.75 * 0.25, calibration.BaseBrier!.Value, 1e-12);
        Assert.Equal([2, 0, 0, 0, 2], calibration.Bins.Select(b => b.Count));
        Assert.Equal((0.1, 0.5), (calibration.Bins[0].Mean!.Value, calibration.Bins[0].Observed!.Value));
        Assert.Equal((null, null), (calibration.Bins[1].Mean, calibration.Bins[1].Observed));
        Assert.Equal(0.95, calibration.Bins[4].Mean!.Value, 1e-12);
        Assert.Equal(1 - (0.2075 / 0.1875), calibration.Skill!.Value, 1e-12);
    }

    [Fact]
    public void Nothing_tested_is_said_and_an_outcome_that_never_changes_leaves_nothing_to_foresee()
    {
        var none = Calibration.Of([]);
        Assert.Equal((0, 0, null, null, null), (none.Count, none.Histories, none.Brier, none.BaseRate, none.Skill));
        Assert.Equal(Calibration.BinCount, none.Bins.Count);
        Assert.Null(Calibration.Of([new(0.9, true)], 1).Skill);
    }

    [Fact]
    public void The_back_test_forecasts_from_the_days_before_alone()
    {
        // 40 weeks that stand at 90 and fall to 50 on the last day: every forecast but those of the last day says 1.
        var days = Enumerable.Range(0, 280).Select(d => new ScoreDay(new DateOnly(2022, 1, 3).AddDays(d), d == 279 ? 50 : 90, 0)).ToList();
        var tests = Calibration.BackTest(days, 80);

        // Origins every week from the one with the eighth week's first day: day 49, 56, … with 28, 56 and 91 days ahead inside the history.
        var expected = Enumerable.Range(0, 40).Select(week => week * 7).Where(day => day >= 49).Sum(day => Calibration.Horizons.Count(h => day + h <= 279));
        Assert.Equal(expected, tests.Count);
        Assert.All(tests, t => Assert.Equal(1, t.Probability));
        Assert.All(tests, t => Assert.True(t.Passed));
        Assert.Equal(1, Calibration.Of([(days, 80), ([], 80)]).Histories);
    }

    /// <summary>Random walks are what the model is made for: over many of them its probabilities hold.</summary>
    [Fact]
    public void Over_random_walks_the_probabilities_hold_and_beat_the_base_rate()
    {
        const int seed = 6;
        var random = new Random(seed);
        var histories = Enumerable.Range(0, 120).Select(_ => ((IReadOnlyList<ScoreDay>)Walk(random), 80.0)).ToList();

        var calibration = Calibration.Of(histories);
        Assert.True(calibration.Skill > 0.3, $"seed {seed}: skill {calibration.Skill}");
        Assert.All(calibration.Bins, b => Assert.True(Math.Abs(b.Mean!.Value - b.Observed!.Value) < 0.12, $"seed {seed}: {b}"));
    }

    private static List<ScoreDay> Walk(Random random)
    {
        var points = 70 + (20 * random.NextDouble());
        var drift = (random.NextDouble() - 0.5) / 5;
        var days = new List<ScoreDay>();
        for (var day = 0; day < 250; day++)
        {
            points += drift + (random.NextDouble() - 0.5);
            days.Add(new ScoreDay(new DateOnly(2022, 1, 3).AddDays(day), points, 0));
        }

        return days;
    }
}
