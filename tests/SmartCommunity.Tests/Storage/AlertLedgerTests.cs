using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Tests.Storage;

public sealed class AlertLedgerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alerts-").FullName;

    [Fact]
    public void A_log_that_is_read_again_changes_nothing_and_tells_nothing_twice()
    {
        AlertChange[] life = [Change("a", 1, AlertStage.Firing), Change("a", 2, AlertStage.Acknowledged), Change("b", 1, AlertStage.Firing)];
        using (var ledger = Open())
            Assert.Equal([.. life.Select((change, i) => change with { Ordinal = i + 1 })], ledger.Append(life));

        using var again = Open();

        Assert.Empty(again.Append(life));
        Assert.Equal([Change("b", 2, AlertStage.Closed) with { Ordinal = 4 }], again.Append([.. life, Change("b", 2, AlertStage.Closed)]));
        Assert.Equal([1, 2], again.Transitions("a").Select(t => t.Number));
        Assert.Equal(Change("a", 2, AlertStage.Acknowledged).Alert, again.Find("a"));
        Assert.Null(again.Find("c"));
    }

    [Fact]
    public void A_transition_is_untold_until_it_is_said_that_it_was_told_the_urgent_first_and_over_a_restart()
    {
        using (var ledger = Open())
        {
            ledger.Append([Change("slow", 1, AlertStage.Firing), Change("slow", 2, AlertStage.Acknowledged), Change("urgent", 1, AlertStage.Firing, priority: 1)]);
            Assert.Equal([("urgent", 1), ("slow", 1), ("slow", 2)], ledger.Untold(10).Select(u => (u.Alert.Id, u.Transition.Number)));
            Assert.Equal([null, null, AlertStage.Firing], ledger.Untold(10).Select(u => u.Before));
            Assert.Equal((Change("slow", 2, AlertStage.Acknowledged).Alert, Change("slow", 2, AlertStage.Acknowledged).Transition), (ledger.Untold(10)[^1].Alert, ledger.Untold(10)[^1].Transition));
            ledger.MarkTold([ledger.Untold(1)[0].Position]);
        }

        using var again = Open();

        again.Append([Change("urgent", 1, AlertStage.Firing, priority: 1)]);
        Assert.Equal([("slow", 1), ("slow", 2)], again.Untold(10).Select(u => (u.Alert.Id, u.Transition.Number)));
        again.MarkTold([.. again.Untold(10).Select(u => u.Position)]);
        again.MarkTold([1]);
        Assert.Empty(again.Untold(10));
    }

    [Fact]
    public void What_nobody_acknowledged_comes_first_then_the_urgent_then_the_young_and_the_closed_last()
    {
        using var ledger = Open();
        ledger.Append(
        [
            Change("closed", 1, AlertStage.Closed, priority: 1, raisedAtMs: 9), Change("old", 1, AlertStage.Firing, priority: 2, raisedAtMs: 1), Change("young", 1, AlertStage.Firing, priority: 2, raisedAtMs: 5),
            Change("urgent", 1, AlertStage.Firing, priority: 1, raisedAtMs: 1), Change("handled", 1, AlertStage.Handling, priority: 1, raisedAtMs: 8), Change("elsewhere", 1, AlertStage.Firing, community: "qilong"),
        ]);
        var filter = new AlertFilter(["baihe"], [], 3, "", "");

        Assert.Equal(["urgent", "young", "old", "handled", "closed"], ledger.List(filter, 0, 10).Select(a => a.Id));
        Assert.Equal(["young"], ledger.List(filter, 1, 1).Select(a => a.Id));
        Assert.Equal(["urgent"], ledger.List(filter with { MaxPriority = 1, Stages = [AlertStage.Firing] }, 0, 10).Select(a => a.Id));
        Assert.Equal((3, 1, 1), (ledger.Count(filter)[AlertStage.Firing], ledger.Count(filter)[AlertStage.Handling], ledger.Count(filter)[AlertStage.Closed]));
        Assert.Empty(ledger.List(filter with { Subject = "device:w-" }, 0, 10));
    }

    [Fact]
    public void Transitions_of_a_community_follow_each_other_without_gaps_each_with_its_alert_as_it_is_now()
    {
        using var ledger = Open();
        ledger.Append([Change("a", 1, AlertStage.Firing), Change("x", 1, AlertStage.Firing, community: "qilong"), Change("b", 1, AlertStage.Firing), Change("a", 2, AlertStage.Closed)]);

        Assert.Equal((3, 1, 0), (ledger.Through("baihe"), ledger.Through("qilong"), ledger.Through("shanshui")));
        Assert.Equal([("a", 1, 1L), ("b", 1, 2L), ("a", 2, 3L)], ledger.Since("baihe", 0, 10).Select(c => (c.Alert.Id, c.Transition.Number, c.Ordinal)));
        Assert.Equal([AlertStage.Closed, AlertStage.Firing], ledger.Since("baihe", 0, 2).Select(c => c.Alert.Stage));
        Assert.Equal(Change("a", 2, AlertStage.Closed) with { Ordinal = 3 }, Assert.Single(ledger.Since("baihe", 2, 10)));
        Assert.Empty(ledger.Since("baihe", 3, 10));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private AlertLedger Open() => AlertLedger.Open(Path.Combine(_folder, "alerts.db"));

    private static AlertChange Change(string id, int number, AlertStage stage, int priority = 3, long raisedAtMs = 1, string community = "baihe") => new(
        AlertRowOf.Device(id, number, stage, number) with { Community = community, Priority = priority, RaisedAtMs = raisedAtMs, Quantity = "heartRate", Value = 141.5, Limit = 130 },
        new AlertTransition(number, "raised", stage, "", number, "", "", "", 0));
}
