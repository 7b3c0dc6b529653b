using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Tests.Indicators.Packs;

public sealed class AskedInputsTests
{
    private static StandardPack Pack => PackLibrary.Shipped.Packs.Single(static p => p.Id == "zj-future-community");

    [Fact]
    public void Everything_a_pack_defines_is_asked_once_and_each_need_is_a_measure_of_it()
    {
        foreach (var pack in PackLibrary.Shipped.Packs)
        {
            var asked = AskedInputs.Of(pack, null);

            Assert.Equal(pack.Facts.Select(f => f.Code).Order(), asked.Where(a => a.Kind == AskedKind.Fact).Select(a => a.Code).Order());
            Assert.Equal(pack.Records.Select(r => r.Code).Order(), asked.Where(a => a.Kind == AskedKind.Record).Select(a => a.Code).Order());
            Assert.Equal(pack.Evidence.Select(e => e.Code).Order(), asked.Where(a => a.Kind == AskedKind.Evidence).Select(a => a.Code).Order());
            Assert.Empty(asked.SelectMany(a => a.Measures).Except(pack.Measures.Select(m => m.Id)));
            Assert.All(asked, a => Assert.Equal(a.Measures.Count == 0, a.Scenario.Length == 0));
        }
    }

    [Fact]
    public void A_fact_stands_where_the_standard_first_needs_it_and_lives_as_long_as_its_strictest_measure_allows()
    {
        var records = AskedInputs.Of(Pack, "renovation").Single(a => a is { Kind: AskedKind.Fact, Code: "healthRecords" });

        Assert.Equal(("JK", "JK-09", "JK-09b"), (records.Scenario, records.Indicator, records.Measures[0]));
        Assert.Equal(records.Measures.Min(id => Pack.Measures.Single(m => m.Id == id).MaxAge), records.MaxAge);
    }

    [Fact]
    public void What_only_the_acceptance_asks_for_belongs_to_no_scenario()
    {
        var highlight = AskedInputs.Of(Pack, null).Single(a => a is { Kind: AskedKind.Evidence, Code: "highlight" });

        Assert.Equal(("", "", 0), (highlight.Scenario, highlight.Indicator, highlight.Measures.Count));
        Assert.Null(highlight.MaxAge);
    }
}
