using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Indicators.Aggregates.AggregateSample;

namespace SmartCommunity.Tests.Indicators.Aggregates;

/// <summary>Borders and rules with numbers worked out by hand, each asked of both implementations.</summary>
public sealed class WindowCasesTests
{
    private static readonly AggregatePlan Plan = AggregatePlan.OfFormulas(Formulas, graceDays: 40);
    private static readonly long End = Monday + (10 * Day);

    private static AggregateFeed Feed() => new(Plan, End);

    private static IEnumerable<IWindowAggregates> Both(AggregateFeed feed) => [feed.Stream, feed.Raw];

    [Fact]
    public void The_last_millisecond_before_midnight_is_yesterdays()
    {
        var feed = Feed().Measure("air-1", "co2", Monday + Day - 1, 500).Measure("air-1", "co2", Monday + Day, 700).Measure("air-2", "co2", Monday + Day + 1, 900);

        foreach (var aggregates in Both(feed))
        {
            Assert.Equal(new SampleTotals(1, 1, 500, Monday + Day - 1, 1), aggregates.Samples(AllAir, Monday, Monday + Day));
            Assert.Equal(new SampleTotals(2, 2, 1_600, Monday + Day + 1, 2), aggregates.Samples(AllAir, Monday + Day, Monday + (2 * Day)));
        }
    }

    [Fact]
    public void A_week_begins_on_Monday_and_a_month_on_its_first()
    {
        var first = ChinaTime.StartMs(new DateOnly(2026, 3, 1));
        var feed = Feed().Measure("air-1", "co2", first - 1, 1).Measure("air-1", "co2", first, 2).Measure("air-1", "co2", Monday - 1, 4).Measure("air-1", "co2", Monday, 8)
            .Measure("air-1", "co2", Monday + (7 * Day), 16);

        foreach (var aggregates in Both(feed))
        {
            Assert.Equal(8, aggregates.Samples(AllAir, Monday, Monday + (7 * Day)).Sum);
            Assert.Equal(2 + 4 + 8 + 16, aggregates.Samples(AllAir, first, End).Sum);
            Assert.Equal(1, aggregates.Samples(AllAir, first - (28 * Day), first).Sum);
        }
    }

    [Fact]
    public void A_measurement_said_again_counts_once_and_of_two_values_the_larger()
    {
        var feed = Feed().Measure("air-1", "co2", Monday + (9 * Hour), 900).Measure("air-1", "co2", Monday + (9 * Hour), 900)
            .Measure("air-1", "co2", Monday + (10 * Hour), 990).Measure("air-1", "co2", Monday + (10 * Hour), 1_100).Measure("air-1", "co2", Monday + (10 * Hour), 980);

        foreach (var aggregates in Both(feed))
        {
            Assert.Equal(new SampleTotals(2, 1, 900, Monday + (10 * Hour), 1), aggregates.Samples(GoodAir, Monday, Monday + Day));
            Assert.Equal(2_000, aggregates.Samples(AllAir, Monday, Monday + Day).Sum);
        }
    }

    [Fact]
    public void A_measurement_said_again_after_its_day_closed_counts_again()
    {
        var feed = Feed().Measure("air-1", "co2", Monday + (9 * Hour), 900);
        feed.Stream.Advance(End, ChinaTime.DayOf(End));
        feed.Measure("air-1", "co2", Monday + (9 * Hour), 900).Measure("air-1", "co2", Monday + (9 * Hour), 900);

        Assert.Equal(2, feed.Stream.Samples(AllAir, Monday, Monday + Day).Count);
        Assert.Equal([new ClosedDayAddition("air-1", new DateOnly(2026, 3, 2), 1)], feed.Stream.TakeClosedDayAdditions());
        Assert.Empty(feed.Stream.TakeClosedDayAdditions());
    }

    [Fact]
    public void Sums_of_tenths_are_exact()
    {
        var feed = Feed();
        for (var i = 0; i < 10; i++)
            feed.Measure("weather", "temp", Monday + i, 0.1);

        foreach (var aggregates in Both(feed))
            Assert.Equal([(new DateOnly(2026, 3, 2), 0.1)], aggregates.DailyMeans(Saving.Outdoor, "temp", Monday, End));
    }

    [Fact]
    public void Hours_over_midnight_belong_to_the_day_they_begin_on()
    {
        // 18:00 to 06:00 of Mondays: Tuesday 05:59 counts, Monday 05:59 (Sunday's night) and Tuesday 18:00 do not.
        var leaf = new SampleSource(Any, "temp", [], new DailyHours(1_080, 360, [1]), Week);
        var feed = new AggregateFeed(AggregatePlan.OfFormulas([new Count(leaf, null)], 30), End);
        feed.Measure("weather", "temp", Monday + (6 * Hour) - 1, 1).Measure("weather", "temp", Monday + (18 * Hour), 2).Measure("weather", "temp", Monday + Day + (6 * Hour) - 1, 4)
            .Measure("weather", "temp", Monday + Day + (6 * Hour), 8).Measure("weather", "temp", Monday + Day + (18 * Hour), 16);

        foreach (var aggregates in Both(feed))
            Assert.Equal(2 + 4, aggregates.Samples(leaf, Monday, End).Sum);
    }

