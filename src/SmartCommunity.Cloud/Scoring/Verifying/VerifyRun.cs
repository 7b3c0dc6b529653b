using System.Globalization;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Scoring.Verifying;

/// <summary>
/// Walks the chain of one community: every block of the log by its checksum, folded from as far back as the log reaches; every state on disk, every recorded score and every snapshot derived
/// again and compared; every document of evidence by its hash. One use; the caller keeps the community from changing beyond <c>upTo</c>.
/// </summary>
internal sealed class VerifyRun(ISeriesStore store, ScoreLedger ledger, string registryPath, string community)
{
    /// <summary>Findings kept: one broken byte may make hundreds.</summary>
    internal const int MaxFindings = 100;

    private const string SeriesFile = "series", Sample = "sample", State = "state";

    private readonly List<VerifyFinding> _findings = [];
    private readonly LedgerComparison _compared = new(ledger, community);
    private int _states;
    private int _documents;

    /// <summary>Verifies.</summary>
    /// <param name="upTo">Last position to look at; the whole log when it is <see cref="long.MaxValue"/>.</param>
    /// <param name="progress">Told each position folded.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    internal async Task<VerifyReport> RunAsync(long upTo, Action<long> progress, CancellationToken cancellationToken)
    {
        var kept = new Queue<KeptState>(await KeptStatesAsync(cancellationToken));
        var (state, from) = (new CommunityState(community), 0L);
        try
        {
            state = await BeginAsync(kept, cancellationToken);
            from = state.Position;
            _compared.Begin(from);
            await FoldAsync(state, kept, upTo, progress, cancellationToken);
            VerifyDocuments(state);
        }
        catch (DamagedBlockException damage)
        {
            Add(new VerifyFinding(damage.File, damage.Offset, state.Position + 1, Sample, "CRC-32C", $"a checksum that fits {damage.Bytes} bytes", "another"));
        }
        catch (Exception damage) when (damage is InvalidDataException or MessagePack.MessagePackSerializationException or System.Data.Common.DbException)
        {
            Add(new VerifyFinding(damage is Microsoft.Data.Sqlite.SqliteException ? LedgerComparison.File : SeriesFile, null, state.Position + 1, Sample, "entry", "readable", damage.Message));
        }

        if (_findings.Count == 0)
            _compared.End(state.Position, Add);
        return new VerifyReport(community, from, state.Position, _states, _compared.Records, _compared.Snapshots, _documents, _compared.BeforeTheLog, _compared.NotRecorded, _findings);
    }

    /// <summary>The state from which the log is whole: the empty one, or the earliest kept one that the log follows.</summary>
    private async Task<CommunityState> BeginAsync(Queue<KeptState> kept, CancellationToken cancellationToken)
    {
        var first = 1L;
        await foreach (var (entry, _) in store.ReadLogAsync(community, 0, cancellationToken))
        {
            first = entry.Position;
            break;
        }

        if (first == 1)
            return new CommunityState(community);
        while (kept.TryDequeue(out var earliest))
        {
            if (earliest.Position >= first - 1)
                return CommunitySnapshot.Read(earliest.State);
        }

        throw new InvalidDataException($"The log begins at position {first} and no state of before is kept.");
    }

    private async Task FoldAsync(CommunityState state, Queue<KeptState> kept, long upTo, Action<long> progress, CancellationToken cancellationToken)
    {
        var keeper = new ScoreKeeper(state);
        var changes = new FoldChanges();
        foreach (var twin in state.Devices.Values)
            changes.Devices.Add(twin);
        keeper.Note(changes);
        changes.Clear();
        await foreach (var entry in LogAhead.EntriesAsync(store, community, state.Position, cancellationToken))
        {
            if (entry.Position > upTo || _findings.Count >= MaxFindings)
                break;
            if (entry.Position != state.Position + 1)
                throw new InvalidDataException($"The log jumps from position {state.Position} to {entry.Position}.");
            CommunityFold.Apply(state, entry, changes);
            keeper.Note(changes);
            changes.Clear();
            var (records, snapshots) = keeper.TakeDue();
            foreach (var record in records)
                _compared.Compare(record, Add);
            foreach (var snapshot in snapshots)
                _compared.Compare(snapshot, Add);
            while (kept.TryPeek(out var next) && next.Position <= state.Position)
                Compare(state, kept.Dequeue());
            progress(state.Position);
        }
    }

    private void Compare(CommunityState state, KeptState kept)
    {
        if (kept.Position != state.Position)
            return;
        // Uncompressed on both sides: the place of a difference is one of the state, not of its compression.
        var (derived, found) = (CommunitySnapshot.Write(state), CommunitySnapshot.Write(CommunitySnapshot.Read(kept.State)));
        if (derived.AsSpan().SequenceEqual(found))
        {
            _states++;
            return;
        }

        var at = derived.AsSpan().CommonPrefixLength(found);
        Add(new VerifyFinding(SeriesFile, at, state.Position, State, kept.Kind, Byte(derived, at), Byte(found, at)));
    }

    private void VerifyDocuments(CommunityState state)
    {
        foreach (var evidence in state.Facts.Evidence.Values)
        {
            if (EvidenceFiles.IsIntact(registryPath, evidence.Sha256))
                _documents++;
            else
                Add(new VerifyFinding(EvidenceFiles.PathOf(EvidenceFiles.FolderOf(registryPath), evidence.Sha256), null, state.Position, "evidence", "SHA-256", evidence.Sha256, "another, or no such file"));
        }
    }

    private async Task<List<KeptState>> KeptStatesAsync(CancellationToken cancellationToken)
    {
        var states = new List<KeptState>();
        for (var before = long.MaxValue; await store.LoadCheckpointAsync(community, before, cancellationToken) is { } checkpoint; before = checkpoint.WrittenAtMs - 1)
            states.Add(new KeptState("checkpoint", checkpoint.Position, checkpoint.State));
        if (await store.LoadSnapshotAsync(community, cancellationToken) is { } latest)
            states.Add(new KeptState("snapshot", latest.Position, latest.State));
        return [.. states.OrderBy(static s => s.Position)];
    }

    private void Add(VerifyFinding finding)
    {
        if (_findings.Count < MaxFindings)
            _findings.Add(finding);
    }

    internal static string Byte(ReadOnlySpan<byte> bytes, int at) => at < bytes.Length ? bytes[at].ToString("x2", CultureInfo.InvariantCulture) : "the end";

    /// <summary>A state on disk.</summary>
    private sealed record KeptState(string Kind, long Position, ReadOnlyMemory<byte> State);
}
