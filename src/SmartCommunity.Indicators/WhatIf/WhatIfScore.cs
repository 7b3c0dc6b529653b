using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Indicators.WhatIf;

/// <summary>What edits would do to a score, by the same engine. Pure: the inputs are only read.</summary>
public static class WhatIfScore
{
    /// <summary>The score after the edits, with position 0, and what differs.</summary>
    /// <param name="scorer">The scorer of the community's pack.</param>
    /// <param name="before">The evaluation of <paramref name="inputs"/> by it.</param>
    /// <param name="inputs">The community's inputs.</param>
    /// <param name="edits">What to change, in order.</param>
    /// <exception cref="ArgumentException">An edit names a device, class, quantity, record, measure or project type there is not.</exception>
    public static WhatIfOutcome Of(Scorer scorer, Evaluation before, ICommunityInputs inputs, IReadOnlyList<Edit> edits)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(edits);
        var pack = edits.OfType<SwitchPack>().LastOrDefault()?.Pack;
        var ruler = pack is null || pack.Hash == scorer.Pack.Hash ? scorer : new Scorer(pack);
        var projectType = edits.OfType<SwitchProjectType>().LastOrDefault()?.ProjectType ?? before.Score.ProjectType;
        var edited = new EditedInputs(inputs, edits);
        var after = ScoreUpdate.Apply(ruler, before, edited, projectType, EditedInputs.ChangesOf(edits), position: 0);
        after = Supposed(ruler, after, edited, projectType, edits);
        return new WhatIfOutcome(before.Score, after.Score, Differences(before.Score, after.Score));
    }

    /// <summary>Replaces what measures gave by what is supposed.</summary>
    private static Evaluation Supposed(Scorer scorer, Evaluation evaluation, EditedInputs inputs, string projectType, IReadOnlyList<Edit> edits)
    {
        if (!edits.OfType<SupposeValue>().Any())
            return evaluation;
        var leaves = (LeafResult[])evaluation.Leaves.Clone();
        foreach (var suppose in edits.OfType<SupposeValue>())
            leaves[IndexOf(scorer, suppose.Measure)] = Supposition(suppose, inputs.InstantMs);
        return new Evaluation(ScoreTree.Build(scorer, scorer.TypeOf(projectType), inputs, leaves, position: 0), leaves, inputs.InstantMs);
    }

    internal static int IndexOf(Scorer scorer, string measure)
    {
        for (var i = 0; i < scorer.Measures.Count; i++)
        {
            if (scorer.Measures[i].Id == measure)
                return i;
        }

        throw new ArgumentException($"Pack {scorer.Pack.Name} has no measure '{measure}'.", nameof(measure));
    }

    internal static LeafResult Supposition(SupposeValue suppose, long instantMs)
    {
        var bytes = new CanonicalBytes();
        bytes.Text(nameof(SupposeValue));
        bytes.Number(suppose.Value);
        bytes.Byte((byte)suppose.Badge);
        var origins = suppose.Badge switch
        {
            Badge.Live => InputOrigins.Live,
            Badge.Inspected => InputOrigins.Inspected,
            Badge.Declared => InputOrigins.Declared,
            _ => throw new ArgumentException($"A supposed value of {suppose.Measure} needs a badge: live, declared or inspected."),
        };
        var ages = LeafAges.Of(instantMs);
        return new LeafResult(FormulaResult.Of(suppose.Value) with { Origins = origins, Live = ages, Registry = ages, Evidence = ages }, LeafDigest.Of(bytes.Hash()));
    }

    private static List<MeasureDifference> Differences(CommunityScore before, CommunityScore after)
    {
        var old = before.Measures.ToDictionary(static m => m.Id, StringComparer.Ordinal);
        var now = after.Measures.ToDictionary(static m => m.Id, StringComparer.Ordinal);
        // In the order of the new standard; what only the old one had comes after.
        return [.. after.Measures.Select(static m => m.Id).Concat(before.Measures.Select(static m => m.Id).Where(id => !now.ContainsKey(id)))
            .Select(id => new MeasureDifference(id, old.GetValueOrDefault(id), now.GetValueOrDefault(id)))
            .Where(static d => d.IsAny)];
    }
}

/// <summary>A score before and after edits.</summary>
/// <param name="Before">As it is.</param>
/// <param name="After">As it would be, with hashes of its own.</param>
/// <param name="Differences">Measures whose value, state, share or points differ, in the standard's order.</param>
public sealed record WhatIfOutcome(CommunityScore Before, CommunityScore After, IReadOnlyList<MeasureDifference> Differences);

/// <summary>A measure before and after edits; null where the pack does not have it.</summary>
public sealed record MeasureDifference(string Measure, MeasureScore? Before, MeasureScore? After)
{
    /// <summary>Points gained; negative when lost.</summary>
    public double PointsGained => (After?.Points ?? 0) - (Before?.Points ?? 0);

    internal bool IsAny =>
        Before is null || After is null
        || (Before.Value, Before.State, Before.Share, Before.Points, Before.MaxPoints, Before.Badge) != (After.Value, After.State, After.Share, After.Points, After.MaxPoints, After.Badge);
}
