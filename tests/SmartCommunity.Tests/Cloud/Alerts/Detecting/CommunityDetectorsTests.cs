using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Tests.Cloud.Alerts.Settings;

namespace SmartCommunity.Tests.Cloud.Alerts.Detecting;

public sealed class CommunityDetectorsTests : IDisposable
{
    private const int QuartersADay = 96, LearnedDays = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-detectors-").FullName;
    private readonly DetectorLedger _ledger;

    public CommunityDetectorsTests() => _ledger = DetectorLedger.Open(Path.Combine(_folder, "detectors.db"));

    [Fact]
    public void An_alert_of_detectors_ends_three_hours_after_they_spoke_last_and_opens_again_under_the_same_id()
    {
        var log = Air(days: LearnedDays, peaks: [LearnedDays * QuartersADay]);
        var alert = Assert.Single(log.State.Alerts.Open.Values, a => a.Rule == "unusualAir");

        Go(log, LearnedDays * QuartersADay, 12);
        Assert.True(alert.IsHolding);
        Go(log, (LearnedDays * QuartersADay) + 12, 3);
        Assert.False(alert.IsHolding);
        log.Quarter((LearnedDays * QuartersADay) + 16, "indoorAir", "co2", ("air-1", 9_000));

        Assert.Equal(["raised", "ended", "again"], log.Changes.Where(c => c.Alert.Id == alert.Id).Select(c => c.Transition.What));
    }

    [Fact]
    public void What_is_below_the_offices_strength_is_recorded_and_raises_nothing()
    {
        var log = Air(LearnedDays, []).SetStrength(100);

        log.Quarter(LearnedDays * QuartersADay, "indoorAir", "co2", ("air-1", 4_000));

        Assert.NotEmpty(log.Said);
        Assert.Equal(100, log.State.Detections.Strength);
        Assert.Empty(log.State.Alerts.Open);
    }

    [Fact]
    public void A_rule_that_asks_for_more_strength_than_the_office_raises_from_its_own_on()
    {
        var log = new DetectedLog(_ledger).Enrol("meter-1", "electricityMeter");
        LoggedDetections Said(int quarter, float strength)
        {
            var atMs = DetectedLog.StartMs + (quarter * DetectedLog.QuarterMs);
            return new(atMs, [new LoggedDetection("meter-1", "energyImport", (byte)DetectorChannel.Series, (byte)DetectorKind.Record, atMs, 9, 1, 0, 2, strength, strength, atMs)]);
        }

        log.Write(Said(1, 1.7f));
        Assert.Empty(log.State.Alerts.Open);
        log.Write(Said(2, 1.75f));

        Assert.Equal("meter-1", Assert.Single(log.Raised("unusualUse")).Device);
    }

    [Fact]
    public void What_a_rule_in_shadow_would_have_raised_is_over_when_it_is_not_said_again_also_while_no_alert_is_due()
    {
        var log = new DetectedLog(_ledger).Enrol("air-1", "indoorAir");
        var atMs = DetectedLog.StartMs + DetectedLog.QuarterMs;
        log.Write(new(atMs, [new LoggedDetection("air-1", "co2", (byte)DetectorChannel.Expected, (byte)DetectorKind.None, atMs, 900, 500, 400, 600, 5, 2, atMs)]));
        Assert.Equal(("unlikeExpected", 0), Assert.Single(log.State.Alerts.Shadows.Latest.Select(static s => (s.Rule, s.EndedAtMs))));

        for (var quarter = 1; quarter < 16; quarter++)
            log.Quarter(quarter, "indoorAir", "co2", ("air-1", 600 + quarter));

        Assert.Empty(log.State.Alerts.Open);
        Assert.True(Assert.Single(log.State.Alerts.Shadows.Latest).EndedAtMs > 0);
    }

    [Fact]
    public void A_rule_of_detectors_that_is_switched_off_for_a_device_ends_its_alert_and_raises_no_other()
    {
        var log = Air(days: LearnedDays, peaks: [LearnedDays * QuartersADay]);
        var alert = Assert.Single(log.State.Alerts.Open.Values, a => a.Rule == "unusualAir");

        log.Set(SettingsFoldTests.Override("s1", "unusualAir", "device:air-1") with { IsOff = true, Version = 1 });
        Assert.False(alert.IsHolding);
        Go(log, LearnedDays * QuartersADay, 15);
        log.Quarter((LearnedDays * QuartersADay) + 16, "indoorAir", "co2", ("air-1", 9_000));

        Assert.Contains(log.Said, s => s.Value == 9_000 && s.Strength >= 1);
        Assert.Equal(["raised", "ended"], log.Changes.Where(c => c.Alert.Id == alert.Id).Select(c => c.Transition.What));
    }

