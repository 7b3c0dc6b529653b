using SmartCommunity.Anomaly.Falls;

namespace SmartCommunity.Tests.Anomaly.Falls;

public sealed class FallClassifierTests
{
    private static readonly FallModel _model = FallTraining.Run(MadeTrials.All, ["SA02"], seed: 3, new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    private static readonly FallClassifier _classifier = new(_model);

    [Fact]
    public void A_fall_is_called_one_with_its_moment_and_why_in_both_languages()
    {
        var verdict = _classifier.Judge(Motion.Fall(3.6, seed: 99).Window);

        Assert.True(verdict.IsFall);
        Assert.InRange(verdict.Probability, _model.Threshold, 1);
        Assert.Equal(TimeSpan.FromSeconds(3), verdict.Impact);
        Assert.Equal($"falls@{_model.Version}", verdict.Model);
        Assert.StartsWith("Probably a fall (probability ", verdict.Reason.En, StringComparison.Ordinal);
        Assert.Contains("posture turned by 90°", verdict.Reason.En, StringComparison.Ordinal);
        Assert.StartsWith("疑似跌倒(概率 ", verdict.Reason.Zh, StringComparison.Ordinal);
        Assert.Contains("姿态转了 90°", verdict.Reason.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_fall_is_not_called_one_and_says_what_speaks_against_it()
    {
        var jump = _classifier.Judge(Motion.Jump(3.6, seed: 98).Window);

        Assert.False(jump.IsFall);
        Assert.StartsWith("Probably no fall (probability ", jump.Reason.En, StringComparison.Ordinal);
        Assert.Contains("posture turned by 0°", jump.Reason.En, StringComparison.Ordinal);
        Assert.StartsWith("不像跌倒", jump.Reason.Zh, StringComparison.Ordinal);
        Assert.All(
            new[] { Motion.SitDown(97), Motion.LieDown(96), Motion.Walk(10, seed: 95), Motion.Walk(10, swingG: 1.5, seed: 94) },
            motion => Assert.False(_classifier.Judge(motion.Window).IsFall));
    }

    [Fact]
    public void In_a_long_window_the_likeliest_impact_is_judged()
    {
        var walkThenFall = new Motion(93);
        foreach (var sample in Motion.Walk(20, seed: 92).Samples.Concat(Motion.Fall(seed: 91).Samples))
            walkThenFall.Hold(sample, 1);

        var verdict = _classifier.Judge(walkThenFall.Window);

        Assert.True(verdict.IsFall);
        Assert.Equal(TimeSpan.FromSeconds(23), verdict.Impact);
    }

    [Theory]
    [InlineData(5, 0, 0.566, 1)]
    [InlineData(10, 0, 0.722, 1)]
    [InlineData(95, 5, 0.888, 0.978)]
    public void The_interval_of_a_share_is_wilsons(int found, int missed, double low, double high)
    {
        var interval = new FallConfusion(found, missed, 0, 0).SensitivityInterval;

        Assert.Equal((low, high), (Math.Round(interval.Low, 3), Math.Round(interval.High, 3)));
        Assert.Null(new FallConfusion(found, missed, 0, 0).Specificity);
    }

    [Fact]
    public void The_threshold_lies_in_the_middle_of_the_widest_gap_that_divides_best()
    {
        // Log-odds of 0.1 and 0.9 are opposite: their middle is even odds.
        Assert.Equal(0.5, FallThreshold.Of([new(0.01, false), new(0.1, false), new(0.9, true), new(0.99, true)]), 9);
        // One fall below an activity: the other three quarters are divided best above it.
        Assert.InRange(FallThreshold.Of([new(0.05, false), new(0.1, true), new(0.2, false), new(0.8, true), new(0.9, true), new(0.95, true)]), 0.2, 0.8);
        Assert.Equal(0.5, FallThreshold.Of([new(0.3, false), new(0.3, true)]));
    }
}