    [Fact]
    public void A_slot_with_both_states_counts_half_and_what_follows_is_that_of_the_next_pure_slot()
    {
        // Charger: a report a minute, holds for 3 minutes, so for one slot more. 00:00 charging and faulted; 00:05 silent; 00:10 charging; 00:15 silent, held; 00:20 unknown.
        var feed = Feed().Measure("charger", "chargerStatus", Monday, 2).Measure("charger", "chargerStatus", Monday + Minute, 8).Measure("charger", "chargerStatus", Monday + (10 * Minute), 2);

        foreach (var aggregates in Both(feed))
        {
            var uptime = Assert.Single(aggregates.Uptimes(Charger, Monday, Monday + Day));
            Assert.Equal(new DeviceUptime("charger", ((5 / 2.0) + 5 + 5 + 5) is var minutes ? (long)(minutes * Minute) : 0, 20 * Minute, Day, Monday + (10 * Minute)), uptime);
        }
    }

    [Fact]
    public void A_value_holds_over_midnight_but_no_longer_than_its_intervals()
    {
        // Health station: every 15 minutes, holds for 30: six slots beyond its own. Open 08:30 to 17:03.
        var feed = Feed().Measure("station", "heartRate", Monday - Minute, 70).Measure("station", "spo2", Monday + (8 * Hour) + (20 * Minute), 97).Measure("station", "heartRate", Monday + (17 * Hour), 70);

        foreach (var aggregates in Both(feed))
        {
            var uptime = Assert.Single(aggregates.Uptimes(Station, Monday, Monday + Day));
            Assert.Equal(new DeviceUptime("station", (25 + 3) * Minute, (25 + 3) * Minute, 513 * Minute, Monday + (17 * Hour)), uptime);
        }
    }

    [Fact]
    public void A_late_value_holds_into_the_closed_day_after_its_own()
    {
        var feed = Feed().Measure("charger", "chargerStatus", Monday, 2).Measure("charger", "chargerStatus", Monday + Day + Hour, 2).Measure("station", "spo2", Monday, 97);
        feed.Stream.Advance(End, ChinaTime.DayOf(End));
        Assert.Equal(10 * Minute, feed.Stream.Uptimes(Charger, Monday + Day, Monday + (2 * Day))[0].InStateMs);
        Assert.Equal(0, feed.Stream.Uptimes(Station, Monday + Day, Monday + (2 * Day))[0].InStateMs);
        feed.Measure("charger", "chargerStatus", Monday + Day - Minute, 2).Measure("station", "spo2", Monday + Day - Minute, 97);

        foreach (var aggregates in Both(feed))
        {
            Assert.Equal(15 * Minute, aggregates.Uptimes(Charger, Monday + Day, Monday + (2 * Day))[0].InStateMs);
            Assert.Equal(new DeviceUptime("station", 0, 0, 513 * Minute, 0), Assert.Single(aggregates.Uptimes(Station, Monday + Day, Monday + (2 * Day))));
        }
    }

    [Fact]
    public void A_device_that_fell_silent_is_still_expected()
    {
        var feed = Feed().Measure("charger", "chargerStatus", Monday, 2);

        foreach (var aggregates in Both(feed))
            Assert.Equal([new DeviceUptime("charger", 0, 0, 3 * Day, 0)], aggregates.Uptimes(Charger, Monday + (2 * Day), Monday + (5 * Day)));
    }

    [Fact]
    public void A_roll_over_and_a_swap_within_a_day_lose_nothing()
    {
        var feed = Feed().Measure("meter-1", "energyImport", Monday + Hour, 99_990).Measure("meter-1", "energyImport", Monday + (2 * Hour), 99_998).Measure("meter-1", "energyImport", Monday + (3 * Hour), 5)
            .Measure("meter-1", "energyImport", Monday + (4 * Hour), 20)
            .Measure("meter-1", "energyImport", Monday + Day + Hour, 25).Measure("meter-1", "energyImport", Monday + Day + (2 * Hour), 5_000).Measure("meter-1", "energyImport", Monday + Day + (3 * Hour), 0)
            .Measure("meter-1", "energyImport", Monday + Day + (23 * Hour), 3);

        foreach (var aggregates in Both(feed))
        {
            Assert.Equal([new DeviceDelta("meter-1", 8 + 7 + 15, true, 1, Monday + (4 * Hour))], aggregates.Deltas(Common, Monday, Monday + Day));
            Assert.Equal([new DeviceDelta("meter-1", 8 + 7 + 15 + 5 + 4_975 + 0 + 3, true, 2, Monday + Day + (23 * Hour))], aggregates.Deltas(Common, Monday, Monday + (2 * Day)));
        }
    }

    [Fact]
    public void A_gap_over_the_windows_start_is_shared_in_proportion_to_time()
    {
        // 18:00 to 06:00: half of the 24 kWh are this day's.
        var feed = Feed().Measure("meter-1", "energyImport", Monday - (6 * Hour), 100).Measure("meter-1", "energyImport", Monday + (6 * Hour), 124).Measure("meter-1", "energyImport", Monday + (20 * Hour), 130);

        foreach (var aggregates in Both(feed))
            Assert.Equal([new DeviceDelta("meter-1", 12 + 6, true, 0, Monday + (20 * Hour))], aggregates.Deltas(Common, Monday, Monday + Day));
    }

