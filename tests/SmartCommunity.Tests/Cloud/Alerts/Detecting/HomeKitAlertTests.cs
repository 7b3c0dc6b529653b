using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Kits;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Tests.Anomaly.Kits;

namespace SmartCommunity.Tests.Cloud.Alerts.Detecting;

/// <summary>A home's kit through the real fold: a month in which pulse, water and motion go together, and an hour in which the pulse does not.</summary>
public sealed class HomeKitAlertTests : IDisposable
{
    private const int Days = 24, FaultHour = (22 * 24) + 3, QuartersAnHour = 4;
    private const string Home = "unit:u-1", Rule = "homeUnlikeItself";

    private static readonly Lazy<LearnedModels> _models = new(static () => new LearnedModels { Kit = KitTraining.Run([MadeHome.Of("a", 40, 1), MadeHome.Of("b", 40, 2)], DateTimeOffset.UnixEpoch) });

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-kits-").FullName;

    [Fact]
    public void A_home_whose_pulse_does_not_fit_the_rest_is_one_alert_of_the_home_that_names_it()
    {
        using var ledger = Open("fault");

        var log = Run(ledger, LiveRules.File);

        var raised = Assert.Single(log.Raised(Rule), a => a.RaisedAtMs > At(FaultHour + 1) && a.RaisedAtMs < At(FaultHour + 2));
        Assert.Equal((Home, Home, "", KitDetector.Certain), (raised.Subject, raised.Place, raised.Device, (float)raised.Limit));
        Assert.StartsWith("wearable.heartRate", raised.Quantity, StringComparison.Ordinal);
        Assert.Equal("kit", AlertViews.MeasuresOf(RuleSets.Of(LiveRules.File)!.Find(Rule), raised.Quantity));
        Assert.True(raised.Value >= KitDetector.Certain);
        Assert.InRange(log.Raised(Rule).Count(), 1, 3);
    }

    [Fact]
    public void As_shipped_it_is_only_counted()
    {
        using var ledger = Open("shadow");

        var log = Run(ledger, RuleSets.Shipped);

        Assert.Empty(log.Raised(Rule));
        Assert.Contains(log.State.Alerts.Shadows.Latest, s => s.Rule == Rule && s.Subject == Home && s.Quantity.StartsWith("wearable.heartRate", StringComparison.Ordinal));
    }

    [Fact]
    public void A_replay_needs_no_model_and_restarts_double_nothing_and_lose_nothing()
    {
        using var whole = Open("whole");
        using var broken = Open("broken");
        var random = new Random(7);

        var log = Run(whole, LiveRules.File);
        var restarted = Run(broken, LiveRules.File, l => _ = random.Next(100) == 0 ? l.Restart() : l);
        var (state, again) = log.Replay();

        Assert.Contains(log.Said, s => s.Channel == (byte)DetectorChannel.Kit);
        Assert.Equal(log.Said, restarted.Said);
        Assert.Equal(log.Changes, restarted.Changes);
        Assert.Equal(log.Changes, again);
        Assert.Equal(CommunitySnapshot.Write(log.State), CommunitySnapshot.Write(state));
    }

    [Fact]
    public void What_was_judged_and_never_reached_the_log_is_given_once_more_with_its_quantities()
    {
        using var ledger = Open("lost");
        var log = Run(ledger, LiveRules.File);
        var said = log.Said.Last(static s => s.Channel == (byte)DetectorChannel.Kit);

        var next = new CommunityDetectors(DetectedLog.Community, ledger, _models.Value);
        var given = next.Judge(new CommunitySamples(DetectedLog.Community, said.AtMs, said.AtMs - 1, 10, []));

        Assert.Contains(said, given.SelectMany(static g => g.Said));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DetectedLog Run(DetectorLedger ledger, byte[] rules, Action<DetectedLog>? between = null)
    {
        var log = new DetectedLog(ledger, _models.Value, rules).Enrol("pir-1", "pir", Home).Enrol("water-1", "waterMeter", Home).Enrol("band-1", "wearable", Home);
        var random = new Random(11);
        for (var hour = 0; hour < Days * 24; hour++)
        {
            var row = MadeHome.Hour(hour, random);
            for (var quarter = 0; quarter < QuartersAnHour; quarter++)
            {
                log.Quarter(
                    (hour * QuartersAnHour) + quarter, ("pir-1", "pir", "motion", quarter < Math.Round(QuartersAnHour * row[0]) ? 1 : 0), ("water-1", "waterMeter", "flow", row[1]),
                    ("band-1", "wearable", "heartRate", hour == FaultHour ? 120 : row[2]), ("band-1", "wearable", "spo2", row[3]));
                between?.Invoke(log);
            }
        }

        return log;
    }

    private static long At(int hour) => DetectedLog.StartMs + (hour * KitHour.LengthMs);

    private DetectorLedger Open(string name) => DetectorLedger.Open(Path.Combine(_folder, $"{name}.db"));
}