    [Fact]
    public void The_same_quarter_told_twice_counts_once()
    {
        var log = Air(days: LearnedDays, peaks: [LearnedDays * QuartersADay]);
        var told = log.Logged.Last();
        var changes = log.Changes.Count;

        log.Write(told).Write(told with { ThroughMs = told.ThroughMs - DetectedLog.QuarterMs });

        Assert.Equal(changes, log.Changes.Count);
    }

    [Fact]
    public void What_was_judged_and_never_reached_the_log_is_given_once_more_and_not_twice()
    {
        const int learned = LearnedDays * QuartersADay;
        var detectors = new CommunityDetectors(DetectedLog.Community, _ledger, LearnedModels.None);
        foreach (var quarter in Samples(learned))
            detectors.Judge(quarter);
        var peak = Sample(learned, 4_000);
        peak = peak with { LoggedThroughMs = peak.EndMs - 1 };
        var lost = Assert.Single(detectors.Judge(peak));

        // The process ended before the log had it. The next finds the quarter in the ledger, and the log without it.
        var next = new CommunityDetectors(DetectedLog.Community, _ledger, LearnedModels.None);
        var given = Assert.Single(next.Judge(peak));
        var after = new CommunityDetectors(DetectedLog.Community, _ledger, LearnedModels.None).Judge(Sample(learned + 1, 500) with { LoggedThroughMs = peak.EndMs });

        Assert.Equal((lost.ThroughMs, lost.Strength), (given.ThroughMs, given.Strength));
        Assert.Equal(lost.Said, given.Said);
        Assert.DoesNotContain(after, l => l.ThroughMs == peak.EndMs);
    }

    [Fact]
    public void A_value_that_stands_still_while_its_like_move_is_one_alert_that_ends_when_it_moves()
    {
        var log = new DetectedLog(_ledger).Enrol("noise-1", "noiseMeter").Enrol("noise-2", "noiseMeter").Enrol("noise-3", "noiseMeter");
        var random = new Random(3);
        var stuckFrom = LearnedDays * QuartersADay;
        for (var row = 0; row < stuckFrom + QuartersADay; row++)
            log.Quarter(row, "noiseMeter", "noise", ("noise-1", row > stuckFrom ? 50 : Noise(random)), ("noise-2", Noise(random)), ("noise-3", Noise(random)));

        var alert = Assert.Single(log.State.Alerts.Open.Values, a => a.Rule == "standsStill");
        Assert.True(alert is { Device: "noise-1", IsHolding: true, Occurrences: 1 });
        log.Quarter(stuckFrom + QuartersADay, "noiseMeter", "noise", ("noise-1", 51), ("noise-2", Noise(random)), ("noise-3", Noise(random)));

        Assert.False(alert.IsHolding);
    }

