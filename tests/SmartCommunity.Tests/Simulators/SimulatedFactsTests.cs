using SmartCommunity.Indicators.Packs;
using SmartCommunity.Simulators;
using SmartCommunity.Simulators.Behaviours;

namespace SmartCommunity.Tests.Simulators;

public sealed class SimulatedFactsTests
{
    [Fact]
    public void The_same_seed_gives_the_same_facts_and_every_community_its_own()
    {
        Assert.Equal(SimulatedFacts.Of(District(2026), "baihe"), SimulatedFacts.Of(District(2026), "baihe"));
        Assert.NotEqual(SimulatedFacts.Of(District(2026), "baihe"), SimulatedFacts.Of(District(2026), "jiangbin"));
        Assert.NotEqual(SimulatedFacts.Of(District(2026), "baihe"), SimulatedFacts.Of(District(2027), "baihe"));
    }

    [Fact]
    public void The_shipped_pack_takes_every_one_of_them()
    {
        var pack = PackLibrary.Shipped.Packs.Single(p => p.Id == "zj-future-community");
        foreach (var (code, value) in SimulatedFacts.Of(District(2026), "baihe"))
        {
            var definition = Assert.Single(pack.Facts, f => f.Code == code);
            Assert.InRange(value, definition.Min, definition.Max);
            Assert.True(!definition.IsWhole || value == Math.Floor(value), code);
        }
    }

    [Fact]
    public void The_baseline_year_fits_what_the_common_meters_count()
    {
        string[] communities = [.. Enumerable.Range(1, 8).Select(static n => $"c{n}")];
        var district = SimulatedDistrict.Plan(2026, communities, 1, SimulatedDistrictTests.Secret);
        var said = communities.Select(c => (Year: CommonElectricity.YearKwh(district, c), Facts: SimulatedFacts.Of(district, c).ToDictionary(static f => f.Code, static f => f.Value))).ToList();

        // Nobody forgot both in all communities.
        Assert.Contains(said, static s => s.Facts.ContainsKey("commonElectricityBaseline"));
        Assert.Contains(said, static s => s.Facts.ContainsKey("commonFloorArea"));
        Assert.All(said.Where(static s => s.Facts.ContainsKey("commonElectricityBaseline")), static s => Assert.InRange(s.Facts["commonElectricityBaseline"] / s.Year, 0.899, 1.081));
        Assert.All(said.Where(static s => s.Facts.ContainsKey("commonFloorArea")), static s => Assert.InRange(s.Year / s.Facts["commonFloorArea"], 6.99, 24.01));
    }

    private static SimulatedDistrict District(ulong seed) => SimulatedDistrict.Plan(seed, ["baihe", "jiangbin"], 1, SimulatedDistrictTests.Secret);
}
