using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Gateway.Outbox;

public sealed class OutboxTests
{
    [Fact]
    public async Task A_stored_message_is_read_back_with_its_columns_crc_and_sequence()
    {
        using var fixture = new OutboxFixture();

        await fixture.Store("w-1", seq: 17, boot: 3);

        var block = Assert.Single(await fixture.Read());
        Assert.Equal((1, 1, 1), (block.FirstSequence, block.Count, block.LastSequence));
        Assert.Equal((fixture.Outbox.Routine.Current.Epoch, true), (block.Epoch, block.Epoch >= OutboxFixture.StartMs));
        Assert.Equal(Crc.Of(block.Batch.Span), block.BatchCrc);
        var batch = OutboxFixture.Parse(block);
        Assert.Equal(new DeviceRef { Community = "baihe", Class = "wearable", Device = "w-1" }, Assert.Single(batch.Devices));
        Assert.Equal("heartRate", Assert.Single(batch.Quantities));
        Assert.Equal([3], batch.Boot);
        Assert.Equal([17], batch.Seq);
        Assert.Equal([OutboxFixture.StartMs], batch.AtMs);
        Assert.Equal([17.0], batch.Value);
    }

    [Fact]
    public async Task Reopening_continues_the_sequences_and_keeps_the_epoch()
    {
        using var fixture = new OutboxFixture();
        await fixture.Store("w-1", 1);
        await fixture.Store("w-1", 2);
        var epoch = fixture.Outbox.Routine.Current.Epoch;

        fixture.Reopen();
        await fixture.Store("w-1", 3);

        var seqs = await fixture.Seqs();
        Assert.Equal([1, 2, 3], seqs);
        Assert.Equal((epoch, 3), (fixture.Outbox.Routine.Current.Epoch, fixture.Outbox.Routine.Current.LastSequence));
    }

    [Fact]
    public async Task Reopening_after_everything_was_trimmed_continues_the_sequences()
    {
        using var fixture = new OutboxFixture();
        await fixture.Store("w-1", 1);
        fixture.Outbox.Routine.Trim(fixture.Outbox.Routine.Current.Epoch, 1);

        fixture.Reopen();
        await fixture.Store("w-1", 2);

        Assert.Equal(2, Assert.Single(await fixture.Read()).FirstSequence);
    }

    [Fact]
    public async Task Requests_are_served_while_messages_never_stop_coming()
    {
        using var fixture = new OutboxFixture(static o => o.CommitInterval = TimeSpan.FromMilliseconds(100));
        await fixture.Store("w-0", 1);
        using var enough = new CancellationTokenSource();
        var feeding = FeedAsync(fixture, enough.Token);

        // Far longer than it takes; a writer that first wants to have written everything would never come to it.
        var patience = TimeSpan.FromSeconds(30);
        for (var i = 0; i < 3; i++)
        {
            var standing = await fixture.Outbox.Routine.ConfirmAsync(0, 0).WaitAsync(patience, TestContext.Current.CancellationToken);
            Assert.True(standing.LastSequence >= 1);
            fixture.Outbox.Routine.Trim(standing.Epoch, standing.LastSequence);
            await fixture.Outbox.Routine.KeepHouseAsync().WaitAsync(patience, TestContext.Current.CancellationToken);
            Assert.True(fixture.Outbox.Routine.Current.FirstRetained > standing.LastSequence);
        }

        Assert.False(feeding.IsCompleted);
        await enough.CancelAsync();
        await feeding;
    }

    /// <summary>Devices that send again as soon as what they sent is stored, while the writer waits for more to fill its next commit.</summary>
    private static Task FeedAsync(OutboxFixture fixture, CancellationToken enough)
    {
        return Task.WhenAll(Enumerable.Range(0, 8).Select(i => SendAsync($"w-{i}")));

        async Task SendAsync(string device)
        {
            for (var seq = 2; !enough.IsCancellationRequested; seq++)
                await fixture.Store(device, seq);
        }
    }

