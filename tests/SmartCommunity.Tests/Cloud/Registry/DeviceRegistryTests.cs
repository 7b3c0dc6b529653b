using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Tests.Cloud.Registry;

public sealed class DeviceRegistryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_device_gets_a_256_bit_token_that_is_stored_as_a_hash_only()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        var created = await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        var rotated = await registry.Devices.RotateTokenAsync("w-1", Cancel);

        var token = created.Value!.Token!;
        Assert.Equal(32, Base64Url.DecodeFromChars(token).Length);
        Assert.NotEqual(token, rotated.Value!.Token);
        registry.Store.Dispose();
        foreach (var file in Directory.GetFiles(registry.Folder))
        {
            var content = await File.ReadAllBytesAsync(file, Cancel);
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(token)));
            Assert.Equal(-1, content.AsSpan().IndexOf(Base64Url.DecodeFromChars(token)));
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(rotated.Value.Token!)));
        }

        registry.Reopen();
        var device = Assert.Single((await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel)).Devices);
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(token)), device.TokenSha256.ToByteArray());
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(rotated.Value.Token!)), device.NextTokenSha256.ToByteArray());
    }

    [Fact]
    public async Task Every_fault_of_a_device_is_named_at_once()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        var outcome = await registry.Devices.CreateAsync(
            new NewDevice { Id = "a/b", Community = "atlantis", Class = "toaster", Name = new string('n', 121), Gateway = "gw-9", CertificateSha256 = "12" }, Cancel);

        Assert.Equal(["id", "community", "class", "name", "certificateSha256", "gateway"], outcome.Faults.Select(f => f.Field));
        Assert.Contains("more than the limit of 120", outcome.Faults[3].Message, StringComparison.Ordinal);
        Assert.All(outcome.Faults, fault => Assert.Equal(FaultKind.Invalid, fault.Kind));
    }

    [Fact]
    public async Task Without_a_gateway_named_the_only_one_is_taken_and_two_are_a_fault()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        Assert.Equal("gw-1", (await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel)).Value!.Device.Gateway);
        await registry.Gateways.CreateGatewayAsync("gw-2", "", Cancel);

        var outcome = await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-2"), Cancel);

        Assert.Equal("gateway", Assert.Single(outcome.Faults).Field);
    }

    [Fact]
    public async Task Of_many_creating_the_same_id_at_once_exactly_one_wins()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel))));

        Assert.Single(outcomes, o => o.Succeeded);
        Assert.All(outcomes.Where(o => !o.Succeeded), o => Assert.Equal(FaultKind.Conflict, Assert.Single(o.Faults).Kind));
    }

    [Fact]
    public async Task Rotating_twice_promotes_the_token_between()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        var second = (await registry.Devices.RotateTokenAsync("w-1", Cancel)).Value!.Token!;

        var third = (await registry.Devices.RotateTokenAsync("w-1", Cancel)).Value!;

        var row = await RowAsync(registry, "w-1");
        Assert.True(third.Device is { HasToken: true, HasNextToken: true });
        Assert.True(Token.Matches(second, row.TokenSha256));
        Assert.True(Token.Matches(third.Token!, row.NextTokenSha256));
    }

    [Fact]
    public async Task A_rotation_ends_after_seven_days_and_not_before()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        var token = (await registry.Devices.RotateTokenAsync("w-1", Cancel)).Value!.Token!;
        var version = registry.Index.Version;

        registry.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await registry.Devices.PromoteDueTokensAsync(Cancel));
        registry.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await registry.Devices.PromoteDueTokensAsync(Cancel));

        var row = await RowAsync(registry, "w-1");
        Assert.True(Token.Matches(token, row.TokenSha256));
        Assert.Null(row.NextTokenSha256);
        Assert.Equal(version + 1, registry.Index.Version);
        Assert.Equal(0, await registry.Devices.PromoteDueTokensAsync(Cancel));
    }

    [Fact]
    public async Task A_retired_device_loses_its_hashes_keeps_its_row_and_cannot_come_back()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);

        var retired = (await registry.Devices.RetireAsync("w-1", Cancel)).Value!;
        var again = (await registry.Devices.RetireAsync("w-1", Cancel)).Value!;

        Assert.Equal(retired, again);
        Assert.True(retired is { Retired: true, HasToken: false });
        Assert.True(registry.Index.Find("w-1") is { Retired: true, Version: 2 });
        Assert.Equal(FaultKind.Conflict, Assert.Single((await registry.Devices.RotateTokenAsync("w-1", Cancel)).Faults).Kind);
        Assert.Equal(FaultKind.Conflict, Assert.Single((await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel)).Faults).Kind);
        Assert.Equal(FaultKind.NotFound, Assert.Single((await registry.Devices.RetireAsync("w-2", Cancel)).Faults).Kind);
    }

    [Fact]
    public async Task A_device_with_a_certificate_has_no_token()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        var created = await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1") with { CertificateSha256 = new string('A', 64) }, Cancel);

        Assert.Null(created.Value!.Token);
        Assert.Equal(new string('a', 64), created.Value.Device.CertificateSha256);
        Assert.Equal("id", Assert.Single((await registry.Devices.RotateTokenAsync("w-1", Cancel)).Faults).Field);
    }

    [Fact]
    public async Task Twenty_thousand_devices_are_enrolled_at_once_and_again_without_a_change()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var devices = Enumerable.Range(0, 20_000).Select(i => TemporaryRegistry.Device($"w-{i:00000}")).ToArray();

        var first = await registry.Devices.EnrolManyAsync(devices, Cancel);
        var version = registry.Index.Version;
        var second = await registry.Devices.EnrolManyAsync(devices, Cancel);

        Assert.Equal(20_000, first.Value!.Select(d => d.Token!).Distinct().Count());
        Assert.Equal(20_000, registry.Index.OfCommunity("baihe").Count);
        Assert.All(second.Value!, d => Assert.Null(d.Token));
        Assert.Equal(version, registry.Index.Version);
    }

    [Fact]
    public async Task Bulk_enrolment_is_all_or_nothing_and_names_the_row()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        var outcome = await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("w-1"), TemporaryRegistry.Device("w-2", community: "atlantis")], Cancel);

        Assert.Equal("devices[1].community", Assert.Single(outcome.Faults).Field);
        Assert.Null(registry.Index.Find("w-1"));
        Assert.Equal(0, (await registry.Devices.ListAsync(new DeviceFilter(), 1, 50, Cancel)).Total);
    }

    [Fact]
    public async Task A_token_brought_along_is_kept_and_replaces_another()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync([(TemporaryRegistry.Device("w-1"), "mine")], Cancel);
        var version = registry.Index.Version;

        await registry.Devices.EnrolManyAsync([(TemporaryRegistry.Device("w-1"), "mine")], Cancel);
        Assert.Equal(version, registry.Index.Version);
        await registry.Devices.EnrolManyAsync([(TemporaryRegistry.Device("w-1"), "other")], Cancel);

        Assert.True(Token.Matches("other", (await RowAsync(registry, "w-1")).TokenSha256));
        Assert.Equal(version + 1, registry.Index.Version);
    }

    [Fact]
    public async Task Lists_filter_search_and_page()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync(
            [TemporaryRegistry.Device("w-1"), TemporaryRegistry.Device("w_2") with { Name = "张三的手环" }, TemporaryRegistry.Device("p-1", "pir", "dengyun")], Cancel);
        await registry.Devices.RetireAsync("w-1", Cancel);

        Assert.Equal(["p-1", "w_2"], await IdsAsync(new DeviceFilter()));
        Assert.Equal(["p-1", "w-1", "w_2"], await IdsAsync(new DeviceFilter(Retired: null)));
        Assert.Equal(["w-1"], await IdsAsync(new DeviceFilter(Retired: true)));
        Assert.Equal(["p-1"], await IdsAsync(new DeviceFilter(Community: "dengyun", Class: "pir", Gateway: "gw-1")));
        Assert.Equal(["w_2"], await IdsAsync(new DeviceFilter(Search: "张三")));
        Assert.Equal(["w_2"], await IdsAsync(new DeviceFilter(Search: "W_")));
        Assert.Empty(await IdsAsync(new DeviceFilter(Search: "%")));
        Assert.Equal("w_2", Assert.Single((await registry.Devices.ListAsync(new DeviceFilter(Retired: null), 2, 2, Cancel)).Items).Id);
        // Full, not full, exactly full, and beyond the end: the total is the same.
        foreach (var (page, size) in new[] { (1, 2), (2, 2), (1, 3), (2, 3), (1, 4), (9, 1) })
            Assert.Equal(3, (await registry.Devices.ListAsync(new DeviceFilter(Retired: null), page, size, Cancel)).Total);
        Assert.Equal(0, (await registry.Devices.ListAsync(new DeviceFilter(Search: "nobody"), 1, 2, Cancel)).Total);

        async Task<string[]> IdsAsync(DeviceFilter filter) => [.. (await registry.Devices.ListAsync(filter, 1, 50, Cancel)).Items.Select(d => d.Id)];
    }

    private static async Task<DeviceRow> RowAsync(TemporaryRegistry registry, string id)
    {
        await using var context = registry.Store.CreateDbContext();
        return (await context.Devices.FindAsync([id], Cancel))!;
    }
}
