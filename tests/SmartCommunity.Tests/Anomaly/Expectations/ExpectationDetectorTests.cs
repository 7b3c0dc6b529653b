using SmartCommunity.Anomaly.Expectations;

namespace SmartCommunity.Tests.Anomaly.Expectations;

public sealed class ExpectationDetectorTests
{
    private const int Days = 30, SpikeAt = (28 * 96) + 40;

    private static readonly Lazy<Expectation> _expectation = new(static () => new Expectation(ExpectationTraining.Run(
        ExpectationTarget.Load, [MadeSeries.Wandering("a", 40, 1), MadeSeries.Wandering("b", 40, 2), MadeSeries.Wandering("c", 40, 3)], seed: 1, DateTimeOffset.UnixEpoch)));

    [Fact]
    public void A_value_far_from_what_was_expected_is_a_record_beyond_the_band_and_the_expectation_is_near_what_is_usual()
    {
        var values = Values();
        var usual = values[SpikeAt];
        values[SpikeAt] += 30;

        var scores = Run(values);

        var spike = scores[SpikeAt]!.Value;
        Assert.True(spike.Record >= ExpectationDetector.DefaultThreshold, $"{spike}");
        Assert.True(values[SpikeAt] > spike.High, $"{spike}");
        Assert.InRange(spike.Expected, usual - 8, usual + 8);
        Assert.True(spike.Low < spike.Expected && spike.Expected < spike.High, $"{spike}");
    }

    [Fact]
    public void Nothing_is_expected_before_two_days_are_known()
    {
        var scores = Run(Values());

        Assert.All(scores[..(2 * 96)], s => Assert.Null(s));
        Assert.All(scores[(3 * 96)..], s => Assert.NotNull(s));
    }

    [Fact]
    public void What_comes_later_changes_nothing_before_it()
    {
        var values = Values();
        var cut = (double[])values.Clone();
        for (var i = SpikeAt; i < cut.Length; i++)
            cut[i] = -1_000;

        Assert.Equal(Run(values)[..SpikeAt], Run(cut)[..SpikeAt]);
    }

    [Fact]
    public void Another_unit_changes_no_score()
    {
        var one = Run(Values()).Select(static s => s?.Record);
        var other = Run([.. Values().Select(static v => (v * 1.8) + 32)]).Select(static s => s?.Record);

        Assert.Equal(one, other);
    }

    [Fact]
    public void What_happens_within_an_hour_does_not_change_what_is_expected_of_that_hour()
    {
        var values = Values();
        var stuck = (double[])values.Clone();
        for (var i = SpikeAt + 1; i < SpikeAt + 4; i++)
            stuck[i] = stuck[SpikeAt];

        Assert.Equal(Run(values)[SpikeAt..(SpikeAt + 4)].Select(static s => s?.Expected), Run(stuck)[SpikeAt..(SpikeAt + 4)].Select(static s => s?.Expected));
    }

    [Fact]
    public void Gaps_repeats_clocks_that_go_back_and_what_is_no_number_are_borne()
    {
        var detector = new ExpectationDetector(_expectation.Value, TimeSpan.Zero);
        var values = Values();
        foreach (var i in Enumerable.Range(0, values.Length).Where(static i => i % 7 != 0))
            detector.Next(At(i), values[i]);

        Assert.Null(detector.Next(At(values.Length), double.NaN));
        Assert.NotNull(detector.Next(At(values.Length - 1), 20));
        Assert.NotNull(detector.Next(At(values.Length - 96), 20));
        Assert.Null(detector.Next(At(values.Length).AddYears(1), 20));
        Assert.Null(detector.Next(At(0).AddYears(-50), 20));
        Assert.InRange(detector.Bytes, 1, 60_000);
    }

    private static double[] Values() => [.. MadeSeries.Wandering("tested", Days, 9).Values];

    private static ExpectedScore?[] Run(double[] values)
    {
        var detector = new ExpectationDetector(_expectation.Value, TimeSpan.Zero);
        return [.. values.Select((value, i) => detector.Next(At(i), value))];
    }

    private static DateTimeOffset At(int quarter) => DateTimeOffset.FromUnixTimeSeconds((MadeSeries.First + quarter + 1) * QuarterSeries.Seconds);
}
