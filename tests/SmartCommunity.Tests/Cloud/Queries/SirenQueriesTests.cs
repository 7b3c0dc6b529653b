using SmartCommunity.Cloud.Queries;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Queries;

public sealed class SirenQueriesTests
{
    private const long T0 = 1_773_100_800_000;

    [Theory]
    [InlineData("", null, null, null)]
    [InlineData("000", false, null, null)]
    [InlineData("0011", true, 2, null)]
    [InlineData("111", true, 0, null)]
    [InlineData("0110", false, 1, 3)]
    [InlineData("1001100", false, 3, 5)]
    [InlineData("10011", true, 3, null)]
    public void The_latest_sounding_is_told_with_its_begin_and_end(string said, bool? sounds, int? since, int? until)
    {
        var siren = new LiveDevice { Device = "siren-1", Community = "baihe", Class = "siren", Online = true, State = DevicePresence.Online, LastReceivedAtMs = T0 };

        var view = SirenQueries.View(siren, [.. said.Select(static (value, index) => new SeriesPoint(T0 + index, T0 + index, value - '0', Quality.Good))]);

        Assert.Equal((sounds, since is { } s ? ChinaTime.From(T0 + s) : null, until is { } u ? ChinaTime.From(T0 + u) : null), (view.IsSounding, view.Since, view.Until));
    }

    [Fact]
    public void A_siren_is_what_takes_the_order_to_sound() => Assert.Equal((true, false, false), (SirenQueries.IsSiren("siren"), SirenQueries.IsSiren("smokeDetector"), SirenQueries.IsSiren("nothing")));
}
