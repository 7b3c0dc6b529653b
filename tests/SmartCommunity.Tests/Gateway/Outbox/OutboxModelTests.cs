using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Tests.Gateway.Outbox;

/// <summary>Random appends, repeats, trims and reopens against a list in memory. A failure prints FsCheck's seed and the shrunk steps.</summary>
public sealed class OutboxModelTests
{
    private const int Runs = 25;
    private const int Devices = 3;

    [Fact]
    public void The_outbox_behaves_like_a_list_with_a_mark()
    {
        Prop.ForAll(Gen.Choose(0, 999).ArrayOf().Resize(80).ToArbitrary(), steps => Holds(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));
    }

    private static async Task<bool> Holds(int[] steps)
    {
        using var fixture = new OutboxFixture(o => o.TrimBytes = steps.Length % 2 == 0 ? 0 : 5_000);
        await fixture.Outbox.Routine.ConfirmAsync(0, 0);
        var kept = new List<(string Device, long Seq)>();
        var next = new long[Devices];
        var mark = 0;
        foreach (var step in steps)
        {
            var device = step % Devices;
            switch (step / 100)
            {
                case <= 5:
                    await fixture.Store($"w-{device}", ++next[device]);
                    kept.Add(($"w-{device}", next[device]));
                    break;
                case 6 when next[device] > 0:
                    await fixture.Store($"w-{device}", Math.Max(1, next[device] - (step % 50)));
                    break;
                case 7 or 8 when kept.Count > 0:
                    mark = Math.Max(mark, step % (kept.Count + 1));
                    fixture.Outbox.Routine.Trim(fixture.Outbox.Routine.Current.Epoch, mark);
                    break;
                case 9:
                    fixture.Reopen();
                    // As after every start, the cloud's Welcome tells the mark again.
                    await fixture.Outbox.Routine.ConfirmAsync(fixture.Outbox.Routine.Current.Epoch, mark);
                    break;
            }
        }
        await fixture.Outbox.Routine.KeepHouseAsync();
        var blocks = await fixture.Read(Lane.Routine, mark);
        var standing = fixture.Outbox.Routine.Current;
        return blocks.Select(OutboxFixture.Parse).Select(b => (b.Devices[0].Device, b.Seq[0])).SequenceEqual(kept.Skip(mark))
            && standing.LastSequence == kept.Count
            && standing.BacklogItems == kept.Count - mark
            && blocks.All(b => b.Count == 1 && b.BatchCrc == SmartCommunity.Contracts.Crc.Of(b.Batch.Span));
    }
}
