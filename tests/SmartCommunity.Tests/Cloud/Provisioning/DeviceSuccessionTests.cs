using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Provisioning;

public sealed class DeviceSuccessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replacement_takes_over_everything_but_the_id_and_the_old_one_is_retired_with_it()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync(
            [
                TemporaryRegistry.Device("c-1"), TemporaryRegistry.Device("old") with { Name = "大门", Via = "c-1", Alias = "x7", Dialect = "sparkplugB" },
            ],
            Cancel);

        var replaced = (await Succession(registry).ReplaceAsync("old", new NewReplacement { Id = "new" }, "me", Cancel)).Value!;
        registry.Reopen();
        var delta = await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 1, Cancel);

        Assert.Null(replaced.Token);
        Assert.True(replaced.Device is { Id: "new", Name: "大门", Community: "baihe", Class: "wearable", Via: "c-1", Alias: "x7", Dialect: "sparkplugB", Replaces: "old" });
        Assert.Equal("old", (await registry.Devices.FindAsync("new", Cancel))!.Replaces);
        Assert.True((await registry.Devices.FindAsync("old", Cancel))!.Retired);
        Assert.Equal([("new", false), ("old", true)], delta.Devices.Select(d => (d.Device, d.Retired)));
        Assert.Equal("device.replace", Assert.Single((await new AuditTrail(registry.Store).ListAsync("old", 1, 50, Cancel)).Items).Action);
    }

    [Fact]
    public async Task A_replaced_carrier_hands_over_what_it_carries_and_has_a_token_of_its_own()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var before = (await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("c-1"), TemporaryRegistry.Device("d-1") with { Via = "c-1", Alias = "a" }], Cancel)).Value!;

        var replaced = (await Succession(registry).ReplaceAsync("c-1", new NewReplacement { Id = "c-2" }, "me", Cancel)).Value!;

        Assert.NotNull(replaced.Token);
        Assert.NotEqual(before[0].Token, replaced.Token);
        Assert.Equal(("c-2", "a"), registry.Index.Find("d-1") is { } d ? (d.Via, d.Alias) : default);
        Assert.True(registry.Index.Find("c-1")!.Retired);
    }

    [Fact]
    public async Task A_refused_replacement_changes_nothing()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("w-1"), TemporaryRegistry.Device("w-2"), TemporaryRegistry.Device("gone")], Cancel);
        await registry.Devices.RetireAsync("gone", Cancel);
        var version = registry.Index.Version;
        async Task<(FaultKind, string)> FaultAsync(string old, string id) =>
            Assert.Single((await Succession(registry).ReplaceAsync(old, new NewReplacement { Id = id }, "me", Cancel)).Faults) is var f ? (f.Kind, f.Field) : default;

        Assert.Equal((FaultKind.Conflict, "id"), await FaultAsync("w-1", "w-2"));
        Assert.Equal((FaultKind.Conflict, "id"), await FaultAsync("w-1", "w-1"));
        Assert.Equal((FaultKind.Invalid, "id"), await FaultAsync("w-1", "a b"));
        Assert.Equal((FaultKind.Conflict, "device"), await FaultAsync("gone", "w-3"));
        Assert.Equal((FaultKind.NotFound, "device"), await FaultAsync("nobody", "w-3"));
        Assert.Equal(version, registry.Index.Version);
        Assert.False((await registry.Devices.FindAsync("w-1", Cancel))!.Retired);
    }

    [Fact]
    public async Task Many_tokens_are_rotated_in_one_version_and_the_old_ones_stay_good()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync(
            [
                TemporaryRegistry.Device("w-1"), TemporaryRegistry.Device("w-2"), TemporaryRegistry.Device("p-1", "pir"), TemporaryRegistry.Device("d-1") with { Via = "w-1" },
                TemporaryRegistry.Device("pinned") with { CertificateSha256 = new string('a', 64) },
            ],
            Cancel);

        var report = (await Succession(registry).RotateAsync(new DeviceSelection { Class = "wearable" }, "me", Cancel)).Value!;

        Assert.Equal(["w-1", "w-2"], report.Rotated.Select(d => d.Device.Id));
        Assert.All(report.Rotated, d => Assert.True(d.Device is { HasToken: true, HasNextToken: true } && d.Token!.Length == 43));
        Assert.Equal(["d-1", "pinned"], report.Skipped);
        Assert.Equal((2L, 2L, 1L), (registry.Index.Find("w-1")!.Version, registry.Index.Find("w-2")!.Version, registry.Index.Find("p-1")!.Version));
        var wire = (await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 1, Cancel)).Devices;
        Assert.All(wire, d => Assert.True(d.TokenSha256.Length == 32 && d.NextTokenSha256.Length == 32));
    }

    [Fact]
    public async Task Many_are_retired_together_or_not_at_all()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("c-1"), TemporaryRegistry.Device("d-1") with { Via = "c-1" }, TemporaryRegistry.Device("w-1")], Cancel);
        var succession = Succession(registry);

        var orphan = await succession.RetireAsync(new DeviceSelection { Ids = ["c-1", "w-1"] }, "me", Cancel);
        var unknown = await succession.RetireAsync(new DeviceSelection { Ids = ["w-1", "nobody"] }, "me", Cancel);
        var unchanged = registry.Index.Version;
        var all = await succession.RetireAsync(new DeviceSelection { Ids = ["c-1", "d-1", "w-1"] }, "me", Cancel);

        Assert.Contains("carries 'd-1'", Assert.Single(orphan.Faults).Message, StringComparison.Ordinal);
        Assert.Contains("nobody", Assert.Single(unknown.Faults).Message, StringComparison.Ordinal);
        Assert.Equal(1, unchanged);
        Assert.Equal(3, all.Value!.Retired);
        Assert.All(new[] { "c-1", "d-1", "w-1" }, id => Assert.True(registry.Index.Find(id)!.Retired));
    }

    [Fact]
    public async Task A_selection_is_ids_or_a_filter_and_never_everything()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var succession = Succession(registry);

        foreach (var selection in new[] { new DeviceSelection(), new DeviceSelection { Ids = ["a"], Class = "pir" }, new DeviceSelection { Ids = [.. Enumerable.Range(0, 1_001).Select(i => $"w-{i}")] } })
            Assert.Equal((FaultKind.Invalid, "ids"), Assert.Single((await succession.RetireAsync(selection, "me", Cancel)).Faults) is var f ? (f.Kind, f.Field) : default);
    }

    [Fact]
    public async Task A_retired_device_comes_back_with_a_new_token_unless_its_name_at_the_carrier_is_taken()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var first = (await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("c-1"), TemporaryRegistry.Device("w-1"), TemporaryRegistry.Device("d-1") with { Via = "c-1", Alias = "a" }], Cancel)).Value!;
        await Succession(registry).RetireAsync(new DeviceSelection { Ids = ["w-1", "d-1"] }, "me", Cancel);
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("d-2") with { Via = "c-1", Alias = "a" }, Cancel);

        var back = (await Succession(registry).RestoreAsync("w-1", "me", Cancel)).Value!;
        var taken = await Succession(registry).RestoreAsync("d-1", "me", Cancel);

        Assert.True(back.Device is { Retired: false, HasToken: true });
        Assert.NotEqual(first[1].Token, back.Token);
        Assert.Equal((FaultKind.Conflict, "alias"), Assert.Single(taken.Faults) is var f ? (f.Kind, f.Field) : default);
        Assert.Equal(FaultKind.Conflict, Assert.Single((await Succession(registry).RestoreAsync("w-1", "me", Cancel)).Faults).Kind);
        Assert.Equal(FaultKind.NotFound, Assert.Single((await Succession(registry).RestoreAsync("nobody", "me", Cancel)).Faults).Kind);
    }

    private static DeviceSuccession Succession(TemporaryRegistry registry) => new(registry.Store, registry.Devices, registry.Time);
}
