using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Indicators.Advice;

/// <summary>Actions that touch the same formulas, vetoes or scenarios: what one gives depends on which others are done. Different groups add up.</summary>
internal sealed class ActionGroup
{
    private readonly GapProblem _problem;
    private readonly int[] _actions;
    private readonly int[] _formulas;
    private readonly Dictionary<(int Formula, uint Mask), (double Effective, bool Opens)> _known = [];
    private readonly Dictionary<int, uint> _touching = [];
    private readonly VetoItem[] _vetoes;

    internal ActionGroup(GapProblem problem, int[] actions)
    {
        _problem = problem;
        _actions = actions;
        _formulas = [.. Enumerable.Range(0, problem.Scorer.FormulaCount).Where(f => actions.Any(a => problem.Touches(a, f)))];
        foreach (var formula in _formulas)
        {
            var mask = 0u;
            foreach (var action in actions)
                mask |= problem.Evaluates(action, formula) ? 1u << action : 0;
            if (System.Numerics.BitOperations.PopCount(mask) > GapAdvisor.MaxOnOneFormula)
                throw new ArgumentException($"More than {GapAdvisor.MaxOnOneFormula} actions change the inputs of {problem.NameOf(formula)}: leave some out.");
            _touching[formula] = mask;
        }

        _vetoes = [.. problem.Scorer.Pack.Scoring.Vetoes.Where(v => v.Fact is { } fact && actions.Any(a => problem.SetsFact(a, fact)))];
    }

    internal IReadOnlyList<int> Formulas => _formulas;

    internal IReadOnlyList<VetoItem> Vetoes => _vetoes;

    /// <summary>Every subset of the group that ends within the days.</summary>
    internal IEnumerable<GroupOption> Options(int? daysBudget)
    {
        var basis = PointsOf(0);
        for (var subset = 0u; subset < 1u << _actions.Length; subset++)
        {
            var mask = 0u;
            for (var i = 0; i < _actions.Length; i++)
                mask |= (subset >> i & 1) != 0 ? 1u << _actions[i] : 0;
            var days = _problem.DaysOf(mask);
            if (daysBudget is { } budget && days > budget)
                continue;
            yield return new GroupOption(mask, _problem.CostOf(mask), days, PointsOf(mask) - basis, _formulas.All(f => Judged(f, mask).Opens) && !_vetoes.Any(v => Stands(v, mask)));
        }
    }

    internal bool Opens(int formula, uint mask) => Judged(formula, mask).Opens;

    internal bool Stands(VetoItem veto, uint mask)
    {
        var value = _problem.Inputs.Facts.TryGetValue(veto.Fact!, out var fact) ? fact.Value : 0;
        foreach (var edit in _problem.EditsOf(mask))
        {
            if (edit is SetFact set && set.Fact == veto.Fact)
                value = set.Value;
            else if (edit is RemoveFact remove && remove.Fact == veto.Fact)
                value = 0;
        }

        return value != 0;
    }

    private double PointsOf(uint mask)
    {
        var claimed = _problem.ClaimedBy(mask);
        var points = 0.0;
        foreach (var formula in _formulas)
            points += _problem.Factors.Of(formula, scenario => _problem.Type.Standard.Contains(scenario) || claimed.Contains(scenario)) * Judged(formula, mask).Effective;
        return points;
    }

    private (double Effective, bool Opens) Judged(int formula, uint mask)
    {
        var key = (formula, mask & _touching[formula]);
        if (!_known.TryGetValue(key, out var judged))
            _known.Add(key, judged = _problem.Judge(formula, key.Item2));
        return judged;
    }
}

/// <summary>A set of actions with what it costs and gives.</summary>
/// <param name="Mask">Bit n: the n-th action.</param>
/// <param name="Cost">Cost in yuan.</param>
/// <param name="Days">Days by the schedule.</param>
/// <param name="Points">Acceptance points gained.</param>
/// <param name="Opens">No measure of the gate that it touches stays shut, and no veto that it touches stands.</param>
internal readonly record struct GroupOption(uint Mask, decimal Cost, int Days, double Points, bool Opens);
