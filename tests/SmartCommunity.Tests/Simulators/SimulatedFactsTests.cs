using SmartCommunity.Indicators.Packs;
using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Simulators;

public sealed class SimulatedFactsTests
{
    [Fact]
    public void The_same_seed_gives_the_same_facts_and_every_community_its_own()
    {
        Assert.Equal(SimulatedFacts.Of(2026, "baihe"), SimulatedFacts.Of(2026, "baihe"));
        Assert.NotEqual(SimulatedFacts.Of(2026, "baihe"), SimulatedFacts.Of(2026, "jiangbin"));
        Assert.NotEqual(SimulatedFacts.Of(2026, "baihe"), SimulatedFacts.Of(2027, "baihe"));
    }

    [Fact]
    public void The_shipped_pack_takes_every_one_of_them()
    {
        var pack = PackLibrary.Shipped.Packs.Single(p => p.Id == "zj-future-community");
        foreach (var (code, value) in SimulatedFacts.Of(2026, "baihe"))
        {
            var definition = Assert.Single(pack.Facts, f => f.Code == code);
            Assert.InRange(value, definition.Min, definition.Max);
            Assert.True(!definition.IsWhole || value == Math.Floor(value), code);
        }
    }
}
