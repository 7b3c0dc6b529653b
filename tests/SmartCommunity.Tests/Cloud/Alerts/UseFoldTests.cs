using SmartCommunity.Storage.Alerts;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;

namespace SmartCommunity.Tests.Cloud.Alerts;

public sealed class UseFoldTests
{
    private const string Much = "much, priority: P2, condition: {use: {quantity: volume, above: 2, within: 24h}}";

    private const string Little = "little, priority: P2, condition: {use: {quantity: volume, below: 0.01, within: 12h}}";

    private const string Always = "always, priority: P3, condition: {steadyUse: {quantity: volume, step: 0.001, slot: 30min, for: 24h}}";

    private const string Fast = "fast, priority: P2, condition: {rate: {quantity: volume, perHour: 2}}";

    [Fact]
    public void More_than_two_cubic_metres_in_a_day_are_told_and_it_is_over_when_the_day_had_less()
    {
        var log = Meter(Much);
        // 1.9 m3 over 24 h, day after day: never too much.
        var volume = Run(log, 0, 48, 100, perHour: 1.9 / 24);
        Assert.Empty(log.Open);

        volume = Run(log, 48, 60, volume, perHour: 0.2);
        var alert = log.Single("much");
        Assert.InRange(alert.Reason.Value, 2, 2.1);
        Run(log, 60, 96, volume, perHour: 0.01);

        Assert.Equal((AlertStage.Resolved, 1), (alert.Stage, alert.Occurrences));
    }

    [Fact]
    public void Less_than_a_hundredth_in_twelve_hours_needs_all_of_them_heard()
    {
        var log = Meter(Little);

        Run(log, 0, 11, 100, perHour: 0);
        Assert.Empty(log.Open);
        Run(log, 11, 13, 100, perHour: 0);

        Assert.Equal("little", Assert.Single(log.Open).Rule);
    }

    [Fact]
    public void A_meter_that_was_changed_counts_from_where_it_begins()
    {
        var log = Meter($"{Much}\n{Little}\n{Always}");
        Run(log, 0, 6, 100, perHour: 0.1);

        Run(log, 6, 12, 3, perHour: 0.1);
        Run(log, 12, 16, 5_000, perHour: 0.1); // Back to a register that is far higher: that is a use, and says so.

        Assert.Equal(["much"], log.Open.Select(a => a.Rule));
    }

    [Fact]
    public void Water_in_every_half_hour_of_a_day_is_a_leak_and_one_pause_is_none()
    {
        var (leak, night) = (Meter(Always), Meter(Always));

        Run(leak, 0, 25, 100, perHour: 0.004);
        var volume = Run(night, 0, 20, 100, perHour: 0.05);
        volume = Run(night, 20, 21, volume, perHour: 0);
        Run(night, 21, 40, volume, perHour: 0.05);

        Assert.Equal(86_400, leak.Single("always").Reason.Value);
        Assert.Empty(night.Open);
    }

    [Fact]
    public void A_leak_that_was_mended_ends_and_one_nobody_heard_of_for_a_while_does_not()
    {
        var log = Meter(Always);
        var volume = Run(log, 0, 25, 100, perHour: 0.004);
        var alert = log.Single("always");

        volume = Run(log, 27, 29, volume + 0.01, perHour: 0.004);
        Assert.Equal(AlertStage.Firing, alert.Stage);
        Run(log, 29, 31, volume, perHour: 0);

        Assert.Equal(AlertStage.Resolved, alert.Stage);
    }

    [Fact]
    public void Water_that_runs_faster_than_two_cubic_metres_an_hour_is_told_at_the_next_measurement_and_ends_with_it()
    {
        var log = Meter(Fast);
        var volume = Run(log, 0, 2, 100, perHour: 0.1);

        log.Measure("m-1", "waterMeter", T0 + (2 * HourMs), "volume", volume + 0.575);
        Assert.Equal((2.4, 2.0), (Math.Round(log.Single("fast").Reason.Value, 3), log.Single("fast").Reason.Limit));
        log.Measure("m-1", "waterMeter", T0 + (2 * HourMs) + (15 * MinuteMs), "volume", volume + 0.6);

        Assert.Equal(AlertStage.Resolved, log.Single("fast").Stage);
    }

    [Fact]
    public void Steps_and_slots_survive_a_restart_at_any_measurement()
    {
        var (whole, cut) = (Meter($"{Much}\n{Always}"), Meter($"{Much}\n{Always}"));
        Run(whole, 0, 30, 100, perHour: 0.1);

        var volume = 100.0;
        for (var hour = 0; hour < 30; hour++)
        {
            volume = Run(cut, hour, hour + 1, volume, perHour: 0.1);
            cut.Restart();
        }

        Assert.Equal(["always", "much"], whole.Open.Select(a => a.Rule));
        Assert.Equal(whole.Changes, cut.Changes);
    }

    private static AlertLog Meter(string rules) => new AlertLog(hasRules: false).Rules(T0 - HourMs, rules).Enrol("m-1", "waterMeter");

    /// <summary>A measurement each quarter of an hour, from one hour after the start up to another; gives the register at the end.</summary>
    private static double Run(AlertLog log, int fromHour, int toHour, double volume, double perHour)
    {
        const int quarters = 4;
        for (var quarter = fromHour * quarters; quarter < toHour * quarters; quarter++)
        {
            log.Measure("m-1", "waterMeter", T0 + (quarter * 15 * MinuteMs), "volume", volume);
            volume += perHour / quarters;
        }

        return volume;
    }
}
