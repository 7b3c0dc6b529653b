using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Twins;

/// <summary>Reads and decodes a log ahead of whoever folds it: that is half of a replay's work, and there is another processor for it.</summary>
internal static class LogAhead
{
    /// <summary>Entries handed over at once: waking the other side costs more than folding one.</summary>
    private const int EntriesInHand = 64;

    /// <summary>Hands ready and not yet taken: with blocks of some hundred kilobytes, tens of megabytes.</summary>
    private const int HandsAhead = 4;

    /// <summary>Entries of a community's log after a position, in order, decoded.</summary>
    internal static IAsyncEnumerable<CommunityEntry> EntriesAsync(ISeriesStore store, string community, long after, CancellationToken cancellationToken) =>
        DecodedAsync(store.ReadLogAsync(community, after, cancellationToken).Select(static e => CommunityEntry.FromLog(e.Entry, e.Block)), cancellationToken);

    /// <summary>The entries, in their order, decoded. What reading them throws comes after the last that could be read.</summary>
    internal static async IAsyncEnumerable<CommunityEntry> DecodedAsync(IAsyncEnumerable<CommunityEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = Channel.CreateBounded<List<CommunityEntry>>(new BoundedChannelOptions(HandsAhead) { SingleReader = true, SingleWriter = true });
        var decoding = Task.Run(() => DecodeAsync(entries, ready.Writer, ended.Token), CancellationToken.None);
        try
        {
            await foreach (var hand in ready.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var entry in hand)
                    yield return entry;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await decoding;
        }
    }

    private static async Task DecodeAsync(IAsyncEnumerable<CommunityEntry> entries, ChannelWriter<List<CommunityEntry>> ready, CancellationToken cancellationToken)
    {
        var hand = new List<CommunityEntry>(EntriesInHand);
        Exception? fault = null;
        try
        {
            await foreach (var entry in entries.WithCancellation(cancellationToken))
            {
                entry.Decode();
                hand.Add(entry);
                if (hand.Count < EntriesInHand)
                    continue;
                await ready.WriteAsync(hand, cancellationToken);
                hand = new List<CommunityEntry>(EntriesInHand);
            }
        }
        catch (Exception e)
        {
            fault = e; // Told to the reader, who first has what came before it.
        }

        try
        {
            await ready.WriteAsync(hand, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nobody takes it any more.
        }

        ready.Complete(fault);
    }
}
