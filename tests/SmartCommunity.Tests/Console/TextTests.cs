using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using SmartCommunity.Console;
using SmartCommunity.Console.Mapping;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Console;

public sealed partial class TextTests
{
    private static readonly string Folder = FindConsoleFolder();

    [Fact]
    public void Both_languages_have_the_same_words_with_the_same_holes()
    {
        var (zh, en) = (Words("zh-CN"), Words("en"));

        Assert.Equal(zh.Keys.Order(StringComparer.Ordinal), en.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([], zh.Where(w => Holes(w.Value) != Holes(en[w.Key])).Select(w => w.Key));
    }

    [Fact]
    public void Every_word_the_pages_name_exists_and_is_translated()
    {
        var words = Words("zh-CN");
        var named = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal)) && !f.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(f => WordKey().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Where(key => !key.EndsWith(".js", StringComparison.Ordinal) && !key.EndsWith(".csv", StringComparison.Ordinal))
            .Distinct().Order(StringComparer.Ordinal);

        Assert.Equal([], named.Where(key => !words.ContainsKey(key)));
    }

    [Fact]
    public void Every_code_of_the_catalogues_has_a_word()
    {
        var words = Words("zh-CN");
        var codes = DeviceClassCatalogue.Default.All.SelectMany(c => c.Commands.Select(n => $"command.{n}").Concat(c.Events.Select(n => $"event.{n}")))
            .Concat(SafetyEvents.Types.Select(n => $"event.{n}"));

        Assert.Equal([], codes.Distinct().Where(code => !words.ContainsKey(code)));
    }

    [Theory]
    [InlineData("m2/100{household}", "m²/100 户", "m²/100 household")]
    [InlineData("kg{CO2}/m2", "kg 二氧化碳/m²", "kg CO2/m²")]
    [InlineData("{seat}", "座", "seat")]
    [InlineData("{CNY}/{household}", "元/户", "CNY/household")]
    [InlineData("{neverHeardOf}", "neverHeardOf", "neverHeardOf")]
    public void What_a_pack_counts_is_told_in_the_readers_language(string ucum, string zh, string en)
    {
        Assert.Equal(zh, In("zh-CN", () => ScoreText.Unit(ucum)));
        Assert.Equal(en, In("en", () => ScoreText.Unit(ucum)));
    }

    [Theory]
    [InlineData(-5000, "刚刚", "now")]
    [InlineData(0, "刚刚", "now")]
    [InlineData(59_999, "59 秒前", "59 s ago")]
    [InlineData(60_000, "1 分钟前", "1 min ago")]
    [InlineData(7_200_000, "2 小时前", "2 h ago")]
    [InlineData(172_800_000, "2 天前", "2 d ago")]
    public void An_age_is_told_in_its_largest_whole_unit(long ageMs, string zh, string en)
    {
        Assert.Equal(zh, In("zh-CN", () => Times.Age(10_000_000_000, 10_000_000_000 - ageMs)));
        Assert.Equal(en, In("en", () => Times.Age(10_000_000_000, 10_000_000_000 - ageMs)));
    }

    [Theory]
    [InlineData("Cel", "°C")]
    [InlineData("1", "")]
    [InlineData("kW.h", "kWh")]
    [InlineData("V", "V")]
    public void Units_are_written_as_people_write_them(string ucum, string unit) => Assert.Equal(unit, UnitText.Of(ucum));

    [Theory]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("", "")]
    [InlineData("百合", "百合")]
    public void A_cell_is_quoted_and_never_a_formula(string text, string cell) => Assert.Equal($"{cell},x\r\n", Csv.Line(text, "x"));

    [Theory]
    [InlineData(0, 10, "0-9", "1")]
    [InlineData(95, 10, "95-104", "1,2")]
    [InlineData(100, 100, "100-199", "2")]
    [InlineData(240, 50, "240-249", "3")]
    public async Task A_window_is_read_from_as_few_pages_as_hold_it(int start, int count, string rows, string pages)
    {
        const int Total = 250;
        var read = new List<int>();

        var (window, total) = await PageWindow.ReadAsync(start, count, number =>
        {
            read.Add(number);
            var items = Enumerable.Range(0, Total).Skip((number - 1) * PageWindow.PageSize).Take(PageWindow.PageSize).ToArray();
            return Task.FromResult(new Page<int>(items, Total, number, PageWindow.PageSize));
        });

        Assert.Equal((rows, Total), ($"{window[0]}-{window[^1]}", (int)total));
        Assert.Equal(pages, string.Join(',', read));
    }

    [Fact]
    public void Fields_are_read_from_single_and_array_payloads_unknown_ones_first()
    {
        var fields = PayloadFields.Of("""[{"v":{"temp":1,"wendu":210}},{"v":{"wendu":220,"ok":true,"s":"x"}},5]""");

        Assert.Equal(["wendu", "ok", "s", "temp"], fields.Select(f => f.Name));
        Assert.Equal([210, 220], fields[0].Values);
        Assert.Equal([], fields[2].Values);
        Assert.True(fields[3].Known);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("5")]
    [InlineData("""{"v":5}""")]
    [InlineData("""{"a":{"v":{"x":1}}}""")]
    public void A_sample_without_readable_fields_has_none(string payload) => Assert.Equal([], PayloadFields.Of(payload));

    [Theory]
    [InlineData(0.44, "0.4 秒", "0.4 s")]
    [InlineData(59, "59 秒", "59 s")]
    [InlineData(600, "10 分", "10 min")]
    [InlineData(605, "10 分 5 秒", "10 min 5 s")]
    [InlineData(21_600, "6 小时", "6 h")]
    [InlineData(22_200, "6 小时 10 分", "6 h 10 min")]
    public void A_span_is_in_the_readers_language_and_has_no_empty_part(double seconds, string zh, string en)
    {
        Assert.Equal(zh, In("zh-CN", () => Times.Span(seconds)));
        Assert.Equal(en, In("en", () => Times.Span(seconds)));
    }

    [Fact]
    public void A_summary_tells_count_range_and_last_value()
    {
        using var context = new ConsoleContext();
        var words = context.Services.GetRequiredService<IStringLocalizer<Ui>>();
        PointView[] points = [Point(0, 19.5), Point(60, 22.3), Point(120, 21)];

        var summary = SeriesSummary.Of(points, QuantityCatalogue.Default.Find("temp"), words);

        Assert.Equal("3 points from 2026-11-23 20:00:00 to 2026-11-23 20:02:00 CST; lowest 19.5 °C, highest 22.3 °C, last 21.0 °C.", summary);
    }

    private static PointView Point(int seconds, double value) => new(ConsoleContext.Start.AddSeconds(seconds), ConsoleContext.Start, value, 0);

    private static string In(string culture, Func<string> text)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        var result = text();
        CultureInfo.CurrentUICulture = before;
        return result;
    }

    private static Dictionary<string, string> Words(string culture) => XDocument.Load(Path.Combine(Folder, "Resources", $"Ui.{culture}.resx"))
        .Descendants("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string Holes(string text) => string.Join(' ', Hole().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));

    private static string FindConsoleFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SmartCommunity.sln")))
                return Path.Combine(folder.FullName, "src", "SmartCommunity.Console");
        }

        throw new InvalidOperationException("No SmartCommunity.sln above the tests.");
    }

    [GeneratedRegex("\"([a-z][A-Za-z]*\\.[a-z][A-Za-z]+)\"")]
    private static partial Regex WordKey();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Hole();
}
