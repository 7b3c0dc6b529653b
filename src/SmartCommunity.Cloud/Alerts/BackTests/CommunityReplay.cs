using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Alerts.BackTests;

/// <summary>The replay of one community. One use.</summary>
internal sealed class CommunityReplay(ISeriesStore store, string community, byte[] file, RuleSet rules, BackTestScope scope)
{
    /// <summary>What rules remember is a day at most; an hour besides for what came late.</summary>
    private const long WarmUpMs = 25 * 3_600_000L;

    /// <summary>Progress is told once in so many entries.</summary>
    private const int TellEvery = 2_000;

    private readonly long _fromMs = scope.From.ToUnixTimeMilliseconds();
    private readonly long _toMs = scope.To.ToUnixTimeMilliseconds();
    private readonly BackTestTally _tally = new(community, scope.From.ToUnixTimeMilliseconds());
    private readonly FoldChanges _changes = new();

    internal string Community => community;

    /// <summary>By time, then rule and subject, when it has run.</summary>
    internal IReadOnlyList<BackTestAlert> Alerts { get; private set; } = [];

    /// <summary>Alerts so far.</summary>
    internal int Raised => _tally.Alerts.Count;

    internal int Devices { get; private set; }

    internal long Messages { get; private set; }

    internal DateTimeOffset? Since { get; private set; }

    internal double Share { get; private set; }

    internal async Task RunAsync(Action tell, CancellationToken cancellationToken)
    {
        var (state, entries) = scope.Source == BackTestSource.Log ? await LogAsync(cancellationToken) : await SeriesAsync(cancellationToken);
        if (state is not null)
        {
            await FoldAsync(state, entries, tell, cancellationToken);
            Devices = state.Devices.Values.Count(static d => !d.Retired);
        }

        Alerts = [.. _tally.Alerts.OrderBy(static a => a.At).ThenBy(static a => a.Rule, StringComparer.Ordinal).ThenBy(static a => a.Subject, StringComparer.Ordinal)];
        Share = 1;
        tell();
    }

    private async Task FoldAsync(CommunityState state, IAsyncEnumerable<CommunityEntry> entries, Action tell, CancellationToken cancellationToken)
    {
        Begin(state);
        var (before, sinceMs) = (state.Messages, 0L);
        var counted = 0;
        await foreach (var entry in LogAhead.DecodedAsync(entries, cancellationToken))
        {
            CommunityFold.Apply(state, entry, _changes);
            _tally.Take(_changes);
            sinceMs = sinceMs == 0 ? entry.AtMs : sinceMs;
            if (++counted % TellEvery != 0)
                continue;
            Share = Math.Clamp((double)(entry.AtMs - sinceMs) / Math.Max(1, _toMs - sinceMs), 0, 1);
            tell();
        }

        Messages = state.Messages - before;
        Since = sinceMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(sinceMs);
    }

    /// <summary>Puts the rules to be tried in force in a state that remembers nothing of others.</summary>
    private void Begin(CommunityState state)
    {
        state.Alerts.Open.Clear();
        state.Alerts.Closed.Clear();
        ScoringFold.Subscribe(state);
        CommunityFold.Apply(state, new CommunityEntry { Position = state.Position, Kind = LogEntryKind.Rules, AtMs = state.WrittenAtMs, Body = file, Block = [] }, _changes);
        // Events of before the beginning that the state still shows are no part of what is replayed.
        state.Alerts.Open.Clear();
        _changes.Clear();
    }

    /// <summary>The state before the warm-up, and what came after it.</summary>
    private async Task<(CommunityState? State, IAsyncEnumerable<CommunityEntry> Entries)> LogAsync(CancellationToken cancellationToken)
    {
        var state = await store.LoadCheckpointAsync(community, _fromMs - WarmUpMs, cancellationToken) is { } kept ? CommunitySnapshot.ReadUnscored(kept.State) : await EarliestAsync(cancellationToken);
        return (state, state is null ? AsyncEnumerable.Empty<CommunityEntry>() : EntriesAsync(state.Position));

        async IAsyncEnumerable<CommunityEntry> EntriesAsync(long after)
        {
            await foreach (var (entry, block) in store.ReadLogAsync(community, after, cancellationToken))
            {
                if (entry.AtMs >= _toMs)
                    yield break;
                // What people did, and the rules of then, are no part of the trial.
                if (entry.Kind is LogEntryKind.Batch or LogEntryKind.Tick or LogEntryKind.Registry or LogEntryKind.Graph)
                    yield return CommunityEntry.FromLog(entry, block);
            }
        }
    }

    /// <summary>The empty state where the log is whole, else the earliest one kept; null: the log begins later than all of them.</summary>
    private async Task<CommunityState?> EarliestAsync(CancellationToken cancellationToken)
    {
        await foreach (var (entry, _) in store.ReadLogAsync(community, 0, cancellationToken))
        {
            if (entry.Position == 1)
                return new CommunityState(community) { IsScored = false };
            break;
        }

        (long Position, long WrittenAtMs, ReadOnlyMemory<byte> State)? earliest = null;
        for (var before = long.MaxValue; await store.LoadCheckpointAsync(community, before, cancellationToken) is { } kept; before = kept.WrittenAtMs - 1)
            earliest = kept;
        return earliest is { } found && found.WrittenAtMs < _toMs ? CommunitySnapshot.ReadUnscored(found.State) : null;
    }

    private async Task<(CommunityState? State, IAsyncEnumerable<CommunityEntry> Entries)> SeriesAsync(CancellationToken cancellationToken)
    {
        if (await store.LoadSnapshotAsync(community, cancellationToken) is not { } latest)
            return (null, AsyncEnumerable.Empty<CommunityEntry>());
        var replay = new SeriesReplay(store, SeriesReplay.Unheard(CommunitySnapshot.ReadUnscored(latest.State)), rules, _fromMs - WarmUpMs, _toMs);
        return (replay.State, replay.EntriesAsync(cancellationToken));
    }
}
