using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.Modbus;

namespace SmartCommunity.Tests.Gateway.Dialects;

public sealed class ModbusSessionTests
{
    [Fact]
    public async Task A_block_read_becomes_measurements_of_the_unit_and_a_changed_profile_counts_at_once()
    {
        var profile = new Profile { Name = "indoor-air", Kind = DialectCode.Modbus, Body = ModbusExamples.All["indoor-air"] };
        await using var gateway = await DialectGateway.StartAsync(DialectCode.Modbus, [("2", "air-1", "indoorAir")], profile: profile);
        const string payload = """{"unit":2,"function":3,"address":0,"registers":[455]}""";

        await gateway.SendAsync("modbus/carrier-1/up", payload);
        var change = new Contracts.Uplink.Directory { Version = 3 };
        change.Profiles.Add(new Profile { Name = "indoor-air", Kind = DialectCode.Modbus, Body = """{"registers":[{"address":0,"type":"u16","quantity":"co2"}]}""" });
        gateway.Fixture.Directory.Apply(change);
        await gateway.SendAsync("modbus/carrier-1/up", payload);

        Assert.Equal([("air-1", "humidity", 45.5), ("air-1", "co2", 455)], await gateway.ValuesAsync());
    }
}