    [Fact]
    public async Task What_every_reader_has_leaves_memory_and_is_read_from_disk_until_it_is_trimmed()
    {
        using var fixture = new OutboxFixture(static o => o.TrimBytes = 1 << 20);
        for (var seq = 1; seq <= 3; seq++)
            await fixture.Store("w-1", seq);
        var lane = fixture.Outbox.Routine;
        async Task AcknowledgeAsync(long sequence)
        {
            lane.Trim(lane.Current.Epoch, sequence);
            await lane.CountCorruptAsync();
        }
        IEnumerable<long> InMemory() => lane.Newest(0, OutboxFixture.AllBytes).Select(static b => b.FirstSequence);

        lane.HoldAfter("hub", 1);
        await AcknowledgeAsync(2);
        Assert.Equal([2, 3], InMemory());
        lane.HoldAfter("hub", 3);
        await AcknowledgeAsync(2);
        Assert.Equal([3], InMemory());
        var onDisk = await fixture.Seqs();
        Assert.Equal([1, 2, 3], onDisk);
    }

    [Fact]
    public async Task Safety_events_and_command_reports_go_to_the_alarm_lane_and_the_rest_to_routine()
    {
        using var fixture = new OutboxFixture();
        var address = OutboxFixture.Address("w-1");

        await fixture.Sos("w-1", "s-1").Completed;
        await fixture.Outbox.Append(new CommandReport { CommandId = "c-1", State = CommandState.Sent }).Completed;
        await fixture.Outbox.Append(address, new DeviceEvent { Type = "lowBattery", EventId = "e-1" }).Completed;
        await fixture.Outbox.AppendStatus(address, OutboxFixture.StartMs, online: true).Completed;
        await fixture.Outbox.Append(address, new QuarantinedPayload { Reason = QuarantineReason.Malformed }).Completed;

        var alarm = (await fixture.Read(Lane.Alarm)).Select(OutboxFixture.Parse).ToList();
        Assert.Equal(["s-1"], alarm.SelectMany(b => b.Events).Select(e => e.EventId));
        Assert.Equal(["c-1"], alarm.SelectMany(b => b.CommandReports).Select(r => r.CommandId));
        var routine = (await fixture.Read()).Select(OutboxFixture.Parse).ToList();
        Assert.Equal(["e-1"], routine.SelectMany(b => b.Events).Select(e => e.EventId));
        Assert.Equal([true], routine.SelectMany(b => b.Statuses).Select(s => s.Online));
        Assert.Equal([QuarantineReason.Malformed], routine.SelectMany(b => b.Quarantined).Select(q => q.Reason));
    }

    [Fact]
    public async Task Concurrent_appends_share_blocks_and_every_one_is_kept_once()
    {
        const int devices = 8;
        const int each = 2_000;
        using var fixture = new OutboxFixture();

        var commits = await Task.WhenAll(Enumerable.Range(0, devices).Select(device => Task.Run(() =>
            Enumerable.Range(1, each).Select(seq => fixture.Append($"w-{device}", 1, seq)).ToList())));
        await Task.WhenAll(commits.SelectMany(c => c).Distinct().Select(c => c.Completed));

        var blocks = await fixture.Read();
        Assert.True(blocks.Count < devices * each / 2, $"{blocks.Count} blocks");
        Assert.All(blocks, block => Assert.InRange(block.Count, 1, OpenBlock.MaxItems));
        var keys = blocks.Select(OutboxFixture.Parse)
            .SelectMany(b => b.Device.Zip(b.Seq, (device, seq) => (b.Devices[(int)device].Device, seq))).ToList();
        Assert.Equal(devices * each, keys.Count);
        Assert.Equal(devices * each, keys.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, blocks.Count - 1).Select(i => blocks[i].LastSequence + 1), blocks.Skip(1).Select(b => b.FirstSequence));
    }

    [Fact]
    public void A_second_outbox_on_the_same_folder_is_refused_with_one_clear_line()
    {
        using var fixture = new OutboxFixture();

        var error = Assert.Throws<OutboxInUseException>(() => fixture.Open());

        Assert.Contains("alarm.db' is in use by another process", error.Message, StringComparison.Ordinal);
    }
}
