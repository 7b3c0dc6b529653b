using SmartCommunity.Cloud;

namespace SmartCommunity.Tests.Cloud.Registry;

public sealed class GatewayEnrolmentTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_logs_in_with_its_own_token_only()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var created = (await registry.Gateways.CreateGatewayAsync("gw-2", "二号", Cancel)).Value!;

        Assert.True(await registry.Gateways.AuthenticateAsync("gw-2", created.Token, Cancel));
        Assert.False(await registry.Gateways.AuthenticateAsync("gw-2", created.Token + "x", Cancel));
        Assert.False(await registry.Gateways.AuthenticateAsync("gw-2", "", Cancel));
        Assert.False(await registry.Gateways.AuthenticateAsync("gw-1", created.Token, Cancel));
        Assert.False(await registry.Gateways.AuthenticateAsync("gw-3", created.Token, Cancel));
        Assert.False(await registry.Gateways.AuthenticateAsync("gw-2", new string('x', 1_000_000), Cancel));
        Assert.Equal(FaultKind.Conflict, Assert.Single((await registry.Gateways.CreateGatewayAsync("gw-2", "", Cancel)).Faults).Kind);
        Assert.Equal(["id", "name"], (await registry.Gateways.CreateGatewayAsync("a b", new string('n', 121), Cancel)).Faults.Select(f => f.Field));
    }

    [Fact]
    public async Task Ensuring_a_gateway_again_changes_its_token_and_nothing_else()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        await registry.Gateways.EnsureGatewayAsync("gw-1", "Gateway 1", "new-token", Cancel);

        Assert.True(await registry.Gateways.AuthenticateAsync("gw-1", "new-token", Cancel));
        Assert.False(await registry.Gateways.AuthenticateAsync("gw-1", "gateway-token", Cancel));
        Assert.Equal([("gw-1", "Gateway 1")], await registry.Gateways.ListAsync(Cancel));
    }

    [Fact]
    public async Task The_directory_is_full_from_nothing_and_a_delta_from_a_known_version()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Gateways.CreateGatewayAsync("gw-2", "", Cancel);
        await registry.Devices.EnrolManyAsync(
            [
                TemporaryRegistry.Device("w-1") with { Gateway = "gw-1" },
                TemporaryRegistry.Device("w-2") with { Gateway = "gw-1" },
                TemporaryRegistry.Device("w-3") with { Gateway = "gw-2" },
            ],
            Cancel);

        var full = await registry.Gateways.DirectoryAsync("gw-1", 0, Cancel);
        await registry.Devices.RetireAsync("w-1", Cancel);
        var delta = await registry.Gateways.DirectoryAsync("gw-1", full.Version, Cancel);
        var nothing = await registry.Gateways.DirectoryAsync("gw-1", delta.Version, Cancel);
        var fromTheFuture = await registry.Gateways.DirectoryAsync("gw-1", delta.Version + 1, Cancel);

        Assert.Equal((true, 1L), (full.Full, full.Version));
        Assert.Equal(["w-1", "w-2"], full.Devices.Select(d => d.Device));
        Assert.Equal((false, 2L), (delta.Full, delta.Version));
        Assert.True(Assert.Single(delta.Devices) is { Device: "w-1", Retired: true, TokenSha256.IsEmpty: true });
        Assert.Empty(nothing.Devices);
        Assert.True(fromTheFuture.Full);
        Assert.Equal("w-2", Assert.Single(fromTheFuture.Devices).Device);
    }

    [Fact]
    public async Task A_change_tells_the_index_and_the_gateway_concerned_in_order()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var told = new List<string>();
        registry.Index.Changed += changed => told.Add($"index {changed[0].Device} v{changed[0].Version}");
        registry.Gateways.DirectoryChanged += gateway => told.Add($"gateway {gateway}");

        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        await registry.Devices.RotateTokenAsync("w-1", Cancel);
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);

        Assert.Equal(["index w-1 v1", "gateway gw-1", "index w-1 v2", "gateway gw-1"], told);
    }

    [Fact]
    public async Task The_index_is_the_same_after_a_restart()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("w-1"), TemporaryRegistry.Device("p-1", "pir", "dengyun")], Cancel);
        await registry.Devices.RetireAsync("w-1", Cancel);
        var before = (registry.Index.Find("w-1"), registry.Index.Find("p-1"), registry.Index.Version);

        registry.Reopen();

        Assert.Equal(before, (registry.Index.Find("w-1"), registry.Index.Find("p-1"), registry.Index.Version));
        Assert.Equal(17, registry.Index.Communities.Count);
        Assert.Equal("xindeng", registry.Index.StreetOf("dengyun"));
        Assert.Null(registry.Index.StreetOf("atlantis"));
        Assert.Equal("w-1", Assert.Single(registry.Index.OfCommunity("baihe")).Device);
        Assert.Empty(registry.Index.OfCommunity("atlantis"));
    }
}
