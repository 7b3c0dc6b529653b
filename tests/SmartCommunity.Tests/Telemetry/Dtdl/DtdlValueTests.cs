using System.Text.Json;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Tests.Telemetry.Dtdl;

public sealed class DtdlValueTests
{
    [Theory]
    [InlineData("waterMeter", "setValve", """{"position":"open"}""", null)]
    [InlineData("waterMeter", "setValve", """{"position":"ajar"}""", "args.position must be one of open, closed.")]
    [InlineData("streetLamp", "setDimming", """{"percent":40}""", null)]
    [InlineData("streetLamp", "setDimming", """{"percent":40.5}""", "args.percent must be of the schema integer.")]
    [InlineData("streetLamp", "setLamp", """{"on":1}""", "args.on must be of the schema boolean.")]
    [InlineData("evCharger", "stopCharging", """{"connector":1,"reason":"fire drill","vendor":{}}""", null)]
    [InlineData("evCharger", "stopCharging", "{}", null)]
    [InlineData("evCharger", "setPowerLimit", """{"limit":"7"}""", "args.limit must be of the schema double.")]
    [InlineData("evCharger", "setPowerLimit", "[7]", "args must be an object.")]
    public void Arguments_are_held_to_the_command(string deviceClass, string command, string args, string? fault) =>
        Assert.Equal(fault, DtdlValue.FaultOfFields(DeviceClassCatalogue.Default.Find(deviceClass)!.CommandTypes.Single(c => c.Name == command).Fields, JsonElement.Parse(args), "args"));

    [Theory]
    [InlineData("boolean", "true", "1")]
    [InlineData("double", "1e3", "1e999")]
    [InlineData("float", "1.5", "1e39")]
    [InlineData("integer", "2147483647", "2147483648")]
    [InlineData("long", "2147483648", "1.5")]
    [InlineData("string", "\"\"", "null")]
    [InlineData("dateTime", "\"2026-01-02T03:04:05Z\"", "\"yesterday\"")]
    [InlineData("date", "\"2026-01-02\"", "\"2026-13-02\"")]
    [InlineData("time", "\"03:04:05\"", "\"25:00:00\"")]
    [InlineData("duration", "\"PT15M\"", "\"15 min\"")]
    public void Every_primitive_takes_its_own_and_refuses_another(string primitive, string good, string bad)
    {
        Assert.Null(DtdlValue.FaultOf(new DtdlPrimitive(primitive), JsonElement.Parse(good), "v"));
        Assert.Equal($"v must be of the schema {primitive}.", DtdlValue.FaultOf(new DtdlPrimitive(primitive), JsonElement.Parse(bad), "v"));
    }

    [Fact]
    public void Faults_within_arrays_and_maps_name_their_place()
    {
        var number = new DtdlPrimitive("double");
        var map = new DtdlMap(new DtdlField("k", new DtdlPrimitive("string"), null, DtdlTexts.None), new DtdlField("v", new DtdlArray(number), null, DtdlTexts.None));

        Assert.Equal("v.a[1] must be of the schema double.", DtdlValue.FaultOf(map, JsonElement.Parse("""{"a":[1,"x"]}"""), "v"));
        Assert.Equal("v must be one of 0, 2.", DtdlValue.FaultOf(new DtdlEnum(true, [new("a", 0, null, DtdlTexts.None), new("b", 2, null, DtdlTexts.None)]), JsonElement.Parse("1"), "v"));
    }
}
