using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Twins.Derived;

public sealed class ParkingSitesTests
{
    private const string Community = "baihe";

    /// <summary>Asia/Shanghai 2025-10-09 12:00, in the middle of a day of counting.</summary>
    private static readonly long Noon = ChinaTime.StartMs(new DateOnly(2025, 10, 9)) + (12 * 3_600_000L);

    [Fact]
    public void A_site_is_counted_from_its_spots_and_says_so()
    {
        var site = Site(4).Spot(0, 0).Spot(1, 1).Spot(2, 2).Fold(Noon);

        Assert.Equal((1, 1, 1, 1, 4), Counts(site));
        Assert.Equal(0.25, Of(site, "occupancy").Value);
        Assert.Equal((Quality.Estimated, "parkingSpot.spotStatus", Noon), (Of(site, "freeSpots").Quality, Of(site, "freeSpots").From, Of(site, "freeSpots").AtMs));
        Assert.False(Of(site, "gateDrift").IsSet);
    }

    [Fact]
    public void Free_occupied_closed_and_unknown_always_sum_to_the_total() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var spots = random.Next(1, 12);
            var log = Site(spots);
            var now = Noon;
            for (var step = 0; step < 40; step++)
            {
                now += random.Next(1, 600_000);
                _ = random.Next(6) switch
                {
                    0 => log.Status(random.Next(spots), now),
                    1 => log.Away(now),
                    2 => log.Retire(random.Next(spots)),
                    3 => log.Tick(now),
                    _ => log.Spot(random.Next(spots), random.Next(4), now, (Quality)random.Next(4)),
                };
            }

            var site = log.Fold(now + 1);
            if (!Of(site, "totalSpots").IsSet)
                return true.Label("all spots retired before the first count");
            var (free, occupied, closed, unknown, total) = Counts(site);
            return (free + occupied + closed + unknown == total && total <= spots).Label($"seed {seed}: {free}+{occupied}+{closed}+{unknown} of {total}");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_silent_spot_and_one_behind_a_cut_gateway_are_unknown()
    {
        var silent = Site(2).Spot(0, 1).Spot(1, 1).Spot(1, 1, Noon + 2_000_000).Fold(Noon + 2_700_001);
        var cut = Site(2).Spot(0, 1).Spot(1, 0).Away(Noon + 1).Away(Noon + 40_000).Fold(null);

        Assert.Equal((0, 1, 0, 1, 2), Counts(silent));
        Assert.Equal((0, 0, 0, 2, 2), Counts(cut));
    }

    [Fact]
    public void Gates_that_differ_from_the_spots_by_more_than_5_percent_of_them_are_a_warning()
    {
        var log = Full(40, occupied: 20, Noon).Gate(100, 90, Noon).Tick(Noon);

        var agreeing = log.Gate(102, 90, Noon + 1).Fold(Noon + 2);
        Assert.Equal((2, 5.0, Quality.Estimated), (Of(agreeing, "gateBalance").Value, Of(agreeing, "gateDrift").Value, Of(agreeing, "gateDrift").Quality));

        var drifting = log.Gate(103, 90, Noon + 3).Fold(Noon + 4);
        Assert.Equal((3, 7.5, Quality.Estimated | Quality.Uncertain), (Of(drifting, "gateBalance").Value, Of(drifting, "gateDrift").Value, Of(drifting, "gateDrift").Quality));
        Assert.Equal(Quality.Estimated | Quality.Uncertain, Of(drifting, "occupiedSpots").Quality);
    }

    [Fact]
    public void Gate_counts_start_again_at_four_in_the_morning()
    {
        var log = Full(40, occupied: 20, FourMs - 2).Gate(10, 10, FourMs - 2).Tick(FourMs - 2).Gate(12, 10, FourMs - 1);

        Assert.Equal(2, Of(log.Fold(FourMs - 1), "gateBalance").Value);
        var zeroed = log.Fold(FourMs);
        Assert.Equal((0, 0), (Of(zeroed, "gateBalance").Value, Of(zeroed, "gateDrift").Value));
        Assert.Equal(1, Of(log.Gate(13, 10, FourMs + 1).Fold(FourMs + 2), "gateBalance").Value);
    }

