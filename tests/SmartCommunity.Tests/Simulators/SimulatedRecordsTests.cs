using System.Text;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Simulators;

public sealed class SimulatedRecordsTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    private static readonly string[] Communities = ["baihe", "jiangbin", "shanshui", "dengyun", "longtan"];

    private static StandardPack Pack => PackLibrary.Shipped.Packs.Single(p => p.Id == "zj-future-community");

    [Fact]
    public void Every_row_fits_the_pack_and_says_that_it_is_simulated()
    {
        foreach (var (kind, csv) in Communities.SelectMany(c => SimulatedRecords.Of(2026, c, Today, "simulated district")))
        {
            var definition = Assert.Single(Pack.Records, r => r.Code == kind);
            var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var columns = lines[0].Split(',');
            Assert.Equal(definition.Fields.Select(f => f.Code).Append("id").Append("asOf").Append("source").Append("inspected").Order(), columns.Order());
            Assert.InRange(lines.Length, 1, 60);
            foreach (var line in lines.Skip(1))
            {
                var row = columns.Zip(line.Split(',')).ToDictionary(static c => c.First, static c => c.Second);
                Assert.Equal((columns.Length, "simulated district"), (line.Split(',').Length, row["source"]));
                Assert.All(definition.Fields.Where(f => f.IsRequired), f => Assert.NotEqual("", row[f.Code]));
                Assert.All(definition.Fields.Where(f => f.Codes.Count > 0), f => Assert.Contains(row[f.Code], f.Codes));
                Assert.All(row.Where(c => c.Key.EndsWith("On", StringComparison.Ordinal)), c => Assert.True(DateOnly.Parse(c.Value, System.Globalization.CultureInfo.InvariantCulture) <= Today, line));
            }
        }
    }

    [Fact]
    public void Communities_differ_and_the_same_seed_and_day_give_the_same()
    {
        Assert.Equal(SimulatedRecords.Of(2026, "baihe", Today, "s"), SimulatedRecords.Of(2026, "baihe", Today, "s"));
        Assert.NotEqual(SimulatedRecords.Of(2026, "baihe", Today, "s"), SimulatedRecords.Of(2026, "jiangbin", Today, "s"));
        Assert.Equal(Evidence("baihe"), Evidence("baihe"));
        Assert.NotEqual(Evidence("baihe"), Evidence("jiangbin"));

        static string[] Evidence(string community) => [.. SimulatedEvidence.Of(2026, community, Today).Select(e => $"{e.Kind} {e.Dated} {e.Expires} {e.Review} {e.Score} {Convert.ToHexString(e.Document)}")];
    }

    [Fact]
    public void Evidence_is_of_the_packs_kinds_some_refused_waiting_or_run_out_and_its_page_says_what_it_is()
    {
        var all = Communities.SelectMany(c => SimulatedEvidence.Of(2026, c, Today)).ToArray();

        Assert.All(all, e => Assert.Contains(Pack.Evidence, k => k.Code == e.Kind));
        Assert.Equal(Enum.GetValues<SimulatedReview>().Order(), all.Select(e => e.Review).Distinct().Order());
        Assert.Contains(all, e => e.Expires < Today);
        Assert.All(all, e => Assert.True(e.Dated <= Today && (e.Expires is null || e.Expires >= e.Dated)));
        Assert.All(all, e => Assert.StartsWith("%PDF-1.4", Encoding.ASCII.GetString(e.Document), StringComparison.Ordinal));
        Assert.All(all, e => Assert.Contains("SIMULATED DISTRICT", Encoding.ASCII.GetString(e.Document), StringComparison.Ordinal));
    }
}
