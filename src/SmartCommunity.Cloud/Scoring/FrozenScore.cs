using MessagePack;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>What a frozen score marks the end of. Stored as the number; never renumber.</summary>
internal enum FrozenKind
{
    Day = 2,
    Month = 3,
}

/// <summary>
/// A score as it was at the end of a day or month, with all that a revision needs of that time. A community holds up to five for weeks and seldom looks at them, so they lie compressed: a fifth of
/// the room of an evaluation with its facts. Immutable.
/// </summary>
internal sealed class FrozenScore
{
    /// <summary>Not final yet: what comes within the allowed lateness is still part of it.</summary>
    internal const int Open = 0;

    private static readonly MessagePackSerializerOptions _compressed = MessagePackSerializerOptions.Standard.WithCompression(MessagePackCompression.Lz4BlockArray);

    private readonly byte[] _bytes;

    internal FrozenScore(FrozenRecord record, string resultHash)
    {
        (Kind, Revision, InstantMs, ResultHash) = ((FrozenKind)record.Kind, record.Revision, record.InstantMs, resultHash);
        _bytes = MessagePackSerializer.Serialize(record, _compressed);
    }

    /// <summary>Day or month.</summary>
    internal FrozenKind Kind { get; }

    /// <summary><see cref="Open"/> until the allowed lateness has passed, then from 1.</summary>
    internal int Revision { get; }

    internal long InstantMs { get; }

    /// <summary>Of the score as it was evaluated last.</summary>
    internal string ResultHash { get; }

    internal FrozenRecord Record => MessagePackSerializer.Deserialize<FrozenRecord>(_bytes, _compressed);

    /// <summary>What an instant came to, with the facts and claims of now.</summary>
    internal static FrozenScore Of(FrozenKind kind, Evaluation evaluation, IReadOnlyDictionary<string, FactInput> facts, IReadOnlyList<string> claimed) =>
        new(FrozenRecord.Of(kind, evaluation, facts, claimed), evaluation.Score.ResultHash);

    /// <summary>The next revision.</summary>
    internal FrozenScore Revised(Evaluation evaluation) => new(Record.With(Revision + 1, evaluation), evaluation.Score.ResultHash);

    /// <summary>The same instant with the history of now; null when this process no longer has its pack.</summary>
    internal Evaluation? Evaluate(CommunityState state, long position)
    {
        var record = Record;
        return record.FindScorer() is { } scorer
            ? ScoreRevision.Apply(scorer, record.ProjectType, record.RestoreLeaves(), new Inputs(CommunityInputs.Of(state, InstantMs), record), position)
            : null;
    }

    /// <summary>History and devices of now, facts and claims of then.</summary>
    private sealed class Inputs(CommunityInputs now, FrozenRecord then) : ICommunityInputs
    {
        public string Community => now.Community;

        public long InstantMs => then.InstantMs;

        public IReadOnlyList<DeviceInput> Devices => now.Devices;

        public IReadOnlyDictionary<string, FactInput> Facts { get; } = then.RestoreFacts();

        public IReadOnlyList<RecordInput> Records => now.Records;

        public IReadOnlyList<EvidenceInput> Evidence => now.Evidence;

        public IWindowAggregates Aggregates => now.Aggregates;

        public IReadOnlyList<string> ClaimedScenarios => then.Claimed;
    }
}
