using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Tests.Anomaly.Evaluation;

namespace SmartCommunity.Tests.Anomaly.Detectors;

public sealed class ChannelTests
{
    private const int PointsADay = 96;
    private static readonly DateTimeOffset _start = new(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void A_value_that_stands_still_by_night_is_usual_and_by_day_soon_is_not()
    {
        var detector = new StuckDetector(TimeSpan.FromHours(8));
        var highest = 0f;
        for (var i = 0; i < 14 * PointsADay; i++)
            highest = Math.Max(highest, detector.Next(At(i), i % PointsADay < 32 ? 5 : 5 + i).Score);

        var noon = 14 * PointsADay + 48;
        var stuck = Enumerable.Range(noon, 8).Select(i => detector.Next(At(i), 7)).ToArray();

        Assert.True(highest < 1, $"{highest}");
        Assert.True(stuck[^1].Score > 1, $"{stuck[^1]}");
        Assert.All(stuck, s => Assert.Equal(At(noon), s.Since));
    }

    [Fact]
    public void A_value_that_never_moves_says_nothing() =>
        Assert.Equal(0, Run(Enumerable.Repeat(45.0, 40 * PointsADay)).Max());

    [Fact]
    public void A_step_is_a_multiple_of_the_largest_before_and_too_early_is_nothing()
    {
        var detector = new StepDetector();
        double[] values = [.. Enumerable.Range(0, 400).Select(i => 10.0 + i % 2 * 4)];

        Assert.All(values[..305].Select(detector.Next).ToArray(), said => Assert.Equal(0, said));
        Assert.All(values[305..].Select(detector.Next).ToArray(), said => Assert.Equal(1, said, 5));
        Assert.Equal(2.5f, detector.Next(24), 5);
        Assert.Equal(0.4f, detector.Next(20), 5);
        Assert.Equal(0, detector.Next(double.NaN));
    }

    [Fact]
    public void Standstill_and_step_do_not_depend_on_the_unit_or_on_what_comes_later()
    {
        foreach (var file in NabCorpus.Files)
        {
            (Standstill, float)[] Said(Func<double, double> unit, int rows)
            {
                var (stuck, step) = (new StuckDetector(TimeSpan.Zero), new StepDetector());
                return [.. Enumerable.Range(0, rows).Select(i => (stuck.Next(file.At[i], unit(file.Values[i])), step.Next(unit(file.Values[i]))))];
            }

            var whole = Said(x => x, file.Values.Length);

            Assert.Equal(whole, Said(x => (x - 32) / 1.8, file.Values.Length));
            Assert.Equal(whole, Said(x => x * 1000, file.Values.Length));
            Assert.Equal(whole[..(whole.Length / 3)], Said(x => x, whole.Length / 3));
        }
    }

    [Fact]
    public void What_happens_to_the_whole_building_cancels_and_what_happens_to_one_meter_stands_out()
    {
        Assert.Equal(0, PeerComparison.Difference(130, [130, 128, 133]));
        Assert.Equal(25, PeerComparison.Difference(130, [100, 104, 106, 110]));
        Assert.Equal(30, PeerComparison.Difference(130, [double.NaN, 100, 100]));
        Assert.Null(PeerComparison.Difference(130, [100, double.NaN]));
        Assert.Null(PeerComparison.Difference(double.NaN, [100, 101, 102]));
    }

    [Fact]
    public void A_budget_gives_the_lowest_thresholds_that_stay_within_it()
    {
        float[] quiet = new float[400];
        ChannelScores Past(params (int Row, float Score)[] said) => new([.. quiet.Select((_, i) => said.FirstOrDefault(s => s.Row == i).Score)], quiet, quiet);
        ChannelScores[] past = [Past((10, 9), (50, 4), (55, 6), (100, 5)), Past((200, 3), (300, 7))];

        Assert.Equal([7, 6, 4, 3, float.PositiveInfinity], new[] { 2, 3, 4, 5, 0 }.Select(n => AlertBudget.Fit(past, 0, n).Record));
        Assert.Equal([50, 100], AlertBudget.Fit(past, 11, 4).Rows(past[0], 11));
    }

    private static float[] Run(IEnumerable<double> values)
    {
        var detector = new StuckDetector(TimeSpan.FromHours(8));
        return [.. values.Select((v, i) => detector.Next(At(i), v).Score)];
    }

    private static DateTimeOffset At(int point) => _start.AddMinutes(15 * point);
}
