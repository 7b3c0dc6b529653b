using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Simulators;

public sealed class SimulatedResponseTests
{
    private const int Events = 400;

    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly string[] Communities = ["baihe", "jiangbin", "shanshui", "dengyun", "longtan"];

    [Fact]
    public void The_same_event_is_answered_the_same_and_each_step_is_marked_as_simulated()
    {
        var steps = SimulatedResponse.Of(2026, "baihe", "e-1", "sos", isAbnormal: false, At);

        Assert.Equal(steps, SimulatedResponse.Of(2026, "baihe", "e-1", "sos", isAbnormal: false, At));
        Assert.Equal(["acknowledged", "onSite", "closed"], steps.Select(static s => s.Step));
        Assert.All(steps, static s => Assert.StartsWith("simulated ", s.Actor, StringComparison.Ordinal));
        Assert.All(steps, static s => Assert.True(s.At > At));
    }

    [Fact]
    public void Most_alarms_are_acknowledged_in_a_minute_some_too_late_and_communities_differ()
    {
        var shares = Communities.Select(community => ShareOf(community, "fall", "acknowledged", 60)).ToArray();

        Assert.All(shares, static s => Assert.InRange(s, 0.8, 1));
        Assert.Contains(shares, static s => s < 0.99);
        Assert.True(shares.Distinct().Count() > 2);
    }

    [Fact]
    public void An_abnormal_visit_is_followed_up_in_a_day_by_most()
    {
        Assert.All(Communities, static c => Assert.InRange(ShareOf(c, "visit", "followedUp", 86_400), 0.55, 1));
        Assert.Empty(SimulatedResponse.Of(2026, "baihe", "e-1", "visit", isAbnormal: false, At));
        Assert.Empty(SimulatedResponse.Of(2026, "baihe", "e-1", "wasteDrop", isAbnormal: false, At));
    }

    private static double ShareOf(string community, string type, string step, double seconds) => Enumerable.Range(0, Events)
        .Count(i => SimulatedResponse.Of(2026, community, $"e-{i}", type, isAbnormal: true, At).Any(s => s.Step == step && s.At <= At.AddSeconds(seconds))) / (double)Events;
}
