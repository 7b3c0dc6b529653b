using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Indicators.Aggregates.AggregateSample;

namespace SmartCommunity.Tests.Indicators.Aggregates;

/// <summary>What is refused, dropped, reported and kept; and what the hot path costs.</summary>
public sealed class StreamAggregatesLimitsTests
{
    private static readonly AggregatePlan Plan = AggregatePlan.OfFormulas(Formulas, graceDays: 2);
    private static readonly long End = Monday + (10 * Day);

    [Fact]
    public void Adding_a_measurement_of_a_day_that_is_there_allocates_nothing()
    {
        // What the path itself allocates shows every time; what the runtime does while it compiles the path anew does not.
        const int tries = 5;
        Assert.Equal(0, Enumerable.Range(0, tries).Min(_ => AllocatedByAnHourOfMeasurements()));
    }

    private static long AllocatedByAnHourOfMeasurements()
    {
        var feed = new AggregateFeed(Plan, End);
        const int meter = 2;
        string[] devices = ["air-1", "weather", "meter-1", "charger", "spot-1", "station"];
        string[] quantities = ["co2", "temp", "energyImport", "chargerStatus", "spotStatus", "heartRate"];
        var targets = devices.Select(feed.Targets).ToArray();
        var slots = devices.Select((d, i) => AggregateFeed.SlotOf(Device(d).Class, quantities[i])).ToArray();
        for (var i = 0; i < devices.Length; i++)
            feed.Stream.Add(targets[i], slots[i], End - Day, 1, Quality.Good);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 1; round < 80; round++)
        {
            for (var i = 0; i < targets.Length; i++)
                feed.Stream.Add(targets[i], slots[i], End - Day + (round * Minute), i == meter ? round : round % 3, Quality.Good);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(80, feed.Stream.Samples(AllAir, End - Day, End).Count);
        return allocated;
    }

    [Fact]
    public void What_is_ahead_or_too_old_or_bad_is_left_out_and_counted()
    {
        var stream = new AggregateFeed(Plan, End).Measure("air-1", "co2", End + StreamAggregates.AheadMs, 1).Measure("air-1", "co2", End + StreamAggregates.AheadMs + 1, 2)
            .Measure("air-1", "co2", End - (9 * Day), 4).Measure("air-1", "co2", End - (8 * Day), 8)
            .Measure("air-1", "co2", End, 16, Quality.Bad).Measure("air-1", "co2", End, 32, Quality.ClockSuspect).Measure("air-1", "co2", End, double.NaN).Measure("air-1", "co2", End, 1e13).Stream;

        Assert.Equal((1, 1, 4), (stream.RefusedAhead, stream.RefusedOld, stream.RefusedQuality));
        Assert.Equal(1 + 8, stream.Samples(AllAir, Monday - (30 * Day), End + Day).Sum);
    }

    [Fact]
    public void Days_no_window_reaches_are_dropped()
    {
        var feed = new AggregateFeed(Plan, End).Measure("air-1", "co2", End - (8 * Day), 1).Measure("meter-1", "energyImport", End - (8 * Day), 5).Happen("gate", "gateEntry", "1", End - (8 * Day))
            .Happen("button", "sos", "1", End - (8 * Day)).Do("button", "1", "onSite", End - (8 * Day)).Measure("charger", "chargerStatus", End - (8 * Day), 2);
        feed.Stream.Advance(End + (10 * Day), ChinaTime.DayOf(End));
        var empty = new AggregateFeed(Plan, End);
        empty.Stream.Advance(End + (10 * Day), ChinaTime.DayOf(End));

        Assert.Equal(0, feed.Stream.Samples(AllAir, Monday - (30 * Day), End).Count);
        Assert.Equal(0, feed.Stream.Events(Entries, "plateHash", Monday - (30 * Day), End).Count);
        Assert.Equal(0, feed.Stream.Pairs(Emergency, Monday - (30 * Day), End).Events);
        Assert.Empty(feed.Stream.Deltas(Common, Monday - (30 * Day), End));
        Assert.True(BytesOf(feed.Stream).Length < BytesOf(empty.Stream).Length + 100, "Only who was ever heard is remembered.");
    }

    [Fact]
    public void A_flood_of_measurements_is_bounded_and_counted()
    {
        var feed = new AggregateFeed(Plan, End);
        var (targets, slot) = (feed.Targets("air-1"), AggregateFeed.SlotOf(Device("air-1").Class, "co2"));
        for (var i = 0; i < OpenSamples.MostPerDay + 7; i++)
            feed.Stream.Add(targets, slot, End - Day + i, 1, Quality.Good);

        Assert.Equal(7, feed.Stream.RefusedOverflow);
        Assert.Equal(OpenSamples.MostPerDay, feed.Stream.Samples(AllAir, End - Day, End).Count);
    }

