using System.Diagnostics;
using System.IO.Compression;
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
/// A score as it was at the end of a day or month, with all that a revision needs of that time. A community holds up to five for weeks and seldom looks at them, so they lie compressed. Immutable.
/// </summary>
internal sealed class FrozenScore
{
    /// <summary>Not final yet: what comes within the allowed lateness is still part of it.</summary>
    internal const int NotFinal = 0;

    // Half of a record is digests, which nothing compresses; the rest is a third of its size after half a millisecond. The window is larger than any record.
    private const int CompressionQuality = 5, CompressionWindowBits = 18;

    private readonly byte[] _compressed;
    private readonly int _length; // Before compression.

    internal FrozenScore(FrozenRecord record, string resultHash)
    {
        (Kind, Revision, InstantMs, ResultHash) = ((FrozenKind)record.Kind, record.Revision, record.InstantMs, resultHash);
        var bytes = MessagePackSerializer.Serialize(record);
        _length = bytes.Length;
        _compressed = new byte[BrotliEncoder.GetMaxCompressedLength(_length)];
        if (!BrotliEncoder.TryCompress(bytes, _compressed, out var written, CompressionQuality, CompressionWindowBits))
            throw new UnreachableException("There is room for what cannot be compressed at all.");
        Array.Resize(ref _compressed, written);
    }

    /// <summary>Day or month.</summary>
    internal FrozenKind Kind { get; }

    /// <summary><see cref="NotFinal"/> until the allowed lateness has passed, then from 1.</summary>
    internal int Revision { get; }

    internal long InstantMs { get; }

    /// <summary>Of the score as it was evaluated last.</summary>
    internal string ResultHash { get; }

    /// <summary>What it holds, opened; for use, not to be kept.</summary>
    internal FrozenRecord Open()
    {
        var bytes = new byte[_length];
        if (!BrotliDecoder.TryDecompress(_compressed, bytes, out _))
            throw new UnreachableException("What this process compressed it can decompress.");
        return MessagePackSerializer.Deserialize<FrozenRecord>(bytes);
    }

    /// <summary>What an instant came to, with the facts and claims of now.</summary>
    internal static FrozenScore Of(FrozenKind kind, Evaluation evaluation, IReadOnlyDictionary<string, FactInput> facts, IReadOnlyList<string> claimed) =>
        new(FrozenRecord.Of(kind, evaluation, facts, claimed), evaluation.Score.ResultHash);

    /// <summary>The next revision.</summary>
    internal FrozenScore Revised(Evaluation evaluation) => new(Open().With(Revision + 1, evaluation), evaluation.Score.ResultHash);

    /// <summary>The same instant with the history of now; null when this process no longer has its pack.</summary>
    internal Evaluation? Evaluate(CommunityState state, long position)
    {
        var record = Open();
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
