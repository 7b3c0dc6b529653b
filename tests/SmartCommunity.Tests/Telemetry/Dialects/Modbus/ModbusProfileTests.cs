using System.Text.Json;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.Modbus;

namespace SmartCommunity.Tests.Telemetry.Dialects.Modbus;

public sealed class ModbusProfileTests
{
    [Fact]
    public void The_examples_are_accepted_as_they_stand()
    {
        Assert.Equal(["indoor-air", "sunspec-inverter-103", "sunspec-meter-203", "three-phase-meter"], ModbusExamples.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(ModbusExamples.All, example => Assert.Empty(ProfileCheck.Faults(DialectCode.Modbus, example.Value)));
    }

    [Fact]
    public void Every_quantity_of_the_examples_is_in_the_catalogue()
    {
        foreach (var body in ModbusExamples.All.Values)
        {
            using var document = JsonDocument.Parse(body);
            Assert.All(document.RootElement.GetProperty("registers").EnumerateArray(), r => Assert.NotNull(QuantityCatalogue.Default.Find(r.GetProperty("quantity").GetString()!)));
        }
    }

    [Theory]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{}", "registers must be an array of 1 to 1000 objects")]
    [InlineData("""{"registers":[]}""", "registers must be an array")]
    [InlineData("""{"registers":[1]}""", "registers[0] must be an object")]
    [InlineData("""{"registers":[{"address":0,"type":"u16","quantity":"temp"}],"vendor":"x"}""", "The body holds 'vendor'")]
    [InlineData("""{"registers":[{"address":0,"type":"u16","quantity":"temp","factor":2}]}""", "registers[0] holds 'factor'")]
    [InlineData("""{"registers":[{"type":"u16","quantity":"temp"}]}""", "registers[0].address must be a whole number from 0 to 65535")]
    [InlineData("""{"registers":[{"address":65536,"type":"u16","quantity":"temp"}]}""", "registers[0].address")]
    [InlineData("""{"registers":[{"address":0,"type":"u8","quantity":"temp"}]}""", "registers[0].type must be one of: bcd16")]
    [InlineData("""{"registers":[{"address":0,"quantity":"temp"}]}""", "registers[0].type")]
    [InlineData("""{"registers":[{"address":0,"type":"u16"}]}""", "registers[0].quantity")]
    [InlineData("""{"registers":[{"address":0,"type":"bit","quantity":"relay"}]}""", "registers[0].bit must be a whole number from 0 to 15")]
    [InlineData("""{"registers":[{"address":0,"type":"string","quantity":"relay"}]}""", "registers[0].length")]
    [InlineData("""{"registers":[{"address":0,"type":"u16","quantity":"temp","scale":0}]}""", "registers[0].scale must be a number other than 0")]
    [InlineData("""{"registers":[{"address":0,"type":"u16","quantity":"temp","wordOrder":"abcd"}]}""", "registers[0].wordOrder")]
    [InlineData("""{"registers":[{"address":0,"type":"u16","quantity":"temp","invalid":["8000"]}]}""", "registers[0].invalid")]
    [InlineData("""{"registers":[{"address":0,"type":"u16","quantity":"relay","codes":{"1":"shut"}}]}""", "'shut', which is no code of 'relay'")]
    [InlineData("""{"registers":[{"table":"coil","address":0,"type":"u16","quantity":"relay"}]}""", "registers[0].type must be 'bit' or absent")]
    [InlineData("""{"registers":[{"table":"file","address":0,"type":"u16","quantity":"temp"}]}""", "registers[0].table must be one of")]
    public void A_faulty_profile_is_refused_with_the_place(string body, string fault)
    {
        Assert.Contains(ProfileCheck.Faults(DialectCode.Modbus, body), f => f.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void The_published_schema_knows_the_members_the_check_knows()
    {
        using var schema = JsonDocument.Parse(ModbusExamples.Schema);
        var register = schema.RootElement.GetProperty("properties").GetProperty("registers").GetProperty("items").GetProperty("properties");
        var everything = string.Join(',', register.EnumerateObject().Select(p => $"\"{p.Name}\":null"));

        var faults = ProfileCheck.Faults(DialectCode.Modbus, $$"""{"registers":[{{{everything}}}]}""");

        Assert.DoesNotContain(faults, f => f.Contains("which is none of", StringComparison.Ordinal));
        Assert.Contains(ProfileCheck.Faults(DialectCode.Modbus, """{"registers":[{"other":1}]}"""), f => register.EnumerateObject().All(p => f.Contains(p.Name, StringComparison.Ordinal)));
    }
}