    [Fact]
    public void A_value_more_than_a_week_before_the_window_says_nothing_of_it()
    {
        var feed = Feed().Measure("meter-1", "energyImport", Monday, 100).Measure("meter-1", "energyImport", Monday + (9 * Day), 160);

        foreach (var aggregates in Both(feed))
            Assert.Equal([new DeviceDelta("meter-1", 0, true, 0, Monday + (9 * Day))], aggregates.Deltas(Common, Monday + (8 * Day), End));
    }

    [Fact]
    public void Values_are_ascending_with_their_counts_so_that_the_nearest_rank_can_be_read_off()
    {
        var feed = Feed();
        for (var i = 1; i <= 10; i++)
            feed.Happen("locker", "parcelOut", $"{i}", Monday + (i * Hour), $$"""{"dwellHours":{{(i == 10 ? 9 : i)}},"takenBy":"receiver"}""");

        foreach (var aggregates in Both(feed))
        {
            var totals = aggregates.Events(Parcels, "dwellHours", Monday, Monday + Day);
            Assert.Equal([(1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (9.0, 2L)], totals.Values);
            Assert.Equal((10, 10, 9), (totals.Count, totals.Matched, totals.Distinct));
        }
    }

    [Fact]
    public void An_event_said_again_under_its_id_counts_once_at_its_earliest_time()
    {
        var feed = Feed().Happen("gate", "gateEntry", "1", Monday + Day + Minute, """{"plateHash":"a"}""").Happen("gate", "gateEntry", "1", Monday + Day - Minute, """{"plateHash":"a"}""")
            .Happen("gate", "gateEntry", "1", Monday + Day + Hour, """{"plateHash":"a"}""");

        foreach (var aggregates in Both(feed))
        {
            Assert.Equal(1, aggregates.Events(Entries, "plateHash", Monday, Monday + Day).Count);
            Assert.Equal(0, aggregates.Events(Entries, "plateHash", Monday + Day, End).Count);
        }
    }

    [Fact]
    public void A_follower_over_midnight_finds_its_event()
    {
        var feed = Feed().Measure("spot-1", "spotStatus", Monday, 0).Happen("gate", "gateEntry", "1", Monday + Day - Minute).Measure("spot-1", "spotStatus", Monday + Day + Minute, 1);

        foreach (var aggregates in Both(feed))
        {
            Assert.Equal(new PairTotals(0, 0, 0), aggregates.Pairs(Parked, Monday, Monday + Day));
            Assert.Equal(new PairTotals(1, 1, Monday + Day - Minute), aggregates.Pairs(Parked, Monday, Monday + (2 * Day)));
            Assert.Equal(new PairTotals(0, 0, 0), aggregates.Pairs(Parked, Monday + Day, Monday + (2 * Day)));
        }
    }

    [Fact]
    public void A_spot_that_says_again_that_it_is_occupied_follows_nothing()
    {
        var feed = Feed().Measure("spot-1", "spotStatus", Monday, 0).Measure("spot-1", "spotStatus", Monday + Hour, 1).Happen("gate", "gateEntry", "1", Monday + Hour + Minute)
            .Measure("spot-1", "spotStatus", Monday + Hour + (2 * Minute), 1);

        foreach (var aggregates in Both(feed))
            Assert.Equal(new PairTotals(1, 0, Monday + Hour + Minute), aggregates.Pairs(Parked, Monday, Monday + Day));
    }

    [Fact]
    public void An_event_is_undecided_until_its_limit_has_run_out()
    {
        var feed = Feed().Happen("button", "sos", "1", Monday + Hour).Do("button", "1", "acknowledged", Monday + Hour + (60 * 1_000));
        var limit = Monday + Hour + (15 * Minute);

        foreach (var aggregates in Both(feed))
        {
            Assert.Equal(new PairTotals(0, 0, 0), aggregates.Pairs(Emergency, Monday, limit));
            Assert.Equal(new PairTotals(1, 0, Monday + Hour), aggregates.Pairs(Emergency, Monday, limit + 1));
        }

        feed.Do("button", "1", "onSite", limit);
        foreach (var aggregates in Both(feed))
            Assert.Equal(new PairTotals(1, 1, Monday + Hour), aggregates.Pairs(Emergency, Monday, limit + 1));
    }

    [Fact]
    public void A_step_too_late_decides_at_once()
    {
        var feed = Feed().Happen("button", "sos", "1", Monday + Hour).Do("button", "1", "acknowledged", Monday + Hour + 60_001);

        foreach (var aggregates in Both(feed))
            Assert.Equal(new PairTotals(1, 0, Monday + Hour), aggregates.Pairs(Emergency, Monday, Monday + Hour + 60_002));
    }

    [Fact]
    public void A_window_that_does_not_begin_with_a_day_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Feed().Stream.Samples(AllAir, Monday + 1, End));
}
