using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Telemetry;

public sealed class DisplayWordsTests
{
    private const char FirstChinese = '一';

    [Fact]
    public void Every_code_of_an_enumeration_reads_as_Chinese_in_Chinese() =>
        Assert.Equal([], QuantityCatalogue.Default.All.SelectMany(static q => q.Codes.Keys).Distinct().Where(static code => !DisplayWords.Code(code).Zh.Any(static letter => letter >= FirstChinese)));

    [Theory]
    [InlineData("Cel", "°C")]
    [InlineData("m3", "m³")]
    [InlineData("kW.h", "kWh")]
    [InlineData("1", "")]
    [InlineData("V", "V")]
    public void Units_are_written_as_people_write_them(string ucum, string unit) => Assert.Equal(new DisplayWord(unit, unit), DisplayWords.Unit(ucum));

    [Fact]
    public void No_unit_of_the_catalogue_reads_as_its_UCUM_code_where_that_has_brackets_or_digits() =>
        Assert.Equal([], QuantityCatalogue.Default.All.Select(static q => DisplayWords.Unit(q.Unit).En).Distinct().Where(static unit => unit.Any(static letter => letter is >= '0' and <= '9' or '[' or '{')));

    [Fact]
    public void An_event_has_the_name_that_a_class_which_raises_it_gives_it()
    {
        var known = DeviceClassCatalogue.Default.Find("smokeDetector")!.EventTypes.Single(static e => e.Name == "smoke");

        Assert.Equal(new DisplayWord(known.Zh, known.En), DisplayWords.Event("smoke", ["smokeDetector"]));
        Assert.Equal(new DisplayWord("neverHeardOf", "neverHeardOf"), DisplayWords.Event("neverHeardOf", []));
    }
}
