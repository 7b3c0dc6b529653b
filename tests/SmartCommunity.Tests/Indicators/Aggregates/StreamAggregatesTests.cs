using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Indicators.Aggregates.AggregateSample;

namespace SmartCommunity.Tests.Indicators.Aggregates;

/// <summary>Random histories: the folding aggregates and the oracle agree to the last bit, and the bytes are the content's. Each seed is its own history and its own orders.</summary>
public sealed class StreamAggregatesTests
{
    private static readonly AggregatePlan Plan = AggregatePlan.OfFormulas(AllFormulas, graceDays: 30);
    private static readonly long End = Monday + (AggregateHistory.Days * Day);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Folding_in_any_order_answers_as_the_raw_lists_do(int seed)
    {
        var history = AggregateHistory.Of(seed);
        var raw = new RawAggregates();
        AggregateHistory.Fill(raw, history);
        var feed = new AggregateFeed(Plan, End);
        foreach (var entry in Shuffled(history, seed))
            feed.Add(entry);

        foreach (var (from, to) in Windows(seed))
            Assert.Equal(Answers(raw, from, to), Answers(feed.Stream, from, to));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_same_content_gives_the_same_bytes_whatever_the_order(int seed)
    {
        var history = AggregateHistory.Of(seed);
        var inTime = new AggregateFeed(Plan, End);
        var shuffled = new AggregateFeed(Plan, End);
        foreach (var entry in history)
            inTime.Add(entry);
        foreach (var entry in Shuffled(history, seed))
            shuffled.Add(entry);

        Assert.Equal(BytesOf(inTime.Stream), BytesOf(shuffled.Stream));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Saving_and_loading_at_any_cut_changes_nothing(int seed)
    {
        var history = Shuffled(AggregateHistory.Of(seed), seed);
        var whole = new AggregateFeed(Plan, End);
        foreach (var entry in history)
            whole.Add(entry);
        var random = new Random(seed);
        var cut = new AggregateFeed(Plan, End);
        foreach (var entry in history)
        {
            if (random.Next(400) == 0)
                cut = new AggregateFeed(Plan, End, StreamAggregates.Read(Plan, BytesOf(cut.Stream)));
            cut.Add(entry);
        }

        Assert.Equal(BytesOf(whole.Stream), BytesOf(cut.Stream));
        foreach (var (from, to) in Windows(seed))
            Assert.Equal(Answers(whole.Stream, from, to), Answers(cut.Stream, from, to));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Days_that_close_on_the_way_answer_as_the_raw_lists_do(int seed)
    {
        var history = AggregateHistory.Of(seed);
        var raw = new RawAggregates();
        AggregateHistory.Fill(raw, history);
        var random = new Random(seed);
        var feed = new AggregateFeed(Plan, Monday);
        // Everything arrives up to 20 hours late, a day closes 30 hours after its end; events are said again within that time.
        foreach (var (entry, arrival) in history.Select(e => (Entry: e, Arrival: AtOf(e) + (long)(random.NextDouble() * 20 * Hour))).OrderBy(static e => e.Arrival))
        {
            feed.Stream.Advance(arrival, ChinaTime.DayOf(arrival - (30 * Hour)));
            feed.Add(entry);
            if (random.Next(500) == 0)
                feed = new AggregateFeed(Plan, End, StreamAggregates.Read(Plan, BytesOf(feed.Stream)));
        }

        feed.Stream.Advance(End + (4 * Day), ChinaTime.DayOf(End + (2 * Day)));
        Assert.Empty(feed.Stream.TakeClosedDayAdditions());
        foreach (var (from, to) in Windows(seed))
            Assert.Equal(Answers(raw, from, to), Answers(feed.Stream, from, to));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_comes_after_its_day_closed_gives_what_it_would_have_given_in_time(int seed)
    {
        // Changes of state are the exception: they are told apart while their day is open.
        var history = AggregateHistory.Of(seed).Where(static e => e is not RawMeasurement { Quantity: "spotStatus" }).Distinct().ToList();
        var random = new Random(seed);
        var late = history.Where(e => random.Next(6) == 0 && IsAlone(e, history)).ToHashSet();
        var inTime = new AggregateFeed(Plan, End);
        var revised = new AggregateFeed(Plan, End);
        foreach (var entry in history)
            inTime.Add(entry);
        foreach (var entry in history.Where(e => !late.Contains(e)))
            revised.Add(entry);
        inTime.Stream.Advance(End, ChinaTime.DayOf(End));
        revised.Stream.Advance(End, ChinaTime.DayOf(End));
        foreach (var entry in Shuffled([.. late], seed))
            revised.Add(entry);
        Assert.NotEmpty(revised.Stream.TakeClosedDayAdditions());

        foreach (var (from, to) in Windows(seed))
            Assert.Equal(Answers(inTime.Stream, from, to), Answers(revised.Stream, from, to));
        inTime.Stream.Advance(End, ChinaTime.DayOf(End).AddDays(1));
        revised.Stream.Advance(End, ChinaTime.DayOf(End).AddDays(1));
        Assert.Equal(BytesOf(inTime.Stream), BytesOf(revised.Stream));
    }

    /// <summary>A back-fill, each measurement and event once: what settles on the way answers as what is kept one by one, and is the same once the next day closes.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Settling_what_came_late_changes_no_answer(int seed)
    {
        var random = new Random(seed);
        var (kept, settled) = (new AggregateFeed(Plan, End), new AggregateFeed(Plan, End));
        kept.Stream.Advance(End, ChinaTime.DayOf(End));
        settled.Stream.Advance(End, ChinaTime.DayOf(End));
        foreach (var entry in Shuffled([.. AggregateHistory.Of(seed).DistinctBy(KeyOf)], seed))
        {
            kept.Add(entry);
            settled.Add(entry);
            if (random.Next(200) == 0)
                settled.Stream.Settle();
            if (random.Next(800) == 0)
                settled = new AggregateFeed(Plan, End, StreamAggregates.Read(Plan, BytesOf(settled.Stream)));
        }

        settled.Stream.Settle();
        Assert.True(BytesOf(settled.Stream).Length < BytesOf(kept.Stream).Length / 2, "Single measurements and events were forgotten.");
        foreach (var (from, to) in Windows(seed))
            Assert.Equal(Answers(kept.Stream, from, to), Answers(settled.Stream, from, to));
        kept.Stream.Advance(End, ChinaTime.DayOf(End).AddDays(1));
        settled.Stream.Advance(End, ChinaTime.DayOf(End).AddDays(1));
        Assert.Equal(BytesOf(kept.Stream), BytesOf(settled.Stream));
    }

    /// <summary>What answers keep for the next question must not outlive what they were made of: the windows move, days close, and things come late to closed days.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_was_asked_on_the_way_changes_no_later_answer(int seed)
    {
        var random = new Random(seed);
        var history = AggregateHistory.Of(seed).OrderBy(e => AtOf(e) + (random.Next(20) == 0 ? random.NextInt64(4 * Day) : random.NextInt64(20 * Hour))).ToList();
        var asked = new AggregateFeed(Plan, Monday);
        var windows = Windows(seed).ToList();
        var now = Monday;
        for (var i = 0; i < history.Count; i++)
        {
            now = Math.Max(now, AtOf(history[i]));
            asked.Stream.Advance(now, ChinaTime.DayOf(now - (30 * Hour)));
            asked.Add(history[i]);
            if (random.Next(60) != 0)
                continue;
            var fresh = StreamAggregates.Read(Plan, BytesOf(asked.Stream));
            var feed = new AggregateFeed(Plan, now, fresh);
            var (from, to) = random.Next(3) == 0 ? windows[random.Next(windows.Count)] : (Math.Max(Monday, ChinaTime.DayStartMs(now) - (6 * Day)), now + 1);
            Assert.Equal(Answers(feed.Stream, from, to), Answers(asked.Stream, from, to));
        }
    }

    /// <summary>Windows of whole days, and some that end in a day, at a second of its own.</summary>
    private static IEnumerable<(long From, long To)> Windows(int seed)
    {
        var random = new Random(seed);
        yield return (Monday, End);
        for (var i = 0; i < 6; i++)
        {
            var from = random.Next(AggregateHistory.Days);
            yield return (Monday + (from * Day), Monday + (random.Next(from + 1, AggregateHistory.Days + 1) * Day));
            yield return (Monday + (from * Day), Monday + (from * Day) + 1 + random.NextInt64((AggregateHistory.Days - from) * Day));
        }
    }

    private static bool IsAlone(object entry, List<object> history) => entry switch
    {
        RawMeasurement m => history.OfType<RawMeasurement>().Count(o => o.Device == m.Device && o.Quantity == m.Quantity && o.AtMs == m.AtMs) == 1,
        RawEvent e => history.OfType<RawEvent>().Count(o => o.Device == e.Device && o.Type == e.Type && o.Id == e.Id) == 1,
        _ => true,
    };

    /// <summary>What makes a thing the same when it comes again.</summary>
    private static object KeyOf(object entry) => entry switch
    {
        RawMeasurement m => (m.Device.Id, m.Quantity, m.AtMs),
        RawEvent e => (e.Device.Id, e.Type, e.Id),
        _ => entry,
    };

    private static long AtOf(object entry) => entry switch
    {
        RawMeasurement m => m.AtMs,
        RawEvent e => e.AtMs,
        RawStep s => s.AtMs,
        _ => throw new ArgumentException(entry.ToString(), nameof(entry)),
    };

    private static List<object> Shuffled(List<object> history, int seed)
    {
        var shuffled = history.ToArray();
        new Random(seed).Shuffle(shuffled);
        return [.. shuffled];
    }
}
