using System.Buffers;
using MessagePack;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>Snapshot layout: <see cref="ScoringState"/>. Canonical. Keys are positions in an array; only ever append.</summary>
[MessagePackObject]
public sealed record ScoringRecord(
    [property: Key(0)] ReadOnlyMemory<byte> Aggregates,
    [property: Key(1)] long RecordedMinute,
    [property: Key(2)] long ClosedHourMs,
    [property: Key(3)] FrozenRecord[] Frozen,
    [property: Key(4)] LateRecord[] Late)
{
    /// <summary>A part of what was written last is room for what came since: a buffer that grows takes twice what it holds.</summary>
    private const int Spare = 8;

    internal static ScoringRecord Of(ScoringState state)
    {
        var bytes = new ArrayBufferWriter<byte>(state.AggregateBytes + (state.AggregateBytes / Spare));
        state.Aggregates.Write(bytes);
        state.AggregateBytes = bytes.WrittenCount;
        return new ScoringRecord(
            bytes.WrittenMemory, state.RecordedMinute, state.ClosedHourMs, [.. state.Frozen.Values.Select(static f => f.Open())],
            [.. state.Late.Select(static l => new LateRecord(l.Key.Device, l.Key.Day, l.Value))]);
    }

    internal void FillInto(ScoringState state, string community)
    {
        state.Aggregates = StreamAggregates.Read(ScoringPacks.Current.Plan, Aggregates.Span);
        state.RecordedMinute = RecordedMinute;
        state.ClosedHourMs = ClosedHourMs;
        foreach (var record in Frozen)
        {
            if (record.Restore(community) is { } frozen)
                state.Frozen[(frozen.InstantMs, frozen.Kind)] = frozen;
        }

        foreach (var late in Late)
            state.Late[(late.Device, late.Day)] = late.Count;
    }
}

/// <summary>Snapshot layout: additions of a device to a closed day.</summary>
[MessagePackObject]
public sealed record LateRecord([property: Key(0)] string Device, [property: Key(1)] int Day, [property: Key(2)] long Count);

/// <summary>Snapshot layout: a frozen score. The score itself is drawn anew from what its formulas gave.</summary>
[MessagePackObject]
public sealed record FrozenRecord(
    [property: Key(0)] int Kind,
    [property: Key(1)] int Revision,
    [property: Key(2)] long InstantMs,
    [property: Key(3)] long Position,
    [property: Key(4)] string Pack,
    [property: Key(5)] string PackHash,
    [property: Key(6)] string ProjectType,
    [property: Key(7)] FrozenFact[] Facts,
    [property: Key(8)] string[] Claimed,
    [property: Key(9)] LeafRecord[] Leaves)
{
    /// <summary>The scorer it was scored by; null when this process no longer has its pack.</summary>
    internal Scorer? FindScorer() => ScoringPacks.Current.Find(Pack) is { } scorer && scorer.Pack.Hash == PackHash && Leaves.Length == scorer.FormulaCount ? scorer : null;

    internal static FrozenRecord Of(FrozenKind kind, Evaluation evaluation, IReadOnlyDictionary<string, FactInput> facts, IReadOnlyList<string> claimed)
    {
        var score = evaluation.Score;
        return new FrozenRecord(
            (int)kind, FrozenScore.NotFinal, score.InstantMs, score.Position, score.Pack, score.PackHash, score.ProjectType,
            [.. facts.Values.Select(static f => new FrozenFact(f.Code, f.Value, f.AsOf.DayNumber, f.Inspected, f.Source, f.Revision))], [.. claimed], [.. evaluation.Leaves.Select(LeafRecord.Of)]);
    }

    internal FrozenRecord With(int revision, Evaluation evaluation) =>
        this with { Revision = revision, Position = evaluation.Score.Position, Leaves = [.. evaluation.Leaves.Select(LeafRecord.Of)] };

    /// <summary>The frozen score; null when this process no longer has the pack it was scored by.</summary>
    internal FrozenScore? Restore(string community)
    {
        if (FindScorer() is not { } scorer)
            return null;
        var score = ScoreTree.Build(scorer, scorer.TypeOf(ProjectType), new FactsOnly(community, InstantMs, RestoreFacts(), Claimed), RestoreLeaves(), Position);
        return new FrozenScore(this, score.ResultHash);
    }

    internal LeafResult[] RestoreLeaves() => Array.ConvertAll(Leaves, static l => l.Restore());

    internal SortedDictionary<string, FactInput> RestoreFacts() => new(
        Facts.ToDictionary(static f => f.Code, static f => new FactInput(f.Code, f.Value, DateOnly.FromDayNumber(f.AsOfDay), f.Inspected, f.Source, f.Revision)), StringComparer.Ordinal);

    /// <summary>All that the tree of a score reads beside the results of its formulas.</summary>
    private sealed class FactsOnly(string community, long instantMs, IReadOnlyDictionary<string, FactInput> facts, IReadOnlyList<string> claimed) : ICommunityInputs
    {
        private static readonly StreamAggregates _nothing = new(AggregatePlan.OfFormulas([], graceDays: 0));

        public string Community => community;

        public long InstantMs => instantMs;

        public IReadOnlyList<DeviceInput> Devices => [];

        public IReadOnlyDictionary<string, FactInput> Facts => facts;

        public IReadOnlyList<RecordInput> Records => [];

        public IReadOnlyList<EvidenceInput> Evidence => [];

        public IWindowAggregates Aggregates => _nothing;

        public IReadOnlyList<string> ClaimedScenarios => claimed;
    }
}

/// <summary>Snapshot layout: a fact as it was.</summary>
[MessagePackObject]
public sealed record FrozenFact(
    [property: Key(0)] string Code,
    [property: Key(1)] double Value,
    [property: Key(2)] int AsOfDay,
    [property: Key(3)] bool Inspected,
    [property: Key(4)] string Source,
    [property: Key(5)] long Revision);

/// <summary>Snapshot layout: what a formula gave.</summary>
[MessagePackObject]
public sealed record LeafRecord(
    [property: Key(0)] double? Value,
    [property: Key(1)] string Reason,
    [property: Key(2)] int Origins,
    [property: Key(3)] long[] Ages,
    [property: Key(4)] double? Expected,
    [property: Key(5)] double? Present,
    [property: Key(6)] double? LeastDenominator,
    [property: Key(7)] byte[] Digest)
{
    internal static LeafRecord Of(LeafResult leaf)
    {
        var result = leaf.Result;
        return new LeafRecord(
            result.Value, result.Reason, (int)result.Origins,
            [result.Live.OldestMs, result.Live.YoungestMs, result.Registry.OldestMs, result.Registry.YoungestMs, result.Evidence.OldestMs, result.Evidence.YoungestMs],
            result.Expected, result.Present, result.LeastDenominator, leaf.Digest.ToArray());
    }

    internal LeafResult Restore() => new(
        (Value is { } value ? FormulaResult.Of(value) : FormulaResult.Missing(Reason)) with
        {
            Origins = (InputOrigins)Origins,
            Live = new LeafAges(Ages[0], Ages[1]),
            Registry = new LeafAges(Ages[2], Ages[3]),
            Evidence = new LeafAges(Ages[4], Ages[5]),
            Expected = Expected,
            Present = Present,
            LeastDenominator = LeastDenominator,
        },
        LeafDigest.Of(Digest));
}
