using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Tests.Anomaly.Detectors;

namespace SmartCommunity.Tests.Cloud.Alerts.Detecting;

/// <summary>Recorded car parks as parking sites of a community, through the real fold and the real detectors: three weeks of five of them.</summary>
public sealed class CarParkAlertTests : IDisposable
{
    private const int Lots = 5, Days = 21, Spiked = 2;
    private const string Class = "parkingSite", Quantity = "occupancy", Rule = "unusualParking";

    private static readonly Lazy<CarPark[]> _lots = new(static () => [.. CarParks.Load().Lots.Take(Lots)]);

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-detect-").FullName;

    // Three in the afternoon of a day of the third week.
    private const int SpikeRow = (17 * CarParks.QuartersADay) + (15 * 4);

    [Fact]
    public void A_fault_put_into_one_car_park_raises_one_alert_of_it_at_once_and_the_rest_stays_within_the_budget()
    {
        using var ledger = Open("spike");

        var log = Run(ledger, Spike, Days);

        // A car park that says it is full raises that as well: another rule, and true.
        var during = log.Changes.Where(c => c.Alert.Rule == Rule && c.Alert.Device == Device(Spiked) && c.Transition.AtMs > At(SpikeRow) && c.Transition.AtMs < At(SpikeRow + 12)).ToArray();
        var raised = Assert.Single(during, c => c.Transition.What == "raised");
        Assert.True(raised.Transition.AtMs < At(SpikeRow + 1));
        Assert.Equal((Rule, 3, Quantity), (raised.Alert.Rule, raised.Alert.Priority, raised.Alert.Quantity));
        Assert.True(raised.Alert.Value > raised.Alert.Limit, $"{raised.Alert.Value} beside {raised.Alert.Limit}");
        Assert.All(during, c => Assert.Equal(raised.Alert.Id, c.Alert.Id));
        // Every other alert counts against the budget of 3 an hour; one a lot and week would be a fiftieth of it.
        Assert.InRange(log.Changes.Count(c => c.Alert.Rule == Rule && c.Transition.What is "raised" or "again"), 1, Lots * Days / 7);
    }

    [Fact]
    public void A_replay_without_detectors_raises_the_same_alerts_to_the_byte()
    {
        using var ledger = Open("replay");
        var log = Run(ledger, Spike, Days);

        var (state, again) = log.Replay();

        Assert.NotEmpty(log.Changes);
        Assert.Equal(log.Changes, again);
        Assert.Equal(CommunitySnapshot.Write(log.State), CommunitySnapshot.Write(state));
    }

    [Fact]
    public void Restarts_double_nothing_and_lose_nothing()
    {
        using var whole = Open("whole");
        using var broken = Open("broken");
        var random = new Random(5);

        var expected = Run(whole, Spike, Days);
        var restarted = Run(broken, Spike, Days, log => _ = random.Next(200) == 0 ? log.Restart() : log);

        Assert.NotEmpty(expected.Said);
        Assert.Equal(expected.Said, restarted.Said);
        Assert.Equal(expected.Changes, restarted.Changes);
    }

    [Fact]
    public void What_comes_later_changes_nothing_before_it()
    {
        using var whole = Open("later");
        using var cut = Open("cut");

        var all = Run(whole, Spike, Days).Said.ToArray();
        var before = Run(cut, Spike, 16).Said.ToArray();

        Assert.NotEmpty(before);
        Assert.Equal(all[..before.Length], before);
        Assert.All(all[before.Length..], s => Assert.True(s.AtMs > before[^1].AtMs));
    }

    [Fact]
    public void Another_unit_changes_no_score()
    {
        using var share = Open("share");
        using var fahrenheit = Open("fahrenheit");

        var one = Run(share, Spike, Days).Said.ToArray();
        var other = Run(fahrenheit, static (row, lot, value) => (Spike(row, lot, value) * 1.8) + 32, Days).Said.ToArray();

        Assert.NotEmpty(one);
        Assert.Equal(one.Select(s => (s.Device, s.Channel, s.Kind, s.AtMs, s.Score)), other.Select(s => (s.Device, s.Channel, s.Kind, s.AtMs, s.Score)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DetectedLog Run(DetectorLedger ledger, Func<int, int, double, double> value, int days, Action<DetectedLog>? between = null)
    {
        var log = new DetectedLog(ledger);
        for (var lot = 0; lot < Lots; lot++)
            log.Enrol(Device(lot), Class);
        for (var row = 0; row < days * CarParks.QuartersADay; row++)
        {
            log.Quarter(row, Class, Quantity, [.. _lots.Value.Select((park, lot) => (Device(lot), value(row, lot, 1 - (park.Free[row] / park.Most))))]);
            between?.Invoke(log);
        }

        return log;
    }

    /// <summary>The third lot says for half an hour that half as many cars again as ever are there.</summary>
    private static double Spike(int row, int lot, double value) => lot == Spiked && row is >= SpikeRow and < SpikeRow + 2 ? 1.5 : value;

    private static string Device(int lot) => $"lot-{lot}";

    private static long At(int row) => DetectedLog.StartMs + ((row + 1) * DetectedLog.QuarterMs);

    private DetectorLedger Open(string name) => DetectorLedger.Open(Path.Combine(_folder, $"{name}.db"));
}
