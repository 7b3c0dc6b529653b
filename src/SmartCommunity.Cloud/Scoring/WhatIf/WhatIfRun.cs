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
        return read.Succeeded ? new WhatIfReply(WhatIfScore.Of(scorer, before, inputs, read.Value!), []) : new WhatIfReply(null, read.Faults);
    }
}

/// <summary>What a what-if came to, on its way from the community's grain: the outcome or the faults.</summary>
internal sealed record WhatIfReply(WhatIfOutcome? Outcome, IReadOnlyList<Fault> Faults)
{
    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ScoreJson.Options);

    internal static WhatIfReply Read(byte[] bytes) => JsonSerializer.Deserialize<WhatIfReply>(bytes, ScoreJson.Options)!;
}
