using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.BackTests;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>One quantity tells on which days a device may have stood still: never no where the fold, which saw all of them, found that it did.</summary>
public sealed class StandstillTests
{
    private const string Rules = "still, priority: P3, condition: {still: {for: 1h, readings: 3}}";
    private const int Days = 3;
    private static readonly long _fromMs = ChinaTime.DayStartMs(T0), _toMs = _fromMs + (Days * ChinaTime.DayMs);

    [Fact]
    public void A_day_of_a_found_standstill_is_never_left_out()
    {
        var found = 0;
        var (asked, possible) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var (log, probe) = Life(new Random(seed));
            var yes = Enumerable.Range(0, Days).Select(day => IsPossible(probe, day)).ToArray();
            (asked, possible) = (asked + Days, possible + yes.Count(static y => y));
            foreach (var raised in log.Changes.Where(c => c.Transition.What == AlertWords.Raised))
            {
                found++;
                var untilMs = raised.Alert.MeasuredAtMs;
                var sinceMs = untilMs - (long)(raised.Alert.Value * SecondMs);
                for (var day = DayOf(sinceMs); day <= DayOf(untilMs); day++)
                    Assert.True(yes[day], $"seed {seed}: nothing moved from {ChinaTime.Format(sinceMs)} to {ChinaTime.Format(untilMs)}, and day {day} was left out");
            }
        }

        Assert.True(found > 20, $"only {found} standstills");
        Assert.True(possible < asked, "no day was ever left out");
    }

    [Fact]
    public void What_changes_each_time_leaves_the_day_out_and_what_stays_around_midnight_takes_both_days_in()
    {
        var moving = Enumerable.Range(0, Days * 24 * 4).Select(i => Point(_fromMs + (i * 15 * MinuteMs), 230 + (i % 2))).ToArray();
        var midnight = _fromMs + ChinaTime.DayMs;
        var stays = moving.Select(p => Math.Abs(p.AtMs - midnight) <= 40 * MinuteMs ? p with { Value = 7 } : p).ToArray();
        var isOff = moving.Select(p => Math.Abs(p.AtMs - midnight) <= 40 * MinuteMs ? p with { Value = 0 } : p).ToArray();
        var late = moving.Select(p => Math.Abs(p.AtMs - midnight) <= 40 * MinuteMs ? p with { ReceivedAtMs = p.AtMs + (2 * HourMs) } : p).ToArray();

        Assert.Equal([false, false, false], Enumerable.Range(0, Days).Select(day => IsPossible(moving, day)));
        Assert.All([stays, isOff, late], points => Assert.Equal([true, true, false], Enumerable.Range(0, Days).Select(day => IsPossible(points, day))));
    }

    private static bool IsPossible(IReadOnlyList<SeriesPoint> points, int day)
    {
        SeriesPoint[] Of(int of) => [.. points.Where(p => DayOf(p.AtMs) == of)];
        var beginMs = _fromMs + (day * ChinaTime.DayMs);
        return Standstill.IsPossible([Of(day - 1), Of(day), Of(day + 1)], beginMs, beginMs + ChinaTime.DayMs, Math.Max(_fromMs, beginMs - HourMs), Math.Min(_toMs, beginMs + ChinaTime.DayMs + HourMs), HourMs);
    }

    private static int DayOf(long atMs) => (int)Math.Floor((double)(atMs - _fromMs) / ChinaTime.DayMs);

    private static SeriesPoint Point(long atMs, double value) => new(atMs, atMs, value, Quality.Good);

    /// <summary>A meter whose voltage is the probe: it changes for hours, stays for hours, is zero, comes late, is called bad, or is not in a message at all. All that came is folded in the order in which it came.</summary>
    private static (AlertLog Log, List<SeriesPoint> Probe) Life(Random random)
    {
        var messages = new List<(long AtMs, long ReceivedAtMs, Quality Quality, (string, double)[] Values)>();
        var (isStill, voltage, current) = (false, 230.0, 5.0);
        for (var atMs = _fromMs + MinuteMs; atMs < _toMs; atMs += random.Next(1, 12) * MinuteMs)
        {
            isStill = isStill ? random.Next(15) > 0 : random.Next(300) == 0;
            if (!isStill)
                (voltage, current) = (random.Next(8) == 0 ? 0 : 230 + random.Next(3), random.Next(3));
            var receivedAtMs = atMs + (random.Next(30) == 0 ? random.Next(90) * MinuteMs : random.Next(2_000));
            (string, double)[] values = random.Next(10) == 0 ? [("current", current)] : [("voltage", voltage), ("current", current)];
            messages.Add((atMs, receivedAtMs, random.Next(25) == 0 ? Quality.Bad : Quality.Good, values));
        }

        var log = new AlertLog(hasRules: false).Rules(_fromMs, Rules).Enrol("m-1", "electricityMeter");
        foreach (var minute in messages.GroupBy(static m => m.ReceivedAtMs / MinuteMs).OrderBy(static g => g.Key))
        {
            foreach (var m in minute.OrderBy(static m => m.AtMs))
                log.Came("m-1", "electricityMeter", m.AtMs, m.ReceivedAtMs, (minute.Key + 1) * MinuteMs, m.Quality, m.Values);
        }

        return (log, [.. messages.Where(static m => m.Values.Length > 1).Select(static m => new SeriesPoint(m.AtMs, m.ReceivedAtMs, m.Values[0].Item2, m.Quality))]);
    }
}