    [Fact]
    public void A_feed_that_stands_still_as_a_whole_is_not_one_alert_a_device()
    {
        var log = new DetectedLog(_ledger).Enrol("noise-1", "noiseMeter").Enrol("noise-2", "noiseMeter").Enrol("noise-3", "noiseMeter");
        var random = new Random(3);
        var stuckFrom = LearnedDays * QuartersADay;
        for (var row = 0; row < stuckFrom + QuartersADay; row++)
        {
            var (one, two, three) = (Noise(random), Noise(random), Noise(random));
            log.Quarter(row, "noiseMeter", "noise", ("noise-1", row > stuckFrom ? 50 : one), ("noise-2", row > stuckFrom ? 51 : two), ("noise-3", row > stuckFrom ? 52 : three));
        }

        Assert.DoesNotContain(log.State.Alerts.Open.Values, a => a.Rule == "standsStill");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void A_meter_is_told_from_its_building_and_a_building_that_rises_as_one_is_not(bool allRise, int alerts)
    {
        var log = new DetectedLog(_ledger);
        string[] meters = [.. Enumerable.Range(1, 6).Select(i => $"meter-{i}")];
        foreach (var meter in meters)
            log.Relate($"unit:{meter}", "partOf", "building:b-1").Enrol(meter, "electricityMeter", $"unit:{meter}");
        var (random, registers) = (new Random(11), new double[meters.Length]);

        for (var row = 0; row < (LearnedDays + 1) * QuartersADay; row++)
        {
            var rises = row >= LearnedDays * QuartersADay;
            for (var i = 0; i < meters.Length; i++)
                registers[i] += (rises && (allRise || i == 0) ? 0.9 : 0.1) + (0.02 * random.NextDouble());
            log.Quarter(row, "electricityMeter", "energyImport", [.. meters.Select((m, i) => (m, Math.Round(registers[i], 3)))]);
        }

        Assert.Equal(alerts, log.Raised("unlikeItsPeers").Count(a => a.Device == "meter-1"));
        Assert.Contains(log.Raised("unusualUse"), a => a.Device == "meter-1");
    }

    [Fact]
    public void Of_a_register_its_use_an_hour_is_looked_at_and_a_swapped_meter_is_a_gap()
    {
        var log = new DetectedLog(_ledger).Enrol("meter-1", "electricityMeter");

        foreach (var (row, value) in new[] { (0, 100.0), (1, 100.5), (3, 102.5), (4, 1.0), (5, 1.25) })
            log.Quarter(row, "electricityMeter", "energyImport", ("meter-1", value));

        var points = _ledger.Points(1, 0, long.MaxValue);
        Assert.Equal([null, 2, 4, null, 1], points.Select(p => p.Value));
        Assert.Equal([100, 100.5, 102.5, 1, 1.25], points.Select(p => p.Raw));
    }

    [Fact]
    public void No_more_series_are_looked_at_than_the_rules_allow()
    {
        var detectors = new CommunityDetectors(DetectedLog.Community, _ledger, LearnedModels.None);
        var samples = Sample(0, 500);

        detectors.Judge(samples with { Most = 2, Samples = [.. Enumerable.Range(0, 5).Select(i => samples.Samples[0] with { Device = $"air-{i}" })] });

        Assert.Equal(2, detectors.Count);
        Assert.Equal(["air-0", "air-1"], _ledger.SeriesOf(DetectedLog.Community).Select(s => s.Device));
        Assert.InRange(detectors.Bytes, 1, 2 * 100_000);
    }

    [Fact]
    public void The_ledger_forgets_what_is_too_old_and_knows_its_ends()
    {
        var detectors = new CommunityDetectors(DetectedLog.Community, _ledger, LearnedModels.None);
        foreach (var quarter in Samples(10))
            detectors.Judge(quarter);

        _ledger.Trim(Sample(4, 0).EndMs);

        Assert.Equal((Sample(4, 0).EndMs, Sample(9, 0).EndMs), (_ledger.FirstAtMs(DetectedLog.Community), _ledger.LastAtMs(DetectedLog.Community)));
        Assert.Equal(6, _ledger.Points(1, 0, long.MaxValue).Count);
        Assert.Null(_ledger.FirstAtMs("elsewhere"));
    }

    public void Dispose()
    {
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static double Noise(Random random) => Math.Round(50 + (10 * random.NextDouble()), 1);

    private static double Co2(int row) => 600 + (100 * Math.Sin(row * Math.Tau / QuartersADay)) + (row * 7919 % 31);

    private DetectedLog Air(int days, int[] peaks)
    {
        var log = new DetectedLog(_ledger).Enrol("air-1", "indoorAir");
        for (var row = 0; row < days * QuartersADay; row++)
            log.Quarter(row, "indoorAir", "co2", ("air-1", Co2(row)));
        foreach (var peak in peaks)
            log.Quarter(peak, "indoorAir", "co2", ("air-1", 4_000));
        return log;
    }

    /// <summary>The everyday goes on for some quarters after one.</summary>
    private static void Go(DetectedLog log, int after, int quarters)
    {
        for (var row = after + 1; row <= after + quarters; row++)
            log.Quarter(row, "indoorAir", "co2", ("air-1", Co2(row)));
    }

    private static IEnumerable<CommunitySamples> Samples(int quarters) => Enumerable.Range(0, quarters).Select(row => Sample(row, Co2(row)));

    private static CommunitySamples Sample(int row, double value)
    {
        var endMs = DetectedLog.StartMs + ((row + 1) * DetectedLog.QuarterMs);
        var watched = new SmartCommunity.Anomaly.Rules.WatchedQuantity("indoorAir", "co2", [DetectorChannel.Series]);
        return new CommunitySamples(DetectedLog.Community, endMs, 0, 10, [new SeriesSample("air-1", watched, IsRegister: false, "community:baihe/indoorAir/co2", value, endMs - 30_000)]);
    }
}
