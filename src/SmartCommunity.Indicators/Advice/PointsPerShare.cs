using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Indicators.Advice;

/// <summary>
/// Acceptance points are linear in the effective shares (share × confidence) of the formulas, as long as the claimed scenarios stay: these are the factors.
/// <code>measure: Σ over dimensions of the scenarios' total (points/100)·W·1/n·w/Σw, if its scenario counts, + Σ over dimension items that name it points·weight/Σ weights</code>
/// </summary>
internal sealed class PointsPerShare
{
    private readonly double[] _throughTotal;
    private readonly double[] _throughItems;
    private readonly string[] _scenarios;

    internal PointsPerShare(Scorer scorer, ProjectType type)
    {
        _throughTotal = new double[scorer.FormulaCount];
        _throughItems = new double[scorer.FormulaCount];
        _scenarios = new string[scorer.Measures.Count];
        var rules = scorer.Pack.Scoring;
        var ofTotal = rules.Dimensions.Where(static d => d.IsScenarioTotal).Sum(static d => d.Points) / ScoreTree.AllPoints;
        var formula = 0;
        foreach (var scenario in scorer.Pack.Scenarios)
        {
            foreach (var indicator in scenario.Indicators)
            {
                var weights = indicator.Measures.Sum(m => MeasureJudge.WeightOf(m, rules));
                foreach (var measure in indicator.Measures)
                {
                    _scenarios[formula] = scenario.Code;
                    _throughTotal[formula++] = ofTotal * type.Weights.GetValueOrDefault(scenario.Code) / scenario.Indicators.Count * MeasureJudge.WeightOf(measure, rules) / weights;
                }
            }
        }

        AddItems(scorer);
    }

    internal IReadOnlyList<string> Scenarios => _scenarios;

    /// <summary>Points of an effective share of 1.</summary>
    internal double Of(int formula, Func<string, bool> counts) =>
        _throughItems[formula] + (formula < _scenarios.Length && counts(_scenarios[formula]) ? _throughTotal[formula] : 0);

    private void AddItems(Scorer scorer)
    {
        var own = scorer.Measures.Count;
        foreach (var dimension in scorer.Pack.Scoring.Dimensions.Where(static d => !d.IsScenarioTotal))
        {
            var weights = dimension.Items.Sum(static i => i.Weight);
            foreach (var item in dimension.Items)
            {
                var formula = item.Formula is null ? WhatIf.WhatIfScore.IndexOf(scorer, item.Measure!) : own++;
                _throughItems[formula] += weights > 0 ? dimension.Points * item.Weight / weights : 0;
            }
        }
    }
}
