using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Tests.Storage;

public sealed class AlertLedgerQualityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quality-").FullName;

    [Fact]
    public void An_alert_counts_when_it_is_raised_and_when_it_comes_again_after_it_had_ended()
    {
        using var ledger = Open();
        ledger.Append([Step("a", 1, "raised", AlertStage.Firing, 10), Step("a", 2, "again", AlertStage.Firing, 20), Step("a", 3, "ended", AlertStage.Resolved, 30), Step("a", 4, "again", AlertStage.Firing, 40)]);

        Assert.Equal([(1, 10L), (4, 40L)], ledger.Activations(0, 100, []).Select(a => (a.Number, a.AtMs)));
        Assert.Equal([40L], ledger.Activations(11, 41, ["baihe"]).Select(a => a.AtMs));
        Assert.Empty(ledger.Activations(0, 100, ["elsewhere"]));
    }

    [Fact]
    public void Of_what_people_said_the_latest_word_counts_and_what_the_system_closed_nobody_judged()
    {
        using var ledger = Open();
        ledger.Append(
        [
            Step("a", 1, "raised", AlertStage.Firing, 1), Step("a", 2, "judge", AlertStage.Firing, 2, "Li", "unsure"), Step("a", 3, "close", AlertStage.Closed, 3, "Li", "true"), Step("a", 4, "judge", AlertStage.Closed, 4, "Wang", "false"),
            Step("b", 1, "raised", AlertStage.Firing, 1), Step("b", 2, "close", AlertStage.Closed, 5, "", "deviceFault"),
        ]);

        Assert.Equal([("a", "false")], ledger.Judgements(0, 10, []).Select(j => (j.Alert.Id, j.Code)));
        Assert.Equal([("a", "true")], ledger.Judgements(0, 4, []).Select(j => (j.Alert.Id, j.Code)));
    }

    [Fact]
    public void Times_to_acknowledge_run_from_raising_to_the_first_person_and_what_is_open_for_long_is_told_oldest_first()
    {
        using var ledger = Open();
        ledger.Append(
        [
            Step("a", 1, "raised", AlertStage.Firing, 1_000), Step("a", 2, "acknowledge", AlertStage.Acknowledged, 61_000, "Li"), Step("b", 1, "raised", AlertStage.Firing, 500),
            Step("c", 1, "raised", AlertStage.Firing, 2_000), Step("c", 2, "acknowledge", AlertStage.Acknowledged, 12_000, "Li"), Step("c", 3, "close", AlertStage.Closed, 13_000, "Li", "true"),
        ]);

        Assert.Equal([10_000L, 60_000L], ledger.AcknowledgeTimes(0, 100_000, []).Select(t => t.Ms));
        Assert.Equal(["b", "a"], ledger.OpenSince(100_000, []).Select(a => a.Id));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private AlertLedger Open() => AlertLedger.Open(Path.Combine(_folder, "alerts.db"));

    private static AlertChange Step(string id, int number, string what, AlertStage stage, long atMs, string actor = "", string code = "") => new(
        AlertRowOf.Device(id, number, stage, atMs) with { RaisedAtMs = id == "b" ? 500 : 1_000 },
        new AlertTransition(number, what, stage, actor, atMs, "", code, "", 0));
}
