using SmartCommunity.Anomaly.Falls;

namespace SmartCommunity.Tests.Anomaly.Falls;

public sealed class FallFeaturesTests
{
    private const double Tolerance = 1e-3;

    private static readonly TimeSpan _impact = TimeSpan.FromSeconds(3);

    [Fact]
    public void A_fall_with_impact_and_lying_has_the_features_computed_by_hand()
    {
        var features = Named(Motion.Fall());

        Assert.Equal(4, features["peak"], Tolerance);
        Assert.Equal(0.2, features["dip"], Tolerance);
        Assert.Equal(0.4, features["dipTime"], Tolerance); // 20 of 50 samples.
        Assert.Equal(Math.Sqrt(17) * 50, features["jerk"], 0.01); // From (0, -4, 0) to (1, 0, 0) within 20 ms.
        Assert.Equal(90, features["posture"], Tolerance);
        Assert.Equal((0, 0), (features["before"], features["after"]));
        Assert.Equal(3, features["standsOut"], Tolerance); // 4 g among 1 g.
        Assert.Equal((4 - 1.2) / 50, features["strength"], Tolerance);
    }

    [Fact]
    public void Sitting_down_neither_hits_nor_turns_nor_lets_go()
    {
        var features = Named(Motion.SitDown());

        Assert.Equal(1.4, features["peak"], Tolerance);
        Assert.Equal(0.85, features["dip"], Tolerance);
        Assert.Equal(0, features["dipTime"], Tolerance);
        Assert.Equal((1.4 - 0.85) * 50, features["jerk"], 0.01);
        Assert.Equal(0, features["posture"], Tolerance);
    }

    [Fact]
    public void A_jump_differs_from_a_fall_by_posture()
    {
        Dictionary<string, float> jump = Named(Motion.Jump()), fall = Named(Motion.Fall());

        Assert.Equal((fall["peak"], fall["dipTime"], fall["standsOut"], 0f), (jump["peak"], jump["dipTime"], jump["standsOut"], jump["posture"]));
        Assert.Equal(90, fall["posture"], Tolerance);
    }

    [Fact]
    public void Of_steps_none_stands_out_and_movement_goes_on()
    {
        var window = Motion.Walk(8).Window;
        var features = FallFeatures.Of(window, window.Candidates()[0]);

        Assert.Equal(0, features[Index("standsOut")], Tolerance);
        Assert.Equal(0.4 / Math.Sqrt(2), features[Index("after")], 0.01); // A sine's deviation.
        Assert.Equal(features[Index("before")], features[Index("after")], 0.01);
    }

    [Fact]
    public void However_the_sensor_is_worn_the_features_are_the_same()
    {
        var fall = Motion.Fall(seed: 1);
        var turned = fall.Samples.Select(static s => new Acceleration((0.6f * s.Z) - (0.8f * s.X), s.Y, (0.8f * s.Z) + (0.6f * s.X))).ToArray();

        var expected = FallFeatures.Of(fall.Window, _impact);
        var found = FallFeatures.Of(AccelerationWindow.Of(turned, Motion.Rate), _impact);

        Assert.All(expected.Zip(found), static pair => Assert.Equal(pair.First, pair.Second, 0.01));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Whatever_the_rate_the_features_are_the_same(int times)
    {
        var fall = Motion.Fall(seed: 2);
        var faster = fall.Samples.SelectMany(s => Enumerable.Repeat(s, times)).ToArray();

        Assert.Equal(FallFeatures.Of(fall.Window, _impact), FallFeatures.Of(AccelerationWindow.Of(faster, times * Motion.Rate), _impact));
    }

    [Theory]
    [InlineData(1.99)]
    [InlineData(4.01)]
    public void A_moment_too_close_to_an_end_is_refused(double seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>("moment", () => FallFeatures.Of(Motion.Fall().Window, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_window_outside_its_limits_is_refused_with_the_limit()
    {
        var samples = Motion.Fall().Samples;
        Acceleration[] damaged = [.. samples.Take(7), new Acceleration(0, float.NaN, 0), .. samples.Skip(8)];

        Assert.Contains("50 to 2000 Hz", Assert.Throws<ArgumentOutOfRangeException>(() => AccelerationWindow.Of(samples, 49.9)).Message, StringComparison.Ordinal);
        Assert.Contains("50 to 2000 Hz", Assert.Throws<ArgumentOutOfRangeException>(() => AccelerationWindow.Of(samples, double.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("longer than 4 s and at most 600 s, not 4 s", Assert.Throws<ArgumentException>(() => AccelerationWindow.Of([.. samples.Take(200)], Motion.Rate)).Message, StringComparison.Ordinal);
        Assert.Contains("Sample 7 ", Assert.Throws<ArgumentException>(() => AccelerationWindow.Of(damaged, Motion.Rate)).Message, StringComparison.Ordinal);
        Assert.Single(AccelerationWindow.Of([.. samples.Take(201)], Motion.Rate).Candidates());
    }

    private static Dictionary<string, float> Named(Motion motion) =>
        FallFeature.All.Zip(FallFeatures.Of(motion.Window, _impact)).ToDictionary(static f => f.First.Name, static f => f.Second);

    private static int Index(string name) => FallFeature.All.Index().First(f => f.Item.Name == name).Index;
}
