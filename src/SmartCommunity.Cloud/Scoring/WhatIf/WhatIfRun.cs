using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Cloud.Scoring.WhatIf;

/// <summary>Runs edits against a community's inputs. Pure: the inputs are only read.</summary>
internal static class WhatIfRun
{
    internal static WhatIfReply Of(Scorer scorer, Evaluation before, ICommunityInputs inputs, IReadOnlyList<ScoreEdit> edits)
    {
        var read = EditReader.Read(edits, scorer, before.Score.ProjectType, inputs);
        return read.Succeeded ? new WhatIfReply(Hidden(WhatIfScore.Of(scorer, before, inputs, read.Value!)), []) : new WhatIfReply(null, read.Faults);
    }

    /// <summary>A share of few residents leaves without its numbers on either side: supposing more residents must not uncover it.</summary>
    private static WhatIfOutcome Hidden(WhatIfOutcome outcome)
    {
        var few = outcome.Before.Measures.Concat(outcome.After.Measures).Where(static m => m.IsSuppressed).Select(static m => m.Id).ToHashSet(StringComparer.Ordinal);
        if (few.Count == 0)
            return outcome;
        return new WhatIfOutcome(
            Suppression.Hide(Marked(outcome.Before, few)), Suppression.Hide(Marked(outcome.After, few)),
            [.. outcome.Differences.Select(d => few.Contains(d.Measure) ? new MeasureDifference(d.Measure, Hidden(d.Before), Hidden(d.After)) : d)]);
    }

    private static MeasureScore? Hidden(MeasureScore? measure) => measure is null ? null : Suppression.Hide(measure with { IsSuppressed = true });

    private static CommunityScore Marked(CommunityScore score, HashSet<string> few) => score with
    {
        Scenarios = [.. score.Scenarios.Select(s => s with
        {
            Indicators = [.. s.Indicators.Select(i => i with { Measures = [.. i.Measures.Select(m => few.Contains(m.Id) ? m with { IsSuppressed = true } : m)] })],
        })],
    };
}

/// <summary>What a what-if came to, on its way from the community's grain: the outcome or the faults.</summary>
internal sealed record WhatIfReply(WhatIfOutcome? Outcome, IReadOnlyList<Fault> Faults)
{
    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ScoreJson.Options);

    internal static WhatIfReply Read(byte[] bytes) => JsonSerializer.Deserialize<WhatIfReply>(bytes, ScoreJson.Options)!;
}
