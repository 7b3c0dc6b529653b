using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Provisioning;

public sealed class QuotaDeskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_devices_own_limit_goes_before_its_classs_and_both_reach_the_gateway_as_a_change()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("w-1"), TemporaryRegistry.Device("w-2"), TemporaryRegistry.Device("p-1", "pir")], Cancel);
        var (desk, _) = Desk(registry);
        var told = new List<string>();
        registry.Gateways.DirectoryChanged += told.Add;

        await desk.PutClassAsync("wearable", new QuotaLimits { MessagesPerSecond = 5, DailyMessages = 1_000 }, "me", Cancel);
        var view = (await desk.PutAsync("w-2", new QuotaLimits { MessagesPerSecond = 2 }, "me", Cancel)).Value!;
        var delta = await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 1, Cancel);

        Assert.Equal(["gw-1", "gw-1"], told);
        Assert.Equal(new QuotaLimits { MessagesPerSecond = 2, DailyMessages = 1_000 }, view.Effective);
        Assert.Equal(new QuotaLimits { MessagesPerSecond = 2 }, view.Own);
        Assert.Equal([("w-1", 5.0, 1_000L), ("w-2", 2.0, 1_000L)], delta.Devices.Select(d => (d.Device, d.Quota.MessagesPerSecond, d.Quota.DailyMessages)));
        Assert.Null((await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel)).Devices.Single(d => d.Device == "p-1").Quota);
        Assert.Equal("wearable", Assert.Single(await desk.ListAsync(Cancel)).Class);
        Assert.Equal(new QuotaLimits(), (await desk.PutAsync("w-2", new QuotaLimits(), "me", Cancel)).Value!.Own);
    }

    [Fact]
    public async Task Todays_use_is_what_the_devices_own_gateway_told_and_yesterdays_is_none()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        var (desk, board) = Desk(registry);
        var today = ChinaTime.DayOf(TemporaryRegistry.Start.ToUnixTimeMilliseconds());
        var usage = new QuotaUsage { Devices = { new DeviceUsage { Device = "w-1", Day = today.DayNumber, Messages = 7, Bytes = 70, Refused = 3 } } };

        board.Heard("gw-2", usage);
        var before = (await desk.FindAsync("w-1", Cancel)).Value!;
        board.Heard(TemporaryRegistry.Gateway, usage);
        var after = (await desk.FindAsync("w-1", Cancel)).Value!;
        registry.Time.Advance(TimeSpan.FromDays(1));
        var next = (await desk.FindAsync("w-1", Cancel)).Value!;

        Assert.Equal((0, null), (before.UsedMessages, before.HeardAt));
        Assert.Equal((today, 7, 70, 3, TemporaryRegistry.Start), (after.Day, after.UsedMessages, after.UsedBytes, after.Refused, after.HeardAt!.Value));
        Assert.Equal((today.AddDays(1), 0, 0), (next.Day, next.UsedMessages, next.Refused));
    }

    [Fact]
    public async Task Limits_outside_their_ranges_and_unknown_things_are_refused_by_field()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        var (desk, _) = Desk(registry);

        var bad = await desk.PutAsync("w-1", new QuotaLimits { MessagesPerSecond = double.NaN, BurstMessages = 0, DailyMessages = -1, DailyBytes = 0 }, "me", Cancel);

        Assert.Equal(["messagesPerSecond", "burstMessages", "dailyMessages", "dailyBytes"], bad.Faults.Select(f => f.Field));
        Assert.Equal(FaultKind.NotFound, Assert.Single((await desk.PutAsync("nobody", new QuotaLimits(), "me", Cancel)).Faults).Kind);
        Assert.Equal(FaultKind.NotFound, Assert.Single((await desk.FindAsync("nobody", Cancel)).Faults).Kind);
        Assert.Equal(FaultKind.NotFound, Assert.Single((await desk.PutClassAsync("toaster", new QuotaLimits(), "me", Cancel)).Faults).Kind);
    }

    private static (QuotaDesk Desk, UsageBoard Board) Desk(TemporaryRegistry registry)
    {
        var board = new UsageBoard(registry.Index, registry.Time);
        return (new QuotaDesk(registry.Store, registry.Devices, registry.Gateways, board, registry.Time), board);
    }
}
