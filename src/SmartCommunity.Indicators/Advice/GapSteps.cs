using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Indicators.Advice;

/// <summary>
/// Puts actions in an order to do them in: at each step the one that, after those before it, opens most of the gate and lifts most vetoes, then gains the most points, then costs the least. Pure.
/// </summary>
public static class GapSteps
{
    /// <summary>The actions in order, each with what it adds. With n actions n·(n + 1)/2 evaluations.</summary>
    public static IReadOnlyList<GapStep> Of(Scorer scorer, Evaluation before, ICommunityInputs inputs, IReadOnlyList<GapAction> actions)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(actions);
        var steps = new List<GapStep>();
        var left = actions.ToList();
        List<Edit> done = [];
        var score = before.Score;
        while (left.Count > 0)
        {
            var next = left.Select(a => (Action: a, WhatIfScore.Of(scorer, before, inputs, [.. done, .. a.Edits]).After))
                .OrderByDescending(n => Opened(score, n.After).Count()).ThenByDescending(static n => n.After.AcceptancePoints).ThenBy(static n => n.Action.Cost).ThenBy(static n => n.Action.Code, StringComparer.Ordinal)
                .First();
            steps.Add(new GapStep(next.Action, next.After.AcceptancePoints - score.AcceptancePoints, next.After.AcceptancePoints, [.. Opened(score, next.After)], next.After.Verdict));
            done.AddRange(next.Action.Edits);
            left.Remove(next.Action);
            score = next.After;
        }

        return steps;
    }

    /// <summary>Measures of the gate that are open after and were shut before, and vetoes that are gone.</summary>
    public static IEnumerable<string> Opened(CommunityScore before, CommunityScore after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return before.GateFailures.Except(after.GateFailures, StringComparer.Ordinal).Concat(before.Vetoes.Except(after.Vetoes, StringComparer.Ordinal));
    }
}

/// <summary>One action in its place.</summary>
/// <param name="Action">The action.</param>
/// <param name="PointsGained">Acceptance points it adds to those before it.</param>
/// <param name="AcceptancePoints">Acceptance points after it.</param>
/// <param name="Opened">Measures of the gate it opens and vetoes it lifts.</param>
/// <param name="Verdict">Verdict after it.</param>
public sealed record GapStep(GapAction Action, double PointsGained, double AcceptancePoints, IReadOnlyList<string> Opened, Verdict Verdict);
