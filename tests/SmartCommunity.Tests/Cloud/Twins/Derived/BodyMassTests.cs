using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Twins.Derived;

public sealed class BodyMassTests
{
    private const long T0 = 1_760_000_000_000;

    [Fact]
    public void Weight_and_height_of_one_message_give_the_index()
    {
        var index = Index(Station().Measure("h-1", "healthStation", T0, T0 + 5, ("weight", 62.5), ("height", 165)));

        Assert.Equal(22.957, index.Value, 3);
        Assert.Equal((T0, T0 + 5, Quality.Estimated, "weight,height"), (index.AtMs, index.ReceivedAtMs, index.Quality, index.From));
    }

    [Fact]
    public void The_stations_own_index_stands()
    {
        var index = Index(Station().Measure("h-1", "healthStation", T0, T0, ("bmi", 23.1), ("weight", 62.5), ("height", 165)));

        Assert.Equal((23.1, Quality.Good, null), (index.Value, index.Quality, index.From));
    }

    [Fact]
    public void Weight_and_height_of_different_messages_are_those_of_different_people() =>
        Assert.False(Index(Station().Measure("h-1", "healthStation", T0, T0, ("weight", 62.5)).Measure("h-1", "healthStation", T0 + 1, T0 + 1, ("height", 165))).IsSet);

    [Fact]
    public void An_index_out_of_range_is_none() =>
        Assert.False(Index(Station().Measure("h-1", "healthStation", T0, T0, ("weight", 300), ("height", 30))).IsSet);

    [Fact]
    public void The_device_s_verdict_goes_over_to_the_index() =>
        Assert.Equal(Quality.Bad | Quality.Estimated, Index(Station().Measure(LogWriter.Gateway, "h-1", "healthStation", T0, T0, [("weight", 62.5), ("height", 165)], Quality.Bad)).Quality);

    private static LogWriter Station() => new LogWriter("baihe").Enrol("h-1", "healthStation");

    private static LatestValue Index(LogWriter log)
    {
        var twin = log.Fold().Devices["h-1"];
        return twin.Latest[CommunityFold.SlotOf(twin.Class, "bmi")];
    }
}
