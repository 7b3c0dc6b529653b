using System.Text.Json;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Tests.Simulators;

namespace SmartCommunity.Tests.Indicators.Packs;

public sealed class ShippedPackTests
{
    private static StandardPack Zhejiang => PackLibrary.Shipped.Find(PackText.Zhejiang)!;

    private static StandardPack Inclusive => PackLibrary.Shipped.Find(PackText.Inclusive)!;

    [Fact]
    public void The_shipped_packs_have_no_faults()
    {
        Assert.Equal([], PackLibrary.Shipped.Faults);
        Assert.Equal([PackText.Zhejiang, PackText.Inclusive], PackLibrary.Shipped.Packs.Select(p => p.Name));
    }

    [Fact]
    public void The_Zhejiang_pack_has_nine_scenarios_33_indicators_and_86_measures()
    {
        Assert.Equal(["LL", "JY", "JK", "CY", "JZ", "JT", "DT", "FW", "ZL"], Zhejiang.Scenarios.Select(s => s.Code));
        Assert.Equal(Enumerable.Range(1, 33), Zhejiang.Scenarios.SelectMany(s => s.Indicators).Select(i => i.No));
        Assert.Equal(86, Zhejiang.Measures.Count());
        Assert.Equal((29, 48, 9), (Count(MeasureSource.Live), Count(MeasureSource.Registry), Count(MeasureSource.Evidence)));
        Assert.Equal(56, Zhejiang.Measures.Count(m => m.Nature == MeasureNature.Binding));

        static int Count(MeasureSource source) => Zhejiang.Measures.Count(m => m.Source == source);
    }

    [Theory]
    [InlineData("renovation", "LL-02a", 30, 80)]
    [InlineData("newBuild", "LL-02a", 30, 80)]
    [InlineData("renovation", "JY-04a", 2, 4.5)]
    [InlineData("newBuild", "JY-04a", 4.5, 10)]
    [InlineData("renovation", "JT-24b", 48, 24)]
    [InlineData("newBuild", "DT-26c", 15, 6)]
    [InlineData("newBuild", "JZ-19a", 100, 100)]
    [InlineData("renovation", "FW-28a", 0.8, 1)]
    [InlineData("newBuild", "FW-28a", 0.9, 1.05)]
    public void Thresholds_are_those_of_the_indicator_list(string type, string measure, double floor, double full) =>
        Assert.Equal(new Threshold(floor, full), Zhejiang.Measures.Single(m => m.Id == measure).Thresholds[type]);

    [Fact]
    public void Nothing_is_called_official_that_was_not_found_so()
    {
        foreach (var pack in PackLibrary.Shipped.Packs)
        {
            var provenances = pack.Measures.Select(m => m.Provenance).Concat(pack.ProjectTypes.Select(t => t.Provenance)).Append(pack.Scoring.Provenance);

            Assert.All(provenances, p => Assert.StartsWith("unofficial: ", p, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_title_is_in_both_languages()
    {
        foreach (var measure in PackLibrary.Shipped.Packs.SelectMany(p => p.Measures))
        {
            Assert.Contains(measure.Title.Zh, static c => c is >= '\u4e00' and <= '\u9fff');
            Assert.Contains(measure.FormulaText.Zh, static c => c is >= '\u4e00' and <= '\u9fff');
            Assert.Contains(measure.Title.En, static c => char.IsAsciiLetter(c));
        }
    }

    [Fact]
    public void The_second_pack_really_differs()
    {
        Assert.Equal((12, 28), (Inclusive.Scenarios.Sum(s => s.Indicators.Count), Inclusive.Measures.Count()));
        Assert.NotEqual(Zhejiang.Scoring.PassMark, Inclusive.Scoring.PassMark);
        Assert.NotEqual(Zhejiang.Scoring.BindingWeight, Inclusive.Scoring.BindingWeight);
        Assert.Equal(["DJ", "YX"], Inclusive.Scenarios.Select(s => s.Code).Except(Zhejiang.Scenarios.Select(s => s.Code)));
        Assert.Equal(["DJ", "YX"], Inclusive.FindProjectType("普惠型")!.Standard);
        Assert.Null(Inclusive.FindProjectType("旧改类"));
    }

    [Fact]
    public void Where_the_standard_asks_types_something_else_so_does_the_formula()
    {
        var near = Zhejiang.Measures.Single(m => m.Id == "JY-04b");

        Assert.Contains("500", near.FormulaOf("renovation").ToString(), StringComparison.Ordinal);
        Assert.Contains("300", near.FormulaOf("newBuild").ToString(), StringComparison.Ordinal);
        Assert.Equal(["JY-04b", "JZ-16a", "JZ-18a", "ZL-33a"], Zhejiang.Measures.Where(m => m.FormulaByProjectType.Count > 0).Select(m => m.Id));
    }

    [Fact]
    public void The_Zhejiang_pack_is_the_indicator_list()
    {
        var path = Path.Combine(Recorded.Folder(), "..", "reference", "indicator-standard.json");
        Assert.SkipUnless(File.Exists(path), $"There is no {path}.");
        using var list = JsonDocument.Parse(File.ReadAllBytes(path));

        var asked = list.RootElement.GetProperty("scenarios").EnumerateArray().SelectMany(s => s.GetProperty("indicators").EnumerateArray()).SelectMany(i => i.GetProperty("measures").EnumerateArray())
            .Select(m => (Text(m, "id"), Text(m, "nature"), Text(m, "source"), Text(m, "direction"), Values(m, "renovation"), Values(m, "newBuild")));
        var shipped = Zhejiang.Measures.Select(m => (m.Id, Lower(m.Nature), Lower(m.Source), Lower(m.Direction), m.Thresholds["renovation"], m.Thresholds["newBuild"]));

        Assert.Equal(asked, shipped);

        static string Text(JsonElement measure, string name) => measure.GetProperty(name).GetString()!;
        static Threshold Values(JsonElement measure, string type) => new(measure.GetProperty(type).GetProperty("floor").GetDouble(), measure.GetProperty(type).GetProperty("full").GetDouble());
        static string Lower<T>(T value) => value!.ToString()!.ToLowerInvariant();
    }
}
