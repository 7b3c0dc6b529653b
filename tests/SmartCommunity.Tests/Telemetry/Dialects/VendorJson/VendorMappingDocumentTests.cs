using System.Text.Json;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.VendorJson;

namespace SmartCommunity.Tests.Telemetry.Dialects.VendorJson;

public sealed class VendorMappingDocumentTests
{
    private const string Value = """{"pointer":"/t","quantity":"temp"}""";

    [Theory]
    [InlineData("{}", "topics is missing.")]
    [InlineData("""{"topics":["up"]}""", "values is missing; a profile needs values or events.")]
    [InlineData("""{"topics":[],"values":[V]}""", "topics must be a list of 1 to 16.")]
    [InlineData("""{"topics":["a/#"],"values":[V]}""", "topics[0] must be a topic")]
    [InlineData("""{"topics":["a//b"],"values":[V]}""", "topics[0] must be a topic")]
    [InlineData("""{"topics":["up",7],"values":[V]}""", "topics[1] must be a topic")]
    [InlineData("""{"topics":["up"],"values":[V],"extra":1}""", "extra is unknown; the members here are")]
    [InlineData("""{"topics":["up"],"values":[V],"device":"name"}""", "device must be a JSON pointer")]
    [InlineData("""{"topics":["up"],"values":[V],"device":"^/name"}""", "device must be a JSON pointer")]
    [InlineData("""{"topics":["up"],"values":[V],"items":7}""", "items must be a JSON pointer")]
    [InlineData("""{"topics":["up"],"values":[{"quantity":"temp"}]}""", "values[0].pointer is missing.")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/a~2","quantity":"temp"}]}""", "values[0].pointer must be a JSON pointer")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17","quantity":"temp"}]}""", "values[0].pointer must be a JSON pointer")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"warmth"}]}""", "values[0].quantity 'warmth' is no quantity of the catalogue")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"temp","scale":0}]}""", "values[0].scale must be a finite number other than 0.")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"temp","scale":"2"}]}""", "values[0].scale must be a finite number other than 0.")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"temp","offset":null}]}""", "values[0].offset must be a finite number.")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"temp","unit":"kW.h"}]}""", "values[0].unit 'kW.h' does not convert to Cel")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"temp","unit":"furlong"}]}""", "values[0].unit 'furlong' does not convert to Cel")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"temp","invalid":[[]]}]}""", "values[0].invalid[0] must be a text, a finite number or a boolean.")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"temp","where":{"pointer":"/n"}}]}""", "values[0].where.equals is missing.")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"door","codes":{"1":"ajar"}}]}""", "values[0].codes.1 must be a code of door: closed, open.")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"leak","codes":{"1":"yes"}}]}""", "values[0].codes.1 must be true or false")]
    [InlineData("""{"topics":["up"],"values":[{"pointer":"/t","quantity":"temp","codes":{}}]}""", "values[0].codes must have 1 to 32 members.")]
    [InlineData("""{"topics":["up"],"values":[V,V]}""", "values gives quantity 'temp' 2 times without 'where'")]
    [InlineData("""{"topics":["up"],"values":[7]}""", "values[0] must be an object.")]
    [InlineData("""{"topics":["up"],"values":[V],"time":{"pointer":"/t","format":"unix"}}""", "time.format 'unix' must be ms, s, iso or pattern.")]
    [InlineData("""{"topics":["up"],"values":[V],"time":{"pointer":"/t","format":"pattern"}}""", "time.pattern is missing.")]
    [InlineData("""{"topics":["up"],"values":[V],"time":{"pointer":"/t","format":"pattern","pattern":"%"}}""", "time.pattern '%' must be a .NET date and time pattern")]
    [InlineData("""{"topics":["up"],"values":[V],"time":{"pointer":"/t","format":"ms","pattern":"yyyy"}}""", "time.pattern must be absent unless time.format is pattern.")]
    [InlineData("""{"topics":["up"],"events":[{"pointer":"/a","type":"party"}]}""", "events[0].type 'party' is an event type of no device class.")]
    [InlineData("""{"topics":["up"],"events":[{"pointer":"/a","type":"sos","equals":{}}]}""", "events[0].equals must be a text, a finite number or a boolean.")]
    public void A_fault_names_its_place_and_limit(string body, string fault)
    {
        var faults = ProfileCheck.Faults(DialectCode.VendorJson, body.Replace("V", Value, StringComparison.Ordinal));

        Assert.Contains(faults, f => f.StartsWith(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fault_is_told_at_once() =>
        Assert.Equal(3, ProfileCheck.Faults(DialectCode.VendorJson, """{"topics":["a/#"],"values":[{"pointer":"t","quantity":"temp","scale":0}]}""").Count);

    [Fact]
    public void The_schema_and_the_check_know_the_same_members()
    {
        using var schema = JsonDocument.Parse(VendorJsonDialect.SchemaJson);
        var root = schema.RootElement;

        Assert.Equal(["$schema", "description", "topics", "items", "device", "time", "values", "events"], Members(root));
        foreach (var (path, element) in new[]
        {
            ("time", root.GetProperty("properties").GetProperty("time")), ("values[0]", root.GetProperty("$defs").GetProperty("value")),
            ("events[0]", root.GetProperty("$defs").GetProperty("event")), ("values[0].where", root.GetProperty("$defs").GetProperty("value").GetProperty("properties").GetProperty("where")),
        })
        {
            var known = $"{path}.x is unknown; the members here are {string.Join(", ", Members(element))}.";
            Assert.Contains(known, ProfileCheck.Faults(DialectCode.VendorJson, """{"topics":["up"],"time":{"x":1},"values":[{"x":1,"where":{"x":1}}],"events":[{"x":1}]}"""));
        }
    }

    [Fact]
    public void More_pointers_than_the_limit_are_refused()
    {
        var values = Enumerable.Range(0, 128).Select(i => $$$"""{"pointer":"/v{{{i}}}","quantity":"temp","where":{"pointer":"/n{{{i}}}","equals":{{{i}}} } }""");
        var events = Enumerable.Range(0, 2).Select(i => $$"""{"pointer":"/e{{i}}","type":"fault"}""");

        var faults = ProfileCheck.Faults(DialectCode.VendorJson, $$"""{"topics":["up"],"values":[{{string.Join(',', values)}}],"events":[{{string.Join(',', events)}}]}""");

        Assert.Equal("The profile has 258 different pointers, more than the limit of 256.", Assert.Single(faults));
    }

    [Theory]
    [InlineData("degF", "temp", 68, 20)]
    [InlineData("K", "temp", 273.15, 0)]
    [InlineData("Wh", "energyImport", 1500, 1.5)]
    [InlineData("MJ", "energyImport", 3.6, 1)]
    [InlineData("L", "volume", 1234, 1.234)]
    [InlineData("L/h", "flow", 1000, 1)]
    [InlineData("mbar", "pressure", 1013, 1013)]
    [InlineData("kPa", "systolic", 16, 120.009852)]
    [InlineData("W", "activePower", 500, 0.5)]
    [InlineData("km/h", "windSpeed", 36, 10)]
    [InlineData("ug/m3", "hcho", 80, 0.08)]
    [InlineData("mA", "current", 250, 0.25)]
    public void Units_convert_to_the_quantitys_own(string unit, string quantity, double raw, double value)
    {
        var (scale, offset) = UnitConversion.Between(unit, QuantityCatalogue.Default.Find(quantity)!.Unit)!.Value;

        Assert.Equal(value, (raw * scale) + offset, precision: 6);
    }

    [Fact]
    public void Every_unit_of_the_catalogue_is_one_that_vendors_can_name() =>
        Assert.All(QuantityCatalogue.Default.All, q => Assert.Equal((1.0, 0.0), UnitConversion.Between(q.Unit, q.Unit)));

    private static string[] Members(JsonElement schema) => [.. schema.GetProperty("properties").EnumerateObject().Select(p => p.Name)];
}