    [Fact]
    public void A_flood_of_events_is_bounded_and_counted()
    {
        var feed = new AggregateFeed(Plan, End);
        for (var i = 0; i < PairEntries.MostPerDay + 7; i++)
            feed.Stream.AddEvent(feed.Targets("button"), "sos", $"{i}", End - Day + i, "{}");

        Assert.Equal(7, feed.Stream.RefusedOverflow);
        Assert.Equal(PairEntries.MostPerDay, feed.Stream.Pairs(Emergency, End - Day, End).Events);
    }

    [Fact]
    public void A_little_that_came_late_counts_once_however_often_it_settles()
    {
        var feed = new AggregateFeed(Plan, End);
        feed.Stream.Advance(End, ChinaTime.DayOf(End));
        for (var time = 0; time < 3; time++)
        {
            feed.Measure("air-1", "co2", End - (2 * Day), 700).Happen("button", "sos", "1", End - (2 * Day));
            feed.Stream.Settle();
        }

        Assert.Equal(1, feed.Stream.Samples(AllAir, End - (3 * Day), End).Count);
        Assert.Equal(1, feed.Stream.Pairs(Emergency, End - (3 * Day), End).Events);
    }

    [Theory]
    [InlineData(StreamAggregates.MostLate, StreamAggregates.MostLate)]
    [InlineData(StreamAggregates.MostLate + 1, (2 * StreamAggregates.MostLate) + 2)]
    public void More_than_a_night_of_one_device_that_came_late_is_forgotten_one_by_one_when_it_settles(int measurements, int countedOfTwice)
    {
        var feed = new AggregateFeed(Plan, End);
        feed.Stream.Advance(End, ChinaTime.DayOf(End));
        for (var time = 0; time < 2; time++)
        {
            for (var i = 0; i < measurements; i++)
                feed.Measure("air-1", "co2", End - (2 * Day) + (i * Minute), 700);
            feed.Stream.Settle();
        }

        Assert.Equal(countedOfTwice, feed.Stream.Samples(AllAir, End - (3 * Day), End).Count);
    }

    /// <summary>Of one device there may be so many within the hour; one more, and all of them are forgotten one by one.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void A_bulk_that_came_late_settles_on_the_way(int beyond, int countedOfTwice)
    {
        const int Devices = 3;
        const int Bulk = StreamAggregates.MostLate + (StreamAggregates.MostLateOfDevice * Devices);
        var feed = new AggregateFeed(Plan, End);
        feed.Stream.Advance(End, ChinaTime.DayOf(End));
        for (var time = 0; time < 2; time++)
        {
            for (var i = 0; i < Bulk + beyond; i++)
                feed.Measure("air-1", "co2", End - (2 * Day) + (i * Minute), 700);
            feed.Stream.SettleBulk(Devices);
        }

        Assert.Equal(countedOfTwice * (Bulk + beyond), feed.Stream.Samples(AllAir, End - (3 * Day), End).Count);
    }

    [Fact]
    public void Open_days_do_not_settle()
    {
        var feed = new AggregateFeed(Plan, End);
        feed.Stream.Advance(End, ChinaTime.DayOf(End - Day));
        for (var i = 0; i <= StreamAggregates.MostLate; i++)
            feed.Measure("air-1", "co2", End - Day + (i * Minute), 700);
        var before = BytesOf(feed.Stream);

        feed.Stream.Settle();
        feed.Stream.SettleBulk(devices: 0);

        Assert.Equal(before, BytesOf(feed.Stream));
    }

    [Fact]
    public void An_event_whose_data_is_no_JSON_happened_all_the_same()
    {
        var stream = new AggregateFeed(Plan, End).Stream;
        var feed = new AggregateFeed(Plan, End, stream);
        stream.AddEvent(feed.Targets("gate"), "gateEntry", "1", End, "{plate");
        stream.AddEvent(feed.Targets("gate"), "gateEntry", "2", End, "[1]");

        Assert.Equal((2, 0), (stream.Events(Entries, "plateHash", End, End + Day).Count, stream.Events(Entries, "plateHash", End, End + Day).Distinct));
    }

    [Fact]
    public void Only_leaves_that_changed_are_touched()
    {
        var feed = new AggregateFeed(Plan, End).Measure("air-1", "co2", End - Day + (20 * Hour), 700);

        // At 20:00 the hours of the good air are over.
        Assert.Equal(Plan.IndexesOf(new Count(AllAir, null)), feed.Stream.TakeTouched());
        feed.Measure("air-1", "co2", End - Day + (20 * Hour), 700);
        Assert.Empty(feed.Stream.TakeTouched());
        feed.Measure("meter-1", "energyImport", End - Day, 5);
        Assert.Equal(Plan.IndexesOf(Common).Concat(Plan.IndexesOf(AllMeters)).Order(), feed.Stream.TakeTouched());
    }

