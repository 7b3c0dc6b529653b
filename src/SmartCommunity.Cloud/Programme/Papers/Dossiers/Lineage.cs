using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>How a recorded score came about: a kept state (empty: nothing before), the entries of the log after it, and the state they lead to.</summary>
internal sealed record Lineage(long FromPosition, ReadOnlyMemory<byte> Start, IReadOnlyList<CommunityEntry> Entries, CommunityState End)
{
    /// <summary>
    /// Entries a dossier takes along where the log has so many: a reviewer folds them in about a second. Where no state was kept within them, from the latest one before, which is at most
    /// <see cref="CheckpointPace.MaxEntries"/> away.
    /// </summary>
    private const int WantedEntries = 5_000;

    /// <summary>Kept states looked at for it: a day of them.</summary>
    private const int MaxStates = 24;

    /// <summary>The lineage of a recorded score, folded from what goes into the bundle; a fault when it does not lead there any more.</summary>
    internal static async Task<Outcome<Lineage>> OfAsync(ISeriesStore store, ScoreRecord record, CancellationToken cancellationToken)
    {
        var (from, start) = await StartAsync(store, record, cancellationToken);
        var state = start.IsEmpty ? new CommunityState(record.Community) : CommunitySnapshot.Read(start);
        var (entries, changes) = (new List<CommunityEntry>(), new FoldChanges());
        await foreach (var entry in LogAhead.EntriesAsync(store, record.Community, from, cancellationToken))
        {
            if (entry.Position > record.Position)
                break;
            if (entry.Position != state.Position + 1)
                return Gone(record);
            var own = OwnBatch.Of(entry, record.Community);
            entries.Add(own);
            CommunityFold.Apply(state, own, changes);
            changes.Clear();
        }

        if (state.Position != record.Position || ScoreQueries.Score(state) is not var (_, score, _))
            return Gone(record);
        return score.ResultHash == record.ResultHash && score.InputHash == record.InputHash
            ? new Lineage(from, start, entries, state)
            : new Fault(FaultKind.Conflict, "score", $"Log and pack give the result {score.ResultHash} at position {record.Position}, but {record.ResultHash} was recorded: run smartcommunity verify on the stopped cloud before anything is handed on.");
    }

    private static async Task<(long Position, ReadOnlyMemory<byte> State)> StartAsync(ISeriesStore store, ScoreRecord record, CancellationToken cancellationToken)
    {
        (long Position, ReadOnlyMemory<byte> State) best = (0, ReadOnlyMemory<byte>.Empty);
        var before = record.InstantMs;
        for (var looked = 0; looked < MaxStates; looked++)
        {
            if (await store.LoadCheckpointAsync(record.Community, before, cancellationToken) is not { } kept)
                return record.Position <= WantedEntries ? (0, ReadOnlyMemory<byte>.Empty) : best;
            before = kept.WrittenAtMs - 1;
            if (kept.Position > record.Position)
                continue;
            if (!best.State.IsEmpty && record.Position - kept.Position > WantedEntries)
                return best;
            best = (kept.Position, kept.State);
        }

        return best;
    }

    private static Fault Gone(ScoreRecord record) =>
        new(FaultKind.Conflict, "score", $"The log of community '{record.Community}' does not lead to position {record.Position} any more, or its pack {record.Pack} is not installed.");
}
