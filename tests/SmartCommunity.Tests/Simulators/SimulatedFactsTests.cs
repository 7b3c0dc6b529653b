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
        var district = District(2026);
        foreach (var community in new[] { "baihe", "jiangbin" })
        {
            var year = CommonElectricity.YearKwh(district, community);
            var facts = SimulatedFacts.Of(district, community).ToDictionary(static f => f.Code, static f => f.Value);

            Assert.InRange(facts["commonElectricityBaseline"] / year, 0.9, 1.08);
            Assert.InRange(year / facts["commonFloorArea"], 7, 24);
        }
    }

    private static SimulatedDistrict District(ulong seed) => SimulatedDistrict.Plan(seed, ["baihe", "jiangbin"], 1, SimulatedDistrictTests.Secret);
}