    [Fact]
    public void Gate_counts_that_disagree_at_four_start_again_when_they_agree_or_in_the_second_night()
    {
        ParkingLog Disagreeing() => Full(40, occupied: 20, FourMs - 2).Gate(10, 10, FourMs - 2).Tick(FourMs - 2).Gate(16, 10, FourMs - 1);

        Assert.Equal((6, 15.0), (Of(Disagreeing().Fold(FourMs), "gateBalance").Value, Of(Disagreeing().Fold(FourMs), "gateDrift").Value));
        var agreed = Disagreeing().Tick(FourMs).Gate(16, 16, FourMs + 1).Fold(FourMs + 2);
        Assert.Equal((0, 0), (Of(agreed, "gateBalance").Value, Of(agreed, "gateDrift").Value));
        var second = FourMs + (2 * ChinaTime.DayMs);
        var anyhow = Full(40, occupied: 20, second, Disagreeing().Tick(FourMs)).Gate(16, 10, second).Gate(16, 10, second + 1).Gate(16, 10, second + 2).Fold(second + 3);
        Assert.Equal((0, 0), (Of(anyhow, "gateBalance").Value, Of(anyhow, "gateDrift").Value));
    }

    [Fact]
    public void A_gate_that_is_swapped_or_rolls_over_does_not_throw_the_balance()
    {
        var log = Site(1).Spot(0, 0).Gate(99_998, 500, Noon).Tick(Noon);

        Assert.Equal(7, Of(log.Gate(5, 500, Noon + 1).Fold(Noon + 2), "gateBalance").Value);
        Assert.Equal(7, Of(log.Gate(5, 0, Noon + 3).Fold(Noon + 4), "gateBalance").Value);
    }

    [Fact]
    public void A_site_that_counts_itself_is_left_alone_until_it_falls_silent()
    {
        var log = Site(2).Spot(0, 1, Noon + 900_000).Own(77, Noon);

        Assert.Equal((77, null), (Of(log.Fold(Noon + 1), "occupiedSpots").Value, Of(log.Fold(Noon + 2), "occupiedSpots").From));
        Assert.Equal(1, Of(log.Fold(Noon + 900_001), "occupiedSpots").Value);
    }

    [Fact]
    public void The_gates_of_a_site_that_counts_itself_are_held_against_what_it_says()
    {
        var log = Site(0).Own(40, Noon, free: 60).Gate(100, 90, Noon).Tick(Noon);

        var agreeing = log.Own(45, Noon + 1, free: 55).Gate(105, 90, Noon + 1).Fold(Noon + 2);
        Assert.Equal((5, 0.0, null), (Of(agreeing, "gateBalance").Value, Of(agreeing, "gateDrift").Value, Of(agreeing, "occupiedSpots").From));
        var creeping = log.Own(55, Noon + 3, free: 45).Gate(107, 90, Noon + 3).Fold(Noon + 4);
        Assert.Equal((8.0, Quality.Estimated | Quality.Uncertain), (Of(creeping, "gateDrift").Value, Of(creeping, "gateDrift").Quality));
        Assert.Equal((55, Quality.Good), (Of(creeping, "occupiedSpots").Value, Of(creeping, "occupiedSpots").Quality));
    }

