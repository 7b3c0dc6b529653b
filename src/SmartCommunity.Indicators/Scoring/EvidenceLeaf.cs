using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// Evidence that was accepted and has not expired. What nobody submitted, or what still waits for its review, is missing (<c>noEvidence:kind</c>); what was refused, or was accepted and expired or lies
/// outside the window, counts a real 0. Without an expiry of its own, evidence counts as long after the day it is of as its kind says.
/// </summary>
internal static class EvidenceLeaf
{
    internal static FormulaResult Count(EvidenceCount formula, EvaluationContext context)
    {
        var kinds = 0;
        var pieces = 0;
        var isKnown = false;
        var isInspected = true;
        var youngestMs = 0L;
        foreach (var kind in formula.Kinds)
        {
            var before = pieces;
            isKnown |= context.IsRefused(kind) || context.EvidenceOf(kind).Count > 0;
            foreach (var evidence in context.EvidenceOf(kind))
            {
                youngestMs = Math.Max(youngestMs, evidence.AcceptedAtMs);
                if (!Counts(evidence, formula.Within, context))
                    continue;
                pieces++;
                isInspected &= evidence.Inspected;
                Write(evidence, context.Bytes);
            }

            kinds += pieces > before ? 1 : 0;
        }

        context.Bytes.Byte(isKnown ? (byte)1 : (byte)0);
        context.Bytes.Integer(youngestMs);
        if (!isKnown)
            return FormulaResult.Missing($"{MissingReason.NoEvidence}:{(formula.Kinds.Count > 0 ? formula.Kinds[0] : "")}");
        return FormulaResult.Of(formula.PerItem ? pieces : kinds) with
        {
            Origins = pieces > 0 && isInspected ? InputOrigins.Inspected : InputOrigins.Declared,
            Evidence = youngestMs == 0 ? LeafAges.None : LeafAges.Of(youngestMs),
        };
    }

    /// <summary>The reviewer's score of the piece accepted last that is in force.</summary>
    internal static FormulaResult Score(EvidenceScore formula, EvaluationContext context)
    {
        var all = context.EvidenceOf(formula.Kind);
        var latest = Latest(formula, context);
        var isKnown = all.Count > 0 || context.IsRefused(formula.Kind);
        context.Bytes.Byte(isKnown ? (byte)1 : (byte)0);
        if (latest is null)
            return isKnown ? FormulaResult.Of(0) with { Origins = InputOrigins.Declared } : FormulaResult.Missing($"{MissingReason.NoEvidence}:{formula.Kind}");
        Write(latest, context.Bytes);
        context.Bytes.Number(latest.Score);
        var result = latest.Score is { } score ? FormulaResult.Of(score) : FormulaResult.Missing($"{MissingReason.NoEvidenceScore}:{formula.Kind}");
        return result with { Origins = latest.Inspected ? InputOrigins.Inspected : InputOrigins.Declared, Evidence = LeafAges.Of(latest.AcceptedAtMs) };
    }

    internal static EvidenceInput? Latest(EvidenceScore formula, EvaluationContext context)
    {
        EvidenceInput? latest = null;
        foreach (var evidence in context.EvidenceOf(formula.Kind))
        {
            if (context.IsInForce(evidence) && (latest is null || evidence.AcceptedAtMs >= latest.AcceptedAtMs))
                latest = evidence;
        }

        return latest;
    }

    internal static bool Counts(EvidenceInput evidence, WindowSpan? within, EvaluationContext context) =>
        context.IsInForce(evidence)
        && (within is null || (evidence.Dated >= ChinaTime.DayOf(WindowRange.At(within, context.Inputs.InstantMs).FromMs) && evidence.Dated <= context.Today));

    private static void Write(EvidenceInput evidence, CanonicalBytes bytes)
    {
        bytes.Text(evidence.Id);
        bytes.Text(evidence.Sha256);
        bytes.Byte(evidence.Inspected ? (byte)1 : (byte)0);
    }
}
