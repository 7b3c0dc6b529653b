using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Ingest;

public sealed class LocalBatchesTests
{
    private const long AtMs = 1_764_000_000_000;

    [Fact]
    public async Task Events_travel_the_line_as_a_batch_of_the_cloud_and_devices_unknown_to_it_are_left_out()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), TestContext.Current.CancellationToken);
        using var queue = new IngestQueue();
        queue.Open();
        var batches = new LocalBatches(queue, registry.Index);

        var stored = batches.StoreAsync([Sos("w-1", "e-1"), Sos("w-9", "e-2"), Sos("w-1", "e-3")], TestContext.Current.CancellationToken);
        var item = Assert.IsType<LocalBatchItem>(await queue.DequeueAsync(TestContext.Current.CancellationToken));
        item.OnCommitted();
        await stored;

        var batch = item.Columns.Batch;
        Assert.Equal("w-1", Assert.Single(batch.Devices).Device);
        Assert.Equal([("e-1", 0u), ("e-3", 0u)], batch.Events.Select(e => (e.EventId, e.Device)));
        Assert.Equal((AtMs, AtMs + 5, (uint)Quality.ServerTime, "sos", "{}"), (batch.Events[0].AtMs, batch.Events[0].ReceivedAtMs, batch.Events[0].Quality, batch.Events[0].Type, batch.Events[0].DataJson));
    }

    [Fact]
    public async Task What_devices_sent_waits_until_every_log_has_its_enrolments_and_the_clouds_own_entries_go_ahead()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), TestContext.Current.CancellationToken);
        using var queue = new IngestQueue();

        var stored = new LocalBatches(queue, registry.Index).StoreAsync([Sos("w-1", "e-1")], TestContext.Current.CancellationToken);
        await queue.EnqueueAsync(new LogItem(["baihe"], LogEntryKind.Registry, []), TestContext.Current.CancellationToken);

        Assert.IsType<LogItem>(await queue.DequeueAsync(TestContext.Current.CancellationToken));
        Assert.False(queue.TryDequeue(out _));
        queue.Open();
        var item = Assert.IsType<LocalBatchItem>(await queue.DequeueAsync(TestContext.Current.CancellationToken));
        item.OnCommitted();
        await stored;
    }

    private static DecodedEvent Sos(string device, string id) => new()
    {
        Address = new DeviceAddress("baihe", "wearable", device), AtMs = AtMs, ReceivedAtMs = AtMs + 5, Quality = Quality.ServerTime, EventId = id, Type = "sos", DataJson = "{}",
    };
}
