using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Tests.Gateway.Outbox;

public sealed class DuplicateTests
{
    [Fact]
    public async Task A_repeated_sequence_number_is_acknowledged_and_not_written_again()
    {
        using var fixture = new OutboxFixture();
        await fixture.Store("w-1", 5);

        await fixture.Store("w-1", 5);
        await fixture.Store("w-2", 5);
        await fixture.Store("w-1", 4);

        var seqs = await fixture.Seqs();
        Assert.Equal([5, 5, 4], seqs);
        Assert.Equal(1, fixture.Outbox.DuplicatesDropped);
    }

    [Fact]
    public async Task A_duplicate_of_an_item_under_way_shares_its_commit()
    {
        using var fixture = new OutboxFixture();

        var original = fixture.Append("w-1", 1, 1);
        var duplicate = fixture.Append("w-1", 1, 1);

        Assert.True(ReferenceEquals(original, duplicate) || original.Completed.IsCompleted);
        Assert.Equal(CommitOutcome.Stored, await duplicate.Completed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_window_survives_a_restart_with_and_without_a_trim(bool trimmed)
    {
        using var fixture = new OutboxFixture();
        for (var seq = 1; seq <= SeqWindow.Width; seq++)
            await fixture.Store("w-1", seq);
        await fixture.Append("w-2", digest: 99, identifies: true).Completed;
        if (trimmed)
            fixture.Outbox.Routine.Trim(fixture.Outbox.Routine.Current.Epoch, SeqWindow.Width + 1);

        fixture.Reopen();
        for (var seq = 1; seq <= SeqWindow.Width; seq++)
            await fixture.Store("w-1", seq);
        await fixture.Append("w-2", digest: 99, identifies: true).Completed;

        Assert.Equal(SeqWindow.Width + 1, fixture.Outbox.DuplicatesDropped);
        Assert.Equal(SeqWindow.Width + 1, fixture.Outbox.Routine.Current.LastSequence);
    }

    [Fact]
    public async Task A_new_boot_starts_again_and_late_messages_of_the_boot_before_are_still_known()
    {
        using var fixture = new OutboxFixture();
        await fixture.Store("w-1", 1, boot: 1);
        await fixture.Store("w-1", 1, boot: 2);
        await fixture.Store("w-1", 1, boot: 1);
        await fixture.Store("w-1", 2, boot: 1);

        Assert.Equal(1, fixture.Outbox.DuplicatesDropped);
        Assert.Equal(3, fixture.Outbox.Routine.Current.LastSequence);
    }

    [Fact]
    public async Task A_digest_that_does_not_identify_its_message_never_drops_one()
    {
        using var fixture = new OutboxFixture();

        await fixture.Append("w-1", digest: 7).Completed;
        await fixture.Append("w-1", digest: 7).Completed;

        Assert.Equal((0, 2), (fixture.Outbox.DuplicatesDropped, fixture.Outbox.Routine.Current.LastSequence));
    }

    [Fact]
    public async Task An_event_id_is_taken_once()
    {
        using var fixture = new OutboxFixture();

        await fixture.Sos("w-1", "s-1").Completed;
        await fixture.Sos("w-1", "s-1").Completed;
        fixture.Reopen();
        await fixture.Sos("w-1", "s-1").Completed;
        await fixture.Sos("w-1", "s-2").Completed;

        Assert.Equal(2, (await fixture.Read(Lane.Alarm)).Sum(block => block.Count));
    }

    [Fact]
    public async Task More_devices_than_the_bound_are_forgotten_longest_silent_first()
    {
        const int bound = 16;
        using var fixture = new OutboxFixture(o => o.MaxDevices = bound);

        for (var device = 0; device < 4 * bound; device++)
        {
            await fixture.Store($"w-{device}", 1);
            fixture.Outbox.Routine.Trim(fixture.Outbox.Routine.Current.Epoch, device + 1);
            await fixture.Outbox.Routine.KeepHouseAsync();
        }
        await fixture.Store($"w-{(4 * bound) - 1}", 1);

        Assert.Equal(1, fixture.Outbox.DuplicatesDropped);
    }
}
