using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Graph;

/// <summary>
/// States of communities at past instants, re-derived from a checkpoint and the log after it. The state <em>at</em> T is the fold of the longest beginning of the log in which
/// no entry was written after T: what the platform knew at T, by its own clock. What was measured before T but arrived later is not in it.
/// <para>Cost: reading one checkpoint, then at most <see cref="CheckpointPace.MaxEntries"/> entries or an hour of log, and the memory of one community; two
/// questions at a time, others wait. The past reaches back as far as the log is kept.</para>
/// Thread-safe.
/// </summary>
public sealed class PastStates(ISeriesStore store, TimeProvider time) : IDisposable
{
    // Each holds one community in memory and keeps a core busy.
    private const int AtATime = 2;

    private readonly SemaphoreSlim _turns = new(AtATime, AtATime);

    internal async Task<Outcome<CommunityState>> AtAsync(string community, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (at > time.GetUtcNow())
            return new Fault(FaultKind.Invalid, "at", $"at {at:O} lies in the future.");
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await DeriveAsync(community, at.ToUnixTimeMilliseconds(), long.MaxValue, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>The state at a position of the log: the fold of all entries up to it.</summary>
    /// <param name="community">Community code.</param>
    /// <param name="position">The position.</param>
    /// <param name="writtenAtMs">A time at which the position was written already, epoch milliseconds: tells which checkpoint to begin with.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async Task<Outcome<CommunityState>> AtPositionAsync(string community, long position, long writtenAtMs, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await DeriveAsync(community, writtenAtMs, position, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<Outcome<CommunityState>> DeriveAsync(string community, long atMs, long position, CancellationToken cancellationToken)
    {
        var checkpoint = await store.LoadCheckpointAsync(community, atMs, cancellationToken);
        if (checkpoint is { } later && later.Position > position)
            checkpoint = await store.LoadCheckpointAsync(community, later.WrittenAtMs - 1, cancellationToken);
        var state = checkpoint is { } kept ? CommunitySnapshot.Read(kept.State) : new CommunityState(community);
        var changes = new FoldChanges();
        var (read, forgotten) = (0, false);
        await foreach (var entry in LogAhead.EntriesAsync(store, community, state.Position, cancellationToken))
        {
            forgotten = entry.Position != state.Position + 1;
            if (forgotten || entry.AtMs > atMs || entry.Position > position)
                break;
            CommunityFold.Apply(state, entry, changes);
            changes.Clear();
            read++;
        }

        forgotten |= read == 0 && checkpoint is null && await store.LoadSnapshotAsync(community, cancellationToken) is { } latest
            && CommunitySnapshot.Read(latest.State).WrittenAtMs <= atMs;
        return forgotten
            ? new Fault(FaultKind.NotFound, "at", $"The log of community '{community}' does not reach back to {DateTimeOffset.FromUnixTimeMilliseconds(atMs):O} any more.")
            : state;
    }
}
