using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Gateway.Outbox;

/// <summary>Every way a file can be damaged between two runs (fault F-24 and the torn tails).</summary>
public sealed class DamageTests
{
    private const int Blocks = 60;

    public static TheoryData<int> Offsets => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Offsets))]
    public async Task One_wrong_bit_in_the_file_costs_at_most_its_own_block(int place)
    {
        using var fixture = await Filled();

        fixture.Reopen(() => Flip(fixture.File(Lane.Routine), place, of: Offsets.Count));

        await AssertAllButOne(fixture);
        await fixture.Store("after", 1);
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public async Task One_wrong_bit_in_the_log_costs_at_most_its_own_block(int place)
    {
        using var fixture = await Filled();
        using var crashed = Crashed(fixture);

        Flip(crashed.Path + "/routine.db-wal", place, of: Offsets.Count);
        using var reopened = new OutboxFixture(folder: crashed.Path);

        await AssertAllButOne(reopened);
        await reopened.Store("after", 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(16)]
    public async Task A_destroyed_page_costs_at_most_the_blocks_on_it(int at)
    {
        using var fixture = await Filled();

        fixture.Reopen(() => Overwrite(fixture.File(Lane.Routine), at, 64));

        await AssertAllButOne(fixture);
    }

    [Fact]
    public async Task Garbage_after_the_log_costs_nothing()
    {
        using var fixture = await Filled();
        using var crashed = Crashed(fixture);
        var garbage = new byte[10_000];
        new Random(1).NextBytes(garbage);

        using (var log = File.Open(crashed.Path + "/routine.db-wal", FileMode.Append))
            log.Write(garbage);
        using var reopened = new OutboxFixture(folder: crashed.Path);

        var seqs = await reopened.Seqs();
        Assert.Equal(Expected(), seqs);
        Assert.Equal(0, reopened.Outbox.Routine.Lost);
    }

    [Fact]
    public async Task A_torn_tail_of_the_log_costs_only_what_was_torn()
    {
        using var fixture = await Filled();
        using var crashed = Crashed(fixture);

        using (var log = File.OpenWrite(crashed.Path + "/routine.db-wal"))
            log.SetLength(log.Length - 100);
        using var reopened = new OutboxFixture(folder: crashed.Path);

        var batches = (await reopened.Read()).Select(OutboxFixture.Parse).ToList();
        Assert.Equal(Expected(), batches.SelectMany(b => b.Seq));
        Assert.Equal(Blocks - 1, batches.Sum(b => b.Quarantined.Count));
        await reopened.Store("w-1", Blocks + 1);
        Assert.Equal(2 * Blocks, reopened.Outbox.Routine.Current.LastSequence);
    }

    [Fact]
    public async Task A_file_of_garbage_is_set_aside_and_the_gateway_starts()
    {
        using var fixture = await Filled();
        var epoch = fixture.Outbox.Routine.Current.Epoch;

        fixture.Reopen(() => File.WriteAllBytes(fixture.File(Lane.Routine), new byte[9_000]));

        Assert.Single(Directory.GetFiles(fixture.Folder, "routine.db.damaged-*"));
        await fixture.Store("w-1", Blocks + 1);
        Assert.True(fixture.Outbox.Routine.Current.Epoch >= epoch);
    }

    [Fact]
    public async Task A_lost_file_gets_a_larger_epoch_even_when_the_clock_went_back()
    {
        using var fixture = await Filled();
        var epoch = fixture.Outbox.Routine.Current.Epoch;

        fixture.Reopen(() =>
        {
            File.Delete(fixture.File(Lane.Routine));
            fixture.Time.AdjustTime(fixture.Time.GetUtcNow().AddDays(-1));
        });

        Assert.True(fixture.Outbox.Routine.Current.Epoch > epoch);
    }

    private static async Task<OutboxFixture> Filled()
    {
        var fixture = new OutboxFixture();
        for (var seq = 1; seq <= Blocks; seq++)
        {
            // Payloads of several pages in between, so that overflow chains are hit as well.
            await fixture.Store("w-1", seq);
            await fixture.Outbox.Append(OutboxFixture.Address("w-1"), Payload(seq)).Completed;
        }
        return fixture;
    }

    private static QuarantinedPayload Payload(int seq)
    {
        var bytes = new byte[(seq % 5) * 3_000];
        new Random(seq).NextBytes(bytes);
        return new QuarantinedPayload { Reason = "shape", ReceivedAtMs = OutboxFixture.StartMs, Payload = Google.Protobuf.ByteString.CopyFrom(bytes) };
    }

    private static IEnumerable<long> Expected() => Enumerable.Range(1, Blocks).Select(seq => (long)seq);

    /// <summary>A copy of the files as a crash would leave them, log included.</summary>
    private static CrashedFolder Crashed(OutboxFixture fixture)
    {
        var folder = new CrashedFolder(Directory.CreateTempSubdirectory("outbox-").FullName);
        foreach (var file in Directory.GetFiles(fixture.Folder))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        return folder;
    }

    private static async Task AssertAllButOne(OutboxFixture fixture)
    {
        var blocks = await fixture.Read();
        var batches = blocks.Select(OutboxFixture.Parse).ToList();
        var items = batches.Sum(b => b.Device.Count + b.Quarantined.Count);
        var lost = batches.SelectMany(b => b.Losses).Sum(l => l.Count);
        Assert.InRange(items, (2 * Blocks) - 1, 2 * Blocks);
        Assert.True(items + lost >= (2 * Blocks) - 1, $"{items} items and {lost} lost of {2 * Blocks}");
        Assert.All(batches.SelectMany(b => b.Losses), loss => Assert.Equal(LossReason.Corrupt, loss.Reason));
        Assert.Equal(blocks.Skip(1).Select(b => b.FirstSequence), blocks.SkipLast(1).Select(b => b.LastSequence + 1));
        var seqs = batches.SelectMany(b => b.Seq).ToList();
        Assert.Equal(seqs.Distinct().Order(), seqs);
    }

    private static void Flip(string path, int place, int of)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        var at = (file.Length * place / of) + (place * 37 % 100);
        file.Position = at;
        var value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ (1 << (place % 8))));
    }

    private static void Overwrite(string path, int at, int bytes)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        file.Write(Enumerable.Repeat((byte)0xA5, bytes).ToArray());
    }

    private sealed record CrashedFolder(string Path) : IDisposable
    {
        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
