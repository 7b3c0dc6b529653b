using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Tests.Anomaly.Detectors;

namespace SmartCommunity.Tests.Cloud.Alerts.Detecting;

/// <summary>Recorded car parks beside what a model learned from their first two weeks expects, through the real fold.</summary>
public sealed class ExpectedAlertTests : IDisposable
{
    private const int Lots = 5, Days = 21, LearnedDays = 14, Spiked = 2;
    private const string Class = "parkingSite", Quantity = "occupancy", Rule = "unlikeExpected";

    // Three in the afternoon of a day of the third week.
    private const int SpikeRow = (17 * CarParks.QuartersADay) + (15 * 4);

    private static readonly Lazy<CarPark[]> _lots = new(static () => [.. CarParks.Load().Lots.Take(Lots)]);

    private static readonly Lazy<LearnedModels> _models = new(static () => new LearnedModels { Occupancy = new Expectation(ExpectationTraining.Run(ExpectationTarget.Occupancy, [.. _lots.Value.Select(SeriesOf)], 1, DateTimeOffset.UnixEpoch)) });

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-expected-").FullName;

    [Fact]
    public void A_fault_raises_an_alert_that_names_what_was_expected_and_the_picture_has_the_models_band()
    {
        using var ledger = Open("fault");

        var log = Run(ledger, LiveRules.File);

        // Nobody closed what was raised of the days before: it may be raised again.
        var raised = Assert.Single(log.Changes, c => c.Alert.Rule == Rule && c.Alert.Device == Device(Spiked) && (c.Transition.What is "raised" or "again") && c.Transition.AtMs > At(SpikeRow) && c.Transition.AtMs < At(SpikeRow + 1)).Alert;
        Assert.Equal((Quantity, 1.5, "expected"), (raised.Quantity, raised.Value, AlertViews.MeasuresOf(RuleSets.Of(LiveRules.File)!.Find(Rule), Quantity)));
        Assert.InRange(raised.Limit, 0, 1.1);
        var said = Assert.Single(log.Said, s => s.Device == Device(Spiked) && s.AtMs == At(SpikeRow) && s.Channel == (byte)DetectorChannel.Expected);
        Assert.Equal(raised.Limit, said.Expected);
        var point = Assert.Single(ledger.Points(Number(ledger), At(SpikeRow), At(SpikeRow) + 1));
        Assert.Equal((said.Expected, said.Low, said.High), (point.Expected!.Value.Value, point.Expected.Value.Low, point.Expected.Value.High));
        Assert.True(point.Expected.Value.High < 1.5);
    }

    [Fact]
    public void As_shipped_it_is_only_counted()
    {
        using var ledger = Open("shadow");

        var log = Run(ledger, RuleSets.Shipped);

        Assert.Contains(log.Said, s => s.Channel == (byte)DetectorChannel.Expected);
        Assert.Empty(log.Raised(Rule));
        Assert.Contains(log.State.Alerts.Shadows.Latest, s => s.Rule == Rule && s.Device == Device(Spiked) && s.EndedAtMs > 0);
    }

    [Fact]
    public void A_replay_needs_no_model_and_raises_the_same_alerts_to_the_byte()
    {
        using var ledger = Open("replay");
        var log = Run(ledger, LiveRules.File);

        var (state, again) = log.Replay();

        Assert.Equal(log.Changes, again);
        Assert.Equal(CommunitySnapshot.Write(log.State), CommunitySnapshot.Write(state));
    }

    [Fact]
    public void Restarts_double_nothing_and_lose_nothing()
    {
        using var whole = Open("whole");
        using var broken = Open("broken");
        var random = new Random(5);

        var expected = Run(whole, LiveRules.File);
        var restarted = Run(broken, LiveRules.File, log => _ = random.Next(200) == 0 ? log.Restart() : log);

        Assert.Equal(expected.Said, restarted.Said);
        Assert.Equal(expected.Changes, restarted.Changes);
        Assert.Equal(whole.Points(Number(whole), 0, long.MaxValue), broken.Points(Number(broken), 0, long.MaxValue));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static int Number(DetectorLedger ledger) => ledger.SeriesOf(DetectedLog.Community).Single(s => s.Device == Device(Spiked)).Number;

    private static QuarterSeries SeriesOf(CarPark lot) => new(
        lot.Name, QuarterSeries.NumberOf(DateTimeOffset.FromUnixTimeMilliseconds(At(0)), SmartCommunity.Telemetry.ChinaTime.Offset), [.. lot.Free.Take(LearnedDays * CarParks.QuartersADay).Select(free => 1 - (free / lot.Most))]);

    private static DetectedLog Run(DetectorLedger ledger, byte[] rules, Action<DetectedLog>? between = null)
    {
        var log = new DetectedLog(ledger, _models.Value, rules);
        for (var lot = 0; lot < Lots; lot++)
            log.Enrol(Device(lot), Class);
        for (var row = 0; row < Days * CarParks.QuartersADay; row++)
        {
            log.Quarter(row, Class, Quantity, [.. _lots.Value.Select((park, lot) => (Device(lot), lot == Spiked && row is >= SpikeRow and < SpikeRow + 2 ? 1.5 : 1 - (park.Free[row] / park.Most)))]);
            between?.Invoke(log);
        }

        return log;
    }

    private static string Device(int lot) => $"lot-{lot}";

    private static long At(int row) => DetectedLog.StartMs + ((row + 1) * DetectedLog.QuarterMs);

    private DetectorLedger Open(string name) => DetectorLedger.Open(Path.Combine(_folder, $"{name}.db"));
}