    [Fact]
    public void Leaves_that_are_equal_are_one_whatever_the_order_of_their_lists()
    {
        var one = new SampleSource(new DeviceSelector(["indoorAir", "outdoorAir"], [], [], []), "temp", [new Condition("value", CompareOp.Less, 5, []), new Condition("value", CompareOp.Greater, 1, [])], null, Week);
        var other = new SampleSource(
            new DeviceSelector(["outdoorAir", "indoorAir"], [], [], []), "temp", [new Condition("value", CompareOp.Greater, 1, []), new Condition("value", CompareOp.Less, 5, [])], null, new WindowSpan(WindowKind.Month, 0));

        var alternatives = one with { Where = [one.Where[0] with { Or = [one.Where[1]] }] };
        Assert.Equal(1, AggregatePlan.OfFormulas([new Count(alternatives, null), new Count(alternatives with { Where = [one.Where[1] with { Or = [one.Where[0]] }] }, null)], 0).Count);
        Assert.Equal(2, AggregatePlan.OfFormulas([new Count(alternatives, null), new Count(one, null)], 0).Count);
        Assert.Equal(1, AggregatePlan.OfFormulas([new Count(one, null), new Aggregate(AggregateKind.Avg, other, "value")], 0).Count);
        Assert.Equal(2, AggregatePlan.OfFormulas([new Count(one, null), new Count(other with { Quantity = "humidity", Where = [] }, null)], 0).Count);
    }

    [Fact]
    public void Every_history_leaf_of_the_shipped_packs_is_planned_and_answers()
    {
        Assert.NotEmpty(PackLibrary.Shipped.Packs);
        var plan = AggregatePlan.Of(PackLibrary.Shipped.Packs, graceDays: 3);
        var feed = new AggregateFeed(plan, End);
        foreach (var entry in AggregateHistory.Of(3))
            feed.Add(entry);

        Assert.NotEqual(0, plan.Count);
        Assert.NotEmpty(feed.Stream.TakeTouched());
        Assert.Equal(BytesOf(feed.Stream), BytesOf(StreamAggregates.Read(plan, BytesOf(feed.Stream))));
    }

    [Fact]
    public void A_leaf_the_plan_lacks_is_refused_by_name()
    {
        var fault = Assert.Throws<ArgumentException>(() => new StreamAggregates(AggregatePlan.OfFormulas([Common], 0)).Samples(AllAir, Monday, End));

        Assert.Contains("samples \"co2\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_that_adds_and_drops_leaves_keeps_the_others()
    {
        var feed = new AggregateFeed(Plan, End).Measure("air-1", "co2", End - Hour, 700).Measure("meter-1", "energyImport", End - Hour, 5).Measure("meter-1", "energyImport", End - Minute, 9)
            .Happen("button", "sos", "1", End - Hour);
        var changed = AggregatePlan.OfFormulas([new Count(AllAir, null), AllMeters, new Count(new EventSource(Any, ["sos"], [], Week), null)], 2);
        var read = new AggregateFeed(changed, End, StreamAggregates.Read(changed, BytesOf(feed.Stream))).Stream;

        Assert.Equal(feed.Stream.Samples(AllAir, End - Day, End), read.Samples(AllAir, End - Day, End));
        Assert.Equal(feed.Stream.Deltas(AllMeters, End - Day, End), read.Deltas(AllMeters, End - Day, End));
        Assert.Equal(0, read.Events(new EventSource(Any, ["sos"], [], Week), null, End - Day, End).Count);
    }

    [Fact]
    public void Bytes_that_are_cut_or_longer_or_of_another_version_are_refused()
    {
        var feed = new AggregateFeed(Plan, End);
        foreach (var entry in AggregateHistory.Of(1))
            feed.Add(entry);
        var bytes = BytesOf(feed.Stream);

        for (var length = 0; length < bytes.Length; length += 97)
            Assert.Throws<InvalidDataException>(() => StreamAggregates.Read(Plan, bytes.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => StreamAggregates.Read(Plan, [.. bytes, 0]));
        Assert.Throws<InvalidDataException>(() => StreamAggregates.Read(Plan, [9, .. bytes[1..]]));
    }

    [Fact]
    public void Flipped_bits_never_break_reading_in_another_way()
    {
        var feed = new AggregateFeed(Plan, End);
        foreach (var entry in AggregateHistory.Of(2))
            feed.Add(entry);
        var bytes = BytesOf(feed.Stream);
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            var fault = Record.Exception(() => StreamAggregates.Read(Plan, damaged));
            Assert.True(fault is null or InvalidDataException, fault?.ToString());
        }
    }
}
