using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Tests.Storage;

public sealed class AlertLedgerPeriodTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("periods-").FullName;

    [Fact]
    public void A_period_counts_what_was_raised_and_closed_in_it_and_what_was_open_at_its_end()
    {
        using var ledger = Open();
        ledger.Append(
        [
            .. Life("before-and-over", 10, closedAtMs: 50), .. Life("over-in-it", 10, closedAtMs: 150), .. Life("over-after-it", 20, closedAtMs: 200), .. Life("in-it", 100), .. Life("at-its-end", 200),
            .. Life("urgent", 199, priority: 1), .. Life("elsewhere", 150, community: "jiangbin"),
        ]);

        Assert.Equal([new AlertPeriod("baihe", 2, 1, 3, 1), new AlertPeriod("jiangbin", 1, 0, 1, 0)], ledger.CountPeriod(100, 200));
        Assert.Equal([new AlertPeriod("baihe", 0, 0, 2, 0)], ledger.CountPeriod(60, 70));
    }

    [Fact]
    public void What_happens_after_a_period_changes_nothing_in_it()
    {
        using var ledger = Open();
        ledger.Append([.. Life("a", 110), .. Life("b", 120)]);
        var then = ledger.CountPeriod(100, 200);
        ledger.Append([Step("a", 2, "close", AlertStage.Closed, 250, 110, "true"), .. Life("c", 300)]);

        Assert.Equal(then, ledger.CountPeriod(100, 200));
        ledger.Append([Step("a", 3, "reopen", AlertStage.Firing, 260, 110, "")]);
        Assert.Equal(then, ledger.CountPeriod(100, 200));
        Assert.Equal(3, Assert.Single(ledger.CountPeriod(200, 301)).Open);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private AlertLedger Open() => AlertLedger.Open(Path.Combine(_folder, "alerts.db"));

    private static IEnumerable<AlertChange> Life(string id, long raisedAtMs, long? closedAtMs = null, int priority = 2, string community = "baihe") =>
    [
        Step(id, 1, "raised", AlertStage.Firing, raisedAtMs, raisedAtMs, "", priority, community),
        .. closedAtMs is { } closed ? [Step(id, 2, "close", AlertStage.Closed, closed, raisedAtMs, "true", priority, community)] : Array.Empty<AlertChange>(),
    ];

    private static AlertChange Step(string id, int number, string what, AlertStage stage, long atMs, long raisedAtMs, string code, int priority = 2, string community = "baihe") => new(
        AlertRowOf.Device(id, number, stage, atMs) with { Community = community, RaisedAtMs = raisedAtMs, StageSinceMs = atMs, Priority = priority, Code = code },
        new AlertTransition(number, what, stage, what == "raised" ? "" : "Li", atMs, "", code, "", 0));
}