    [Fact]
    public void A_gate_that_is_not_heard_says_nothing_and_tells_what_passed_when_it_is_back()
    {
        var log = Site(0).Own(40, Noon, free: 60).Gate(100, 90, Noon).Tick(Noon);

        var silent = log.Own(60, Noon + 1_000_000, free: 40).Fold(Noon + 1_000_000);
        Assert.Equal((0, Noon), (Of(silent, "gateDrift").Value, Of(silent, "gateDrift").AtMs));
        // Who was online only briefly is believed after some messages.
        for (var i = 1; i <= 3; i++)
            log.Gate(121, 90, Noon + 1_000_000 + i);
        var back = log.Fold(Noon + 1_000_004);
        Assert.Equal((21, 1.0), (Of(back, "gateBalance").Value, Of(back, "gateDrift").Value));
    }

    [Fact]
    public void A_spot_whose_relationship_is_taken_back_is_no_longer_counted_and_silence_about_it_changes_nothing()
    {
        Assert.Equal(2, Counts(Site(2).Spot(0, 1).Repeat(0).Fold(Noon)).Total);
        Assert.Equal(1, Counts(Site(2).Spot(0, 1).Unrelate(0).Fold(Noon)).Total);
    }

    private static long FourMs { get; } = ChinaTime.StartMs(new DateOnly(2025, 10, 10)) + (4 * 3_600_000L);

    private static ParkingLog Site(int spots) => new(spots);

    private static ParkingLog Full(int spots, int occupied, long atMs, ParkingLog? log = null)
    {
        log ??= Site(spots);
        for (var spot = 0; spot < spots; spot++)
            log.Spot(spot, spot < occupied ? 1 : 0, atMs);
        return log;
    }

    private static LatestValue Of(DeviceTwin site, string quantity) => site.Latest[CommunityFold.SlotOf(site.Class, quantity)];

    private static (double Free, double Occupied, double Closed, double Unknown, double Total) Counts(DeviceTwin site) => (
        Of(site, "freeSpots").Value, Of(site, "occupiedSpots").Value, Of(site, "closedSpots").Value, Of(site, "unknownSpots").Value, Of(site, "totalSpots").Value);

    /// <summary>The log of a community with one site, its spots and one gate.</summary>
    private sealed class ParkingLog
    {
        private readonly LogWriter _log = new LogWriter(Community).Enrol("site", "parkingSite").Relate("gate", "parkingGate", [("serves", "site")]);

        internal ParkingLog(int spots)
        {
            for (var i = 0; i < spots; i++)
                _log.Relate($"s-{i}", "parkingSpot", [("isIn", "garage"), ("partOf", "site")]);
        }

        internal ParkingLog Spot(int spot, int code, long? atMs = null, Quality quality = Quality.Good) =>
            With(_log.Measure(LogWriter.Gateway, $"s-{spot}", "parkingSpot", atMs ?? Noon, atMs ?? Noon, [("spotStatus", code)], quality));

        internal ParkingLog Gate(double entries, double exits, long atMs) => With(_log.Measure("gate", "parkingGate", atMs, atMs, ("entries", entries), ("exits", exits)));

        internal ParkingLog Own(double occupied, long atMs, double free = 0) => With(_log.Measure("site", "parkingSite", atMs, atMs, ("freeSpots", free), ("occupiedSpots", occupied)));

        internal ParkingLog Status(int spot, long atMs) => With(_log.Status($"s-{spot}", "parkingSpot", atMs, online: false));

        internal ParkingLog Retire(int spot) => With(_log.Enrol($"s-{spot}", "parkingSpot", retired: true));

        internal ParkingLog Repeat(int spot) => With(_log.Enrol($"s-{spot}", "parkingSpot"));

        internal ParkingLog Unrelate(int spot) => With(_log.Relate($"s-{spot}", "parkingSpot", []));

        internal ParkingLog Away(long atMs) => With(_log.TickAway(atMs, LogWriter.Gateway));

        internal ParkingLog Tick(long atMs) => With(_log.TickAway(atMs));

        internal DeviceTwin Fold(long? tickMs) => (tickMs is { } atMs ? _log.TickAway(atMs) : _log).Fold().Devices["site"];

        private ParkingLog With(LogWriter _) => this;
    }
}
