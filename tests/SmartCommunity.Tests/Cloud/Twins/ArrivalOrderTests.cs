using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Twins;

/// <summary>F-09, F-10 and F-11 of the reliability catalogue at the fold: clocks, order, lateness and repetition do not change the state.</summary>
public sealed class ArrivalOrderTests
{
    private const string Community = "baihe";
    private const long T0 = 1_760_000_000_000;
    private const long TwoDaysMs = 2 * 86_400_000L;
    private const int MaxDisorderMs = 15 * 60_000;

    [Fact]
    public void Out_of_order_two_days_late_and_three_times_over_gives_the_state_of_the_order_of_events() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var messages = Messages(random);
            var disordered = messages
                .SelectMany(m => Enumerable.Repeat(m, random.Next(1, 4)))
                .Select(m => (Message: m, ArrivesMs: m.Entry.AtMs + (random.Next(10) == 0 ? TwoDaysMs : random.Next(MaxDisorderMs))))
                .OrderBy(m => m.ArrivesMs).ThenBy(m => m.Message.Number).Select(m => m.Message);

            return (Told(messages) == Told(disordered)).Label($"seed {seed}");
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_value_of_a_suspect_clock_never_stands_over_a_good_one(bool suspectComesLast)
    {
        var log = new LogWriter(Community).Enrol("w-1", "wearable");
        void Good() => log.Measure("w-1", "wearable", T0, T0 + 1000, ("heartRate", 72));
        // 1970 and 2099: the gateway put the time of receipt in place of the device's.
        void Suspect() => log.Measure(LogWriter.Gateway, "w-1", "wearable", T0 + 500_000, T0 + 500_000, [("heartRate", 180)], Quality.ClockSuspect);

        (suspectComesLast ? [Good, Suspect] : new Action[] { Suspect, Good }).ToList().ForEach(step => step());

        var latest = log.Fold().Devices["w-1"].Latest[0];
        Assert.Equal((72, T0, Quality.Good), (latest.Value, latest.AtMs, latest.Quality));
    }

    [Fact]
    public void Values_of_a_suspect_clock_are_shown_until_there_is_a_good_one_and_the_device_counts_as_heard()
    {
        var state = new LogWriter(Community).Enrol("w-1", "wearable").Tick(T0)
            .Measure(LogWriter.Gateway, "w-1", "wearable", T0, T0, [("heartRate", 70)], Quality.ClockSuspect)
            .Measure(LogWriter.Gateway, "w-1", "wearable", T0 + 1, T0 + 1, [("heartRate", 71)], Quality.ClockSuspect).Fold();

        Assert.Equal(71, state.Devices["w-1"].Latest[0].Value);
        Assert.True(state.Devices["w-1"].Online);
    }

    [Fact]
    public void A_gateway_clock_that_jumps_an_hour_either_way_loses_no_value_and_gives_no_negative_duration()
    {
        const long HourMs = 3_600_000;
        var log = new LogWriter(Community).Enrol("w-1", "wearable");
        long[] skews = [0, HourMs, -HourMs, 0];
        for (var i = 0; i < skews.Length; i++)
        {
            var nowMs = T0 + (i * 60_000);
            log.Measure(LogWriter.Gateway, "w-1", "wearable", nowMs, nowMs + skews[i], [("heartRate", 70 + i)], writtenAtMs: nowMs).Tick(nowMs + 1);
            var state = log.Fold();
            Assert.Equal(70 + i, state.Devices["w-1"].Latest[0].Value);
            Assert.True(state.NowMs - state.Devices["w-1"].LastReceivedAtMs >= 0);
            Assert.True(state.MessagesPerSecond >= 0);
        }

        Assert.Equal(skews.Length, log.Fold().Messages);
    }

    [Fact]
    public void An_SOS_said_three_times_is_one_event() =>
        Assert.Single(new LogWriter(Community).Enrol("w-1", "wearable")
            .Event("w-1", "wearable", "sos", "e-1", T0).Event("w-1", "wearable", "sos", "e-1", T0).Event("w-1", "wearable", "sos", "e-1", T0 + 5000).Fold().Events);

    private static List<(int Number, CommunityEntry Entry)> Messages(Random random)
    {
        const int Count = 40;
        var log = new LogWriter(Community);
        for (var i = 0; i < Count; i++)
        {
            var atMs = T0 + (i * 60_000);
            var quality = random.Next(5) == 0 ? Quality.ClockSuspect : Quality.Good;
            _ = random.Next(4) switch
            {
                0 => log.Event("w-1", "wearable", "sos", $"e-{i}", atMs),
                1 => log.Measure(LogWriter.Gateway, "h-1", "healthStation", atMs, atMs + 1, [("weight", 50 + i), ("height", 160)], quality, atMs + 1),
                _ => log.Measure(LogWriter.Gateway, "w-1", "wearable", atMs, atMs + 1, [("heartRate", 60 + i), ("spo2", 97)], quality, atMs + 1),
            };
        }

        return [.. log.Entries.Select((e, i) => (i, new CommunityEntry { Position = e.Position, Kind = e.Kind, AtMs = T0 + (i * 60_000) + 1, Body = e.Body, Block = e.Block }))];
    }

    /// <summary>The twins and events of a community that was told these messages, as canonical JSON: what is shown and scored, without counters of what arrived.</summary>
    private static string Told(IEnumerable<(int Number, CommunityEntry Entry)> messages)
    {
        var log = new LogWriter(Community).Enrol("w-1", "wearable").Enrol("h-1", "healthStation");
        foreach (var (_, entry) in messages)
            log.Add(entry);
        var state = log.Tick(T0 + (2 * TwoDaysMs)).Fold();
        return JsonSerializer.Serialize(new
        {
            Devices = state.Devices.Values.Select(t => new
            {
                t.Device, t.Online, t.LastReceivedAtMs,
                Values = t.Latest.Select(v => new { v.IsSet, v.Value, v.AtMs, v.ReceivedAtMs, v.Quality, v.From }),
            }),
            Events = state.Events.OrderBy(e => e.AtMs),
            state.LastAtMs,
        });
    }
}
