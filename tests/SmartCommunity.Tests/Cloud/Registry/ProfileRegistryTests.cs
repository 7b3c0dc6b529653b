using SmartCommunity.Cloud;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Registry;

public sealed class ProfileRegistryTests
{
    private const string Registers = "{ \"registers\" : [ {\"address\":0,\"type\":\"u16\",\"quantity\":\"temp\"} ] }\n";

    private const string Mapping = """{"topics":["up"],"values":[{"pointer":"/t","quantity":"temp"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_is_kept_as_given_and_every_gateway_is_told_the_complete_list()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var told = new List<string>();
        registry.Gateways.DirectoryChanged += told.Add;
        await registry.Profiles.PutAsync("b", DialectCode.VendorJson, Mapping, Cancel);
        var before = await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel);

        var put = (await registry.Profiles.PutAsync("a", DialectCode.Modbus, Registers, Cancel)).Value!;
        var delta = await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, before.Version, Cancel);

        Assert.Equal((Registers, 0, 2L), (put.Body, put.Devices, put.Version));
        Assert.Equal(["gw-1", "gw-1"], told);
        Assert.False(delta.Full);
        Assert.Equal([("a", "modbus", Registers), ("b", "vendorJson", Mapping)], delta.Profiles.Select(p => (p.Name, p.Kind, p.Body)));
        Assert.Equal([("a", null), ("b", null)], (await registry.Profiles.ListAsync(Cancel)).Select(p => (p.Name, p.Body)));
        Assert.Equal(Registers, (await registry.Profiles.FindAsync("a", Cancel))!.Body);
        Assert.Null(await registry.Profiles.FindAsync("c", Cancel));
    }

    [Fact]
    public async Task One_that_is_in_use_keeps_its_kind_and_stays()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Profiles.PutAsync("a", DialectCode.VendorJson, Mapping, Cancel);
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("d-1") with { Dialect = DialectCode.VendorJson, Profile = "a" }, Cancel);

        Assert.Equal(FaultKind.Conflict, Assert.Single((await registry.Profiles.RemoveAsync("a", Cancel)).Faults).Kind);
        Assert.Equal(FaultKind.Conflict, Assert.Single((await registry.Profiles.PutAsync("a", DialectCode.Modbus, Registers, Cancel)).Faults).Kind);
        Assert.Equal(1, (await registry.Profiles.PutAsync("a", DialectCode.VendorJson, Mapping, Cancel)).Value!.Devices);
        await registry.Devices.RetireAsync("d-1", Cancel);
        Assert.Empty((await registry.Profiles.RemoveAsync("a", Cancel)).Faults);
        Assert.Equal(FaultKind.NotFound, Assert.Single((await registry.Profiles.RemoveAsync("a", Cancel)).Faults).Kind);
        Assert.Empty((await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel)).Profiles);
    }

    [Theory]
    [InlineData("a b", "modbus", Registers, "name")]
    [InlineData("a", "native", "{}", "kind")]
    [InlineData("a", "modbus", "[]", "body")]
    [InlineData("a", "modbus", "{", "body")]
    [InlineData("a", "modbus", "", "body")]
    public async Task A_bad_profile_is_refused_by_field(string name, string kind, string body, string field)
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        var fault = Assert.Single((await registry.Profiles.PutAsync(name, kind, body, Cancel)).Faults);

        Assert.Equal((FaultKind.Invalid, field), (fault.Kind, fault.Field));
        Assert.Empty(await registry.Profiles.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_body_over_64_KiB_is_refused_with_the_limit()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        string Json(int bytes) => Registers.TrimEnd() + new string(' ', bytes - Registers.TrimEnd().Length);

        Assert.Empty((await registry.Profiles.PutAsync("a", DialectCode.Modbus, Json(65_536), Cancel)).Faults);
        Assert.Contains("limit of 65536", Assert.Single((await registry.Profiles.PutAsync("a", DialectCode.Modbus, Json(65_537), Cancel)).Faults).Message, StringComparison.Ordinal);
    }
}
