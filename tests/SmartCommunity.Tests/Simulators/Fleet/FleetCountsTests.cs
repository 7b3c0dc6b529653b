using SmartCommunity.Simulators.Fleet;

namespace SmartCommunity.Tests.Simulators.Fleet;

public sealed class FleetCountsTests
{
    [Fact]
    public void Lateness_is_told_since_it_was_last_asked_and_the_whole_runs_stays()
    {
        var counts = new FleetCounts();
        counts.Left(5_000);
        counts.Left(5_000);

        var first = counts.TakeWindow();
        counts.Left(10);
        var second = counts.TakeWindow();
        var third = counts.TakeWindow();

        Assert.Equal((2, 5_000.0), (first.Messages, first.Lateness.MaxMs));
        Assert.Equal((1, 10.0), (second.Messages, second.Lateness.MaxMs));
        Assert.Equal((0, 0.0), (third.Messages, third.Lateness.MaxMs));
        Assert.Equal((5_000.0, 2), (counts.Now().Lateness.MaxMs, counts.Now().Late));
    }
}
