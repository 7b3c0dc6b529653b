using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Indicators.Explaining;

/// <summary>Opens a score: the equation of a measure in this community's numbers, its tree down to devices, facts, records and evidence, and what to fix first. Pure; thread-safe.</summary>
public sealed class Explainer
{
    private readonly Scorer _scorer;
    private readonly FormulaLabels _labels;

    /// <summary>Explains scores of the scorer's pack.</summary>
    public Explainer(Scorer scorer)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        _scorer = scorer;
        _labels = new FormulaLabels(scorer.Pack);
    }

    /// <summary>How a measure's value, share and points came about.</summary>
    /// <param name="inputs">The inputs the score follows from.</param>
    /// <param name="score">The score of these inputs.</param>
    /// <param name="measureId">Id of a measure of the pack.</param>
    /// <param name="maySeeSuppressed">Whether the reader has the health role; without it a suppressed share shows neither numbers nor inputs.</param>
    /// <exception cref="ArgumentException">The pack has no such measure, or the score is of another pack or other inputs.</exception>
    public MeasureExplanation Explain(ICommunityInputs inputs, CommunityScore score, string measureId, bool maySeeSuppressed)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(score);
        if (score.PackHash != _scorer.Pack.Hash || score.Community != inputs.Community || score.InstantMs != inputs.InstantMs)
            throw new ArgumentException($"The score is of {score.Community} at {score.InstantMs} by {score.Pack}, the inputs are of {inputs.Community} at {inputs.InstantMs}, to be explained by {_scorer.Pack.Name}.");
        var place = Find(score, measureId);
        var context = new EvaluationContext(_scorer.Pack, inputs);
        if (place.Score.IsSuppressed && !maySeeSuppressed)
            return Hidden(place);
        var root = new FormulaTree(_labels, context).Of(place.Measure.Formula) with { Unit = place.Measure.Unit };
        var equation = FormulaTree.Equation(place.Measure.Formula, root);
        var result = root.Value is { } value
            ? Words.Both($" = {Words.Number(value)}{(place.Measure.Unit is "1" ? "" : " " + place.Measure.Unit)}")
            : new BilingualText($" = 缺失（{Words.Reason(root.Reason).Zh}）", $" = missing ({Words.Reason(root.Reason).En})");
        var share = ShareEquation.Of(place, _scorer.Pack.Scoring, score.ProjectType);
        return new MeasureExplanation(place.Score, equation.En + result.En, share.En, root) { EquationZh = equation.Zh + result.Zh, ShareEquationZh = share.Zh };
    }

    /// <summary>What costs points, what to fix first in front: shut gates (without them no points help), then the most points lost, then the standard's order.</summary>
    public static IReadOnlyList<LostPoints> PointsLost(CommunityScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var gate = score.GateFailures.ToHashSet(StringComparer.Ordinal);
        return [.. score.Measures.Where(m => m.PointsLost > ScoreTree.MarkTolerance || gate.Contains(m.Id))
            .Select(m => new LostPoints(m.Id, m.PointsLost, gate.Contains(m.Id), m.State, m.Reason))
            .OrderByDescending(static l => l.ShutsGate).ThenByDescending(static l => l.Points)];
    }

    private static MeasureExplanation Hidden(MeasurePlace place)
    {
        var text = new BilingualText("居民数少于下限，仅健康角色可见", "fewer residents than may be shown: only the health role sees it");
        var root = new FormulaValue("hidden", text, null, place.Measure.Unit, "", 0, 0, null, null, [], 0, []);
        // Share and points would give the value away.
        var masked = place.Score with { Value = null, Share = 0, Points = 0, Coverage = null };
        return new MeasureExplanation(masked, text.En, text.En, root) { EquationZh = text.Zh, ShareEquationZh = text.Zh, IsHidden = true };
    }

    private MeasurePlace Find(CommunityScore score, string measureId)
    {
        for (var s = 0; s < score.Scenarios.Count; s++)
        {
            for (var i = 0; i < score.Scenarios[s].Indicators.Count; i++)
            {
                var measures = score.Scenarios[s].Indicators[i].Measures;
                for (var m = 0; m < measures.Count; m++)
                {
                    if (measures[m].Id == measureId)
                        return new MeasurePlace(score.Scenarios[s], _scorer.Pack.Scenarios[s].Indicators[i], _scorer.Pack.Scenarios[s].Indicators[i].Measures[m], measures[m]);
                }
            }
        }

        throw new ArgumentException($"Pack {_scorer.Pack.Name} has no measure '{measureId}'.", nameof(measureId));
    }
}

/// <summary>A measure that does not give all of its points.</summary>
/// <param name="Measure">Its id.</param>
/// <param name="Points">Points lost.</param>
/// <param name="ShutsGate">It is a binding measure of a standard scenario that scores nothing.</param>
/// <param name="State">Its state.</param>
/// <param name="Reason">Why it is stale or missing; empty when scored.</param>
public sealed record LostPoints(string Measure, double Points, bool ShutsGate, MeasureState State, string Reason);

internal sealed record MeasurePlace(ScenarioScore Scenario, Indicator Indicator, Measure Measure, MeasureScore Score);
