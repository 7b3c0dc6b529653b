using System.Text.Json;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Falls;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// Hosts <see cref="CommunityFold"/>: brings the state up from snapshot and log, folds what ingest commits, tells the live feed, saves snapshots.
/// Single-threaded by Orleans; holds no rule of its own.
/// </summary>
internal sealed class CommunityGrain(ISeriesStore store, LiveFeed live, TwinIndex index, ScoreLedger ledger, ScoreBoard board, AlertBoard alerts, DetectorInbox detectors, ImpactInbox impacts, HeldOnce held, ILogger<CommunityGrain> logger)
    : Grain, ICommunityGrain
{
    /// <summary>How often a score may change on a screen: more than four times a second nobody reads.</summary>
    private static readonly TimeSpan ScoreInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A snapshot is due after this many entries: replaying as many takes about a second.</summary>
    private const long SnapshotEvery = 2_000;

    /// <summary>Scores of minutes and hours are kept for a year and the month it is compared in: about 85 MB a community. Those of days and months stay.</summary>
    private static readonly TimeSpan _minutesKept = TimeSpan.FromDays(400);

    private readonly FoldChanges _changes = new();
    private readonly FoldChanges _folded = new(); // Of one entry.
    private CommunityState _state = null!;
    private long _snapshotPosition;
    private ScoreKeeper _scores = null!;
    private CheckpointPace _checkpoints;
    private Task _keeping = Task.CompletedTask;
    private CommunitySamples? _sampled;

    private string Community => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var snapshot = await store.LoadSnapshotAsync(Community, cancellationToken);
        _state = snapshot is { } saved ? CommunitySnapshot.Read(saved.State, held) : new CommunityState(Community) { Held = held };
        _scores = new ScoreKeeper(_state);
        _snapshotPosition = _state.Position;
        _checkpoints = CheckpointPace.From(await store.LoadCheckpointAsync(Community, long.MaxValue, cancellationToken));
        foreach (var twin in _state.Devices.Values)
            _changes.Devices.Add(twin);
        _scores.Note(_changes);
        _changes.Events.AddRange(_state.Events);
        var from = _state.Position;
        await CatchUpAsync();
        this.RegisterGrainTimer(ShowScoreAsync, new GrainTimerCreationOptions(ScoreInterval, ScoreInterval));
        TwinsLog.Activated(logger, Community, _state.Devices.Count, from, _state.Position);
        await base.OnActivateAsync(cancellationToken);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await SaveSnapshotAsync();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async Task ApplyAsync(CommunityEntry[] entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Position > _state.Position + 1)
                await ReadLogAsync(upTo: entry.Position - 1);
            Fold(entry);
        }

        await PublishAsync();
    }

    public async Task CatchUpAsync()
    {
        await ReadLogAsync(upTo: long.MaxValue);
        await PublishAsync();
    }

    public Task<long> RegistryVersionAsync() => Task.FromResult(_state.RegistryVersion);

    public Task<long> GraphVersionAsync() => Task.FromResult(_state.GraphVersion);

    public Task<string> RuleSetHashAsync() => Task.FromResult(_state.Alerts.Rules?.Hash ?? "");

    public Task<byte[]> ShadowsAsync() => Task.FromResult(MessagePack.MessagePackSerializer.Serialize(ShadowTallyRecord.Of(_state.Alerts.Shadows)));

    public Task<FactsVersions> FactsVersionsAsync() => Task.FromResult(_state.Facts.Versions);

    public Task<byte[]?> ExplainAsync(string measure, bool maySeeSuppressed) =>
        Task.FromResult(_scores.Explain(measure, maySeeSuppressed) is { } explanation ? JsonSerializer.SerializeToUtf8Bytes(explanation, ScoreJson.Options) : null);

    public Task<byte[]?> WhatIfAsync(byte[] edits) => Task.FromResult(_scores.WhatIf(JsonSerializer.Deserialize<ScoreEdit[]>(edits, ScoreJson.Options)!)?.Write());

    public Task<byte[]> CopyAsync() => Task.FromResult(CommunitySnapshot.Write(_state));

    public async Task SaveSnapshotAsync()
    {
        await _keeping;
        if (_state.Position == _snapshotPosition)
            return;
        var position = _state.Position;
        await store.SaveSnapshotAsync(Community, position, CommunitySnapshot.Pack(_state), CancellationToken.None);
        _snapshotPosition = position;
    }

    private async Task ReadLogAsync(long upTo)
    {
        await foreach (var (entry, block) in store.ReadLogAsync(Community, _state.Position, CancellationToken.None))
        {
            if (entry.Position > upTo)
                break;
            Fold(CommunityEntry.FromLog(entry, block));
        }
    }

    private void Fold(CommunityEntry entry)
    {
        if (entry.Position <= _state.Position)
            return;
        if (entry.Position != _state.Position + 1)
            throw new InvalidDataException($"The log of {Community} jumps from position {_state.Position} to {entry.Position}.");
        CommunityFold.Apply(_state, entry, _folded);
        _scores.Note(_folded);
        if (_folded.SampledQuarterMs > 0)
            _sampled = SeriesSampler.Of(_state, _folded.SampledQuarterMs);
        _folded.MoveTo(_changes);
    }

    private Task ShowScoreAsync()
    {
        if (_scores.TryTakeNew(out var score))
        {
            board.Publish(Community, score);
            live.Publish(Community, score);
        }

        return Task.CompletedTask;
    }

    private void RecordScores()
    {
        var (records, snapshots) = _scores.TakeDue();
        if (records.Count + snapshots.Count == 0)
            return;
        foreach (var divergence in ledger.Append(records, snapshots))
            ScoreLog.Diverged(logger, divergence.Community, divergence.Position, divergence.Recorded, divergence.Derived);
        if (snapshots.FirstOrDefault(static s => s.Kind == ScoreSnapshotKind.Day) is { } day)
            ledger.Trim(Community, day.InstantMs - (long)_minutesKept.TotalMilliseconds);
    }

    /// <summary>
    /// Writes what was serialized of this position. Nobody waits for it: the next call for help is folded meanwhile. Where it fails the state is rebuilt from the one before, and the next is due as after one that was kept.
    /// </summary>
    private async Task KeepAsync(bool snapshot, bool checkpoint)
    {
        var (position, writtenAtMs) = (_state.Position, _state.WrittenAtMs);
        var bytes = CommunitySnapshot.Pack(_state);
        if (snapshot)
            _snapshotPosition = position;
        if (checkpoint)
            _checkpoints = new CheckpointPace(position, writtenAtMs);
        try
        {
            if (snapshot)
                await store.SaveSnapshotAsync(Community, position, bytes, CancellationToken.None);
            if (checkpoint)
                await store.SaveCheckpointAsync(Community, position, writtenAtMs, bytes, CancellationToken.None);
        }
        catch (Exception fault)
        {
            TwinsLog.SnapshotFailed(logger, fault, Community);
        }
    }

    private async Task PublishAsync()
    {
        live.Publish(_state, _changes);
        index.Update(_state.Community, _changes.Devices);
        alerts.Publish(_changes.Settings.Values);
        alerts.Publish(_changes.Alerts);
        foreach (var impact in _changes.Impacts)
            impacts.Post(impact);
        _changes.Clear();
        // After catching up the latest quarter counts: those before it were judged, or are a gap.
        if (_sampled is { } sampled)
            detectors.Post(sampled with { LoggedThroughMs = _state.Detections.ThroughMs });
        _sampled = null;
        RecordScores();
        var (snapshot, checkpoint) = (_state.Position - _snapshotPosition >= SnapshotEvery, _checkpoints.IsDue(_state));
        if ((snapshot || checkpoint) && _keeping.IsCompleted)
            _keeping = KeepAsync(snapshot, checkpoint);
    }
}
