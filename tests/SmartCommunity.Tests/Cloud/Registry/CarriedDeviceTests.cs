using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Registry;

public sealed class CarriedDeviceTests
{
    private const string Registers = """{"registers":[{"address":0,"type":"u16","quantity":"temp"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dialect_profile_carrier_and_alias_reach_view_index_and_wire()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Profiles.PutAsync("meters", DialectCode.Modbus, Registers, Cancel);
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("c-1", "electricityMeter"), Cancel);

        var enrolled = (await registry.Devices.CreateAsync(
            TemporaryRegistry.Device("m-1", "electricityMeter") with { Dialect = "modbus", Profile = "meters", Via = "c-1", Alias = "7号表" }, Cancel)).Value!;
        var carrier = await registry.Devices.FindAsync("c-1", Cancel);
        registry.Reopen();
        var wire = (await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel)).Devices.Single(d => d.Device == "m-1");

        Assert.Null(enrolled.Token);
        Assert.True(enrolled.Device is { HasToken: false, Dialect: "modbus", Profile: "meters", Via: "c-1", Alias: "7号表" });
        Assert.True(carrier is { Dialect: "native", Profile: "", Via: "", Alias: "c-1" });
        Assert.Equal(("modbus", "meters", "c-1", "7号表"), registry.Index.Find("m-1") is { } e ? (e.Dialect, e.Profile, e.Via, e.Alias) : default);
        Assert.Equal(("modbus", "meters", "c-1", "7号表", true), (wire.Dialect, wire.Profile, wire.Via, wire.Alias, wire.TokenSha256.IsEmpty));
    }

    [Fact]
    public async Task A_carrier_must_be_enrolled_at_the_same_gateway_and_community_and_connect_itself()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Gateways.CreateGatewayAsync("gw-2", "", Cancel);
        NewDevice At(string id, string via, string community = "baihe", string gateway = "gw-1") =>
            TemporaryRegistry.Device(id, community: community) with { Gateway = gateway, Via = via };
        foreach (var device in new[] { At("c-1", ""), At("c-2", "", gateway: "gw-2"), At("c-3", "", "dengyun"), At("gone", ""), At("d-1", "c-1") })
            Assert.Empty((await registry.Devices.CreateAsync(device, Cancel)).Faults);
        await registry.Devices.RetireAsync("gone", Cancel);

        Assert.Contains("not an enrolled device", await FaultAsync(registry, At("d-2", "nobody"), "via"), StringComparison.Ordinal);
        Assert.Contains("not an enrolled device", await FaultAsync(registry, At("d-2", "gone"), "via"), StringComparison.Ordinal);
        Assert.Contains("not an enrolled device", await FaultAsync(registry, At("d-2", "d-2"), "via"), StringComparison.Ordinal);
        Assert.Contains("carried by 'c-1'", await FaultAsync(registry, At("d-2", "d-1"), "via"), StringComparison.Ordinal);
        Assert.Contains("at gateway 'gw-2'", await FaultAsync(registry, At("d-2", "c-2"), "via"), StringComparison.Ordinal);
        Assert.Contains("in community 'dengyun'", await FaultAsync(registry, At("d-2", "c-3"), "via"), StringComparison.Ordinal);
        Assert.Contains("cannot log in", await FaultAsync(registry, At("d-2", "c-1") with { CertificateSha256 = new string('a', 64) }, "certificateSha256"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_is_one_device_of_a_carrier_and_free_again_when_that_is_retired()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("c-1"), TemporaryRegistry.Device("c-2")], Cancel);
        NewDevice Carried(string id, string via, string alias) => TemporaryRegistry.Device(id) with { Via = via, Alias = alias };
        await registry.Devices.EnrolManyAsync([Carried("d-1", "c-1", "one"), Carried("d-2", "c-2", "one")], Cancel);

        Assert.Contains("belongs to device 'd-1'", await FaultAsync(registry, Carried("d-3", "c-1", "one"), "alias"), StringComparison.Ordinal);
        Assert.Contains("limit of 128", await FaultAsync(registry, Carried("d-3", "c-1", new string('a', 129)), "alias"), StringComparison.Ordinal);
        Assert.Contains("control", await FaultAsync(registry, Carried("d-3", "c-1", "a\nb"), "alias"), StringComparison.Ordinal);
        await registry.Devices.RetireAsync("d-1", Cancel);
        Assert.Empty((await registry.Devices.CreateAsync(Carried("d-3", "c-1", "one"), Cancel)).Faults);
    }

    [Fact]
    public async Task Carrier_and_carried_come_in_one_list_in_any_order_and_answers_in_its_order()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        NewDevice[] list =
        [
            TemporaryRegistry.Device("d-1") with { Via = "c-1", Alias = "x" }, TemporaryRegistry.Device("c-1"),
            TemporaryRegistry.Device("d-2") with { Via = "c-1" },
        ];

        var first = await registry.Devices.EnrolManyAsync(list, Cancel);
        var again = await registry.Devices.EnrolManyAsync(list, Cancel);
        var clash = await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("d-4") with { Via = "c-1", Alias = "y" }, TemporaryRegistry.Device("d-5") with { Via = "c-1", Alias = "y" }], Cancel);

        Assert.Equal([("d-1", false), ("c-1", true), ("d-2", false)], first.Value!.Select(d => (d.Device.Id, d.Token is not null)));
        Assert.Equal(["d-1", "c-1", "d-2"], again.Value!.Select(d => d.Device.Id));
        Assert.Equal("devices[1].alias", Assert.Single(clash.Faults).Field);
    }

    [Fact]
    public async Task Unknown_dialects_and_profiles_that_do_not_fit_are_refused()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Profiles.PutAsync("meters", DialectCode.Modbus, Registers, Cancel);
        var device = TemporaryRegistry.Device("d-1");

        Assert.Contains("is not one of: native, thingsBoard", await FaultAsync(registry, device with { Dialect = "morse" }, "dialect"), StringComparison.Ordinal);
        Assert.Contains("profile is missing", await FaultAsync(registry, device with { Dialect = "modbus" }, "profile"), StringComparison.Ordinal);
        Assert.Contains("does not exist", await FaultAsync(registry, device with { Dialect = "modbus", Profile = "nope" }, "profile"), StringComparison.Ordinal);
        Assert.Contains("of kind modbus", await FaultAsync(registry, device with { Dialect = "vendorJson", Profile = "meters" }, "profile"), StringComparison.Ordinal);
        Assert.Contains("needs none", await FaultAsync(registry, device with { Profile = "meters" }, "profile"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_carried_device_gets_no_token_later_either_and_its_carrier_is_not_retired_before_it()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("c-1"), TemporaryRegistry.Device("d-1") with { Via = "c-1" }], Cancel);

        var rotated = await registry.Devices.RotateTokenAsync("d-1", Cancel);
        var early = await registry.Devices.RetireAsync("c-1", Cancel);
        await registry.Devices.RetireAsync("d-1", Cancel);
        var late = await registry.Devices.RetireAsync("c-1", Cancel);

        Assert.Equal("Device 'd-1' is carried by 'c-1'; it has no token.", Assert.Single(rotated.Faults).Message);
        Assert.Equal("Device 'c-1' carries 1 others; retire or replace those first.", Assert.Single(early.Faults).Message);
        Assert.True(late.Value!.Retired);
    }

    private static async Task<string> FaultAsync(TemporaryRegistry registry, NewDevice device, string field)
    {
        var outcome = await registry.Devices.CreateAsync(device.Gateway.Length == 0 ? device with { Gateway = TemporaryRegistry.Gateway } : device, Cancel);
        var fault = Assert.Single(outcome.Faults);
        Assert.Equal(field, fault.Field);
        return fault.Message;
    }
}
