using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Tests.Storage;

public sealed class RuleLedgerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sc-rules-").FullName;

    [Fact]
    public void What_a_version_says_never_changes()
    {
        using var ledger = Open();
        ledger.Add(new RuleSetRow("a@1", "h1", new byte[] { 1 }, "Li", 10));

        var kept = ledger.Add(new RuleSetRow("a@1", "h2", new byte[] { 2 }, "Wang", 20));

        Assert.Equal(("h1", "Li", 10L), (kept.Hash, kept.AddedBy, kept.AddedAtMs));
        Assert.Equal([1], ledger.Find("a@1")!.File.ToArray());
        Assert.Single(ledger.Sets());
    }

    [Fact]
    public void Who_put_what_in_force_and_when_survives_a_restart()
    {
        using (var ledger = Open())
        {
            Assert.Null(ledger.Latest);
            ledger.Add(new RuleSetRow("a@1", "h1", new byte[] { 1 }, "", 10));
            ledger.Add(new RuleSetRow("a@2", "h2", new byte[] { 2 }, "Li", 20));
            ledger.Put("a@1", "", 10, "");
            ledger.Put("a@2", "Li", 20, "fewer false ones");
            ledger.Put("a@1", "Wang", 30, "back");
        }

        using var again = Open();

        Assert.Equal(new RulesInForceRow(3, "a@1", "Wang", 30, "back"), again.Latest);
        Assert.Equal([3, 2, 1], again.History(10).Select(h => h.Number));
        Assert.Equal(["a@2", "a@1"], again.Sets().Select(s => s.Name));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RuleLedger Open() => RuleLedger.Open(Path.Combine(_folder, "rules.db"));
}
