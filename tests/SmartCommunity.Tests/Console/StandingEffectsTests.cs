using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Tests.Console;

public sealed class StandingEffectsTests
{
    private static readonly StandardPack _zhejiang = PackLibrary.Shipped.Packs.Single(static p => p.Id == "zj-future-community");
    private static readonly StandardPack _other = PackLibrary.Shipped.Packs.Single(static p => p.Id != "zj-future-community");

    [Fact]
    public void The_same_again_changes_nothing()
    {
        var before = Standing(claimed: ["CY"]);

        Assert.Empty(StandingEffects.Of(before, _zhejiang, _zhejiang, Type(_zhejiang, "renovation"), new HashSet<string> { "CY" }, [], []));
    }

    [Fact]
    public void Claims_that_come_and_go_are_named()
    {
        var effects = StandingEffects.Of(Standing(claimed: ["CY"]), _zhejiang, _zhejiang, Type(_zhejiang, "renovation"), new HashSet<string> { "JT" }, [], []);

        Assert.Equal(["claimed", "unclaimed", "kept"], effects.Select(e => e.Code));
    }

    [Fact]
    public void Another_pack_tells_measures_and_facts_that_come_and_go_and_records_that_idle()
    {
        var facts = new[] { Fact("households", 1200), Fact("nobodyAsks", 1), Fact("residents", null) };
        var idle = new RecordKind(_zhejiang.Records[0] with { Code = "idle" }, new AskedInput(AskedKind.Record, "idle", "", "", [], null), 7);

        var effects = StandingEffects.Of(Standing(claimed: []), _zhejiang, _other, _other.ProjectTypes[0], new HashSet<string>(), facts, [idle]).ToDictionary(e => e.Code, e => e.Arguments);

        Assert.Equal(["pack", "facts", "records", "thresholds", "kept"], effects.Keys);
        var old = _zhejiang.Measures.Select(m => m.Id).ToArray();
        var young = _other.Measures.Select(m => m.Id).ToArray();
        Assert.Equal([young.Count(id => !old.Contains(id)), old.Count(id => !young.Contains(id))], effects["pack"].Cast<int>());
        var known = _other.Facts.Any(f => f.Code == "households") ? 1 : 0;
        Assert.Equal([_other.Facts.Count - known, 2 - known], effects["facts"].Cast<int>());
        Assert.Equal([7L], effects["records"].Cast<long>());
    }

    private static StandingView Standing(IReadOnlyList<string> claimed) => new("baihe", _zhejiang.Name, "renovation", null, claimed, 1, "Li", DateTimeOffset.UnixEpoch);

    private static ProjectType Type(StandardPack pack, string code) => pack.FindProjectType(code)!;

    private static FactView Fact(string code, double? value) => new(code, code, code, value, "1", null, "", false, 1, "Li", null);
}
