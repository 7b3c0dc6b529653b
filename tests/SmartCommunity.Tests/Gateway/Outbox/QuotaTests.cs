using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Tests.Gateway.Outbox;

public sealed class QuotaTests
{
    private const int SmallQuota = 20_000;

    [Fact]
    public async Task At_the_quota_routine_is_refused_alarms_go_on_and_after_a_trim_routine_goes_on_without_a_restart()
    {
        using var fixture = new OutboxFixture(o => o.RoutineQuotaBytes = SmallQuota);
        var stored = 0;
        while (await fixture.Append("w-1", 1, stored + 1).Completed == CommitOutcome.Stored)
            stored++;

        Assert.True(fixture.Outbox.DiskRefusingRoutine);
        Assert.Equal(CommitOutcome.Full, await fixture.Append("w-1", 1, stored + 1).Completed);
        Assert.Equal(CommitOutcome.Stored, await fixture.Sos("w-1", "s-1").Completed);
        Assert.Equal(2, fixture.Outbox.Refused);
        fixture.Outbox.Routine.Trim(fixture.Outbox.Routine.Current.Epoch, stored);
        await fixture.Outbox.Routine.KeepHouseAsync();
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CommitOutcome.Stored, await fixture.Append("w-1", 1, stored + 1).Completed);

        Assert.False(fixture.Outbox.DiskRefusingRoutine);
        Assert.Equal(0, fixture.Outbox.DuplicatesDropped);
        var seqs = await fixture.Seqs(stored);
        Assert.Equal([stored + 1], seqs);
    }

    [Fact]
    public async Task Beyond_the_alarm_quota_the_oldest_become_a_recorded_loss_and_the_newest_is_kept()
    {
        const int events = 40;
        using var fixture = new OutboxFixture(o => o.AlarmQuotaBytes = 4_000);
        for (var i = 1; i <= events; i++)
            Assert.Equal(CommitOutcome.Stored, await fixture.Sos("w-1", $"s-{i}").Completed);

        await fixture.Outbox.Alarm.KeepHouseAsync();

        var blocks = await fixture.Read(Lane.Alarm);
        var batches = blocks.Select(OutboxFixture.Parse).ToList();
        var loss = Assert.Single(batches[0].Losses);
        var kept = batches.Sum(b => b.Events.Count);
        Assert.Equal((LossReason.Quota, (long)events - kept), (loss.Reason, loss.Count));
        Assert.Equal((1, events), (blocks[0].FirstSequence, blocks[^1].LastSequence));
        Assert.Equal($"s-{events}", batches[^1].Events[0].EventId);
        Assert.InRange(kept, 5, events - 5);
    }

    [Fact]
    public async Task Aged_items_become_one_recorded_loss_under_their_own_sequences()
    {
        using var fixture = new OutboxFixture(o => o.MaxAge = TimeSpan.FromHours(1));
        for (var seq = 1; seq <= 5; seq++)
            await fixture.Store("w-1", seq);
        fixture.Time.Advance(TimeSpan.FromMinutes(61));
        await fixture.Store("w-1", 6);

        await fixture.Outbox.Routine.KeepHouseAsync();
        await fixture.Outbox.Routine.KeepHouseAsync();

        var blocks = await fixture.Read();
        Assert.Equal([(1, 5), (6, 1)], blocks.Select(b => ((int)b.FirstSequence, b.Count)));
        var loss = Assert.Single(OutboxFixture.Parse(blocks[0]).Losses);
        Assert.Equal((LossReason.Aged, 5, OutboxFixture.StartMs), (loss.Reason, loss.Count, loss.FirstReceivedAtMs));
        await fixture.Store("w-1", 5);
        Assert.Equal(1, fixture.Outbox.DuplicatesDropped);
    }

    [Fact]
    public async Task On_a_full_disk_routine_is_refused_an_sos_is_kept_and_space_brings_routine_back_without_a_restart()
    {
        const int reserve = 2 << 20;
        using var disk = SmallDisk.TryMount(megabytes: 16);
        Assert.SkipWhen(disk is null, "Mounting a tmpfs is not permitted here: the disk-full test did not run.");
        var ballast = Path.Combine(disk.Folder, "ballast");
        using var fixture = new OutboxFixture(o => o.ReserveBytes = reserve, disk.Folder);
        await fixture.Store("w-1", 1);
        SmallDisk.Fill(ballast);
        fixture.Reopen();

        var last = 1;
        while (await fixture.Append("w-1", 1, last + 1).Completed == CommitOutcome.Stored)
            last++;
        Assert.True(fixture.Outbox.DiskRefusingRoutine);
        // More alarms than the log of the lane has room for: the reserve has to be given up for them.
        for (var i = 0; i < 100; i++)
            Assert.Equal(CommitOutcome.Stored, await fixture.Sos("w-1", $"s-{i}").Completed);
        Assert.False(File.Exists(Path.Combine(disk.Folder, "reserve")));
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CommitOutcome.Full, await fixture.Append("w-1", 1, last + 1).Completed);
        File.Delete(ballast);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CommitOutcome.Stored, await fixture.Append("w-1", 1, last + 1).Completed);

        Assert.True(File.Exists(Path.Combine(disk.Folder, "reserve")));
        fixture.Reopen();
        var seqs = await fixture.Seqs();
        Assert.Equal(Enumerable.Range(1, last + 1).Select(seq => (long)seq), seqs);
        Assert.Equal(100, (await fixture.Read(Lane.Alarm)).Sum(block => block.Count));
    }
}
