using System.Text.Json;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring.WhatIf;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Explaining;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>
/// Keeps the score of one community up with its state: evaluates what changed, collects what is to be recorded. Owned by the community's grain; not thread-safe. The same state gives the
/// same score whether it came in steps or at once (<see cref="ScoreUpdate"/>).
/// </summary>
internal sealed class ScoreKeeper(CommunityState state)
{
    private readonly CommunityInputs _inputs = new(state);
    private readonly HashSet<string> _facts = new(StringComparer.Ordinal), _records = new(StringComparer.Ordinal), _evidence = new(StringComparer.Ordinal), _classes = new(StringComparer.Ordinal);
    private readonly List<ScoreRecord> _dueRecords = [];
    private readonly List<ScoreSnapshot> _dueSnapshots = [];
    private readonly HashSet<DeviceTwin> _devices = new(ReferenceEqualityComparer.Instance);
    private bool _everything = true;
    private bool _isBehind = true;
    private bool _isTaken;
    private Evaluation? _last;

    /// <summary>Takes notice of what an entry changed; records the score of this position when one is due.</summary>
    internal void Note(FoldChanges changes)
    {
        Collect(changes);
        if (changes.IsRecordDue && Evaluate()?.Score is { } score)
            _dueRecords.Add(new ScoreRecord(score.Community, score.Position, score.InstantMs, score.Pack, score.InputHash, score.ResultHash, score.Total, score.AcceptancePoints));
        if (changes.ClosedHourMs > 0 && Evaluate()?.Score is { } hour)
            _dueSnapshots.Add(SnapshotOf(hour, ScoreSnapshotKind.Hour, changes.ClosedHourMs, 1, ""));
        foreach (var (frozen, revised, reason) in changes.Frozen)
            _dueSnapshots.Add(SnapshotOf(revised, (ScoreSnapshotKind)frozen.Kind, frozen.InstantMs + 1, frozen.Revision, reason));
    }

    /// <summary>The score of the state as it is; null while the community has no standing, or this process not its pack.</summary>
    internal Evaluation? Evaluate()
    {
        if (!_isBehind)
            return _last;
        _isBehind = false;
        _isTaken = false;
        if (ScoringFold.Scorer(state) is not { } scorer)
            return _last = null;
        _inputs.Refresh(_devices, state.WrittenAtMs);
        var projectType = state.Facts.Standing!.ProjectType;
        _last = _last is null || _everything
            ? scorer.Evaluate(_inputs, projectType, state.Position)
            : ScoreUpdate.Apply(scorer, _last, _inputs, projectType, new InputChanges { Facts = _facts, RecordKinds = _records, EvidenceKinds = _evidence, DeviceClasses = _classes }, state.Position);
        Forget();
        return _last;
    }

    /// <summary>
    /// The score of the state as it is, once for every time it was computed anew: false when it was taken before. Who else asks meanwhile (the minute's record, an explanation, a what-if) takes nothing away.
    /// </summary>
    internal bool TryTakeNew(out CommunityScore? score)
    {
        score = Evaluate()?.Score;
        if (_isTaken)
            return false;
        _isTaken = true;
        return true;
    }

    /// <summary>How a measure's value came about, of the state as it is; null without a score or without such a measure.</summary>
    internal MeasureExplanation? Explain(string measure, bool maySeeSuppressed) =>
        Evaluate()?.Score is { } score && score.Measures.Any(m => m.Id == measure) && ScoringFold.Scorer(state) is { } scorer
            ? new Explainer(scorer).Explain(_inputs, score, measure, maySeeSuppressed)
            : null;

    /// <summary>What edits would do to the score of the state as it is; null without a score. Changes nothing.</summary>
    internal WhatIfReply? WhatIf(IReadOnlyList<ScoreEdit> edits) =>
        Evaluate() is { } before && ScoringFold.Scorer(state) is { } scorer ? WhatIfRun.Of(scorer, before, _inputs, edits) : null;

    /// <summary>Hands over what is to be written and forgets it.</summary>
    internal (IReadOnlyList<ScoreRecord> Records, IReadOnlyList<ScoreSnapshot> Snapshots) TakeDue()
    {
        var due = (_dueRecords.ToArray(), _dueSnapshots.ToArray());
        _dueRecords.Clear();
        _dueSnapshots.Clear();
        return due;
    }

    private void Collect(FoldChanges changes)
    {
        _isBehind = true;
        foreach (var twin in changes.Devices)
        {
            _devices.Add(twin);
            _classes.Add(twin.Class.Code);
        }

        foreach (var step in changes.Steps)
        {
            if (state.Devices.TryGetValue(step.Device, out var twin))
                _classes.Add(twin.Class.Code);
        }

        foreach (var input in changes.Inputs)
        {
            var colon = input.IndexOf(':', StringComparison.Ordinal);
            var (kind, code) = colon < 0 ? (input, "") : (input[..colon], input[(colon + 1)..]);
            _ = kind switch
            {
                InputKinds.Fact => _facts.Add(code),
                InputKinds.Record => _records.Add(code),
                InputKinds.Evidence => _evidence.Add(code),
                _ => _everything = true,
            };
        }
    }

    private void Forget()
    {
        _everything = false;
        _devices.Clear();
        _facts.Clear();
        _records.Clear();
        _evidence.Clear();
        _classes.Clear();
    }

    private ScoreSnapshot SnapshotOf(CommunityScore score, ScoreSnapshotKind kind, long endMs, int revision, string reason) => new(
        score.Community, kind, endMs, revision, score.Position, state.WrittenAtMs, score.ResultHash, reason, JsonSerializer.SerializeToUtf8Bytes(score, ScoreJson.Options));
}
