using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Indicators.Advice;

/// <summary>What a search for advice asks: which action touches which formula, and what formulas give when a set of actions is done.</summary>
internal sealed class GapProblem
{
    private readonly InputChanges[] _changes;
    private readonly Evaluation _before;
    private readonly Schedule _schedule;

    internal GapProblem(Scorer scorer, Evaluation before, ICommunityInputs inputs, IReadOnlyList<GapAction> actions, Schedule schedule)
    {
        Scorer = scorer;
        Inputs = inputs;
        Actions = actions;
        Type = scorer.TypeOf(before.Score.ProjectType);
        Factors = new PointsPerShare(scorer, Type);
        _before = before;
        _schedule = schedule;
        _changes = [.. actions.Select(static a => EditedInputs.ChangesOf(a.Edits))];
    }

    internal Scorer Scorer { get; }

    internal ICommunityInputs Inputs { get; }

    internal IReadOnlyList<GapAction> Actions { get; }

    internal ProjectType Type { get; }

    internal PointsPerShare Factors { get; }

    /// <summary>Whether the action changes what the formula gives, or what it counts for.</summary>
    internal bool Touches(int action, int formula) =>
        Evaluates(action, formula)
        || (formula < Factors.Scenarios.Count && Actions[action].Edits.Any(e => e is ClaimScenario claim && claim.Scenario == Factors.Scenarios[formula]));

    /// <summary>Whether the action changes what the formula gives.</summary>
    internal bool Evaluates(int action, int formula) =>
        Scorer.DependenciesOf(formula, Type).IsTouchedBy(_changes[action])
        || (formula < Scorer.Measures.Count && Actions[action].Edits.Any(e => e is SupposeValue suppose && suppose.Measure == Scorer.Measures[formula].Id));

    internal bool SetsFact(int action, string fact) => _changes[action].Facts.Contains(fact);

    internal string NameOf(int formula) => formula < Scorer.Measures.Count ? Scorer.Measures[formula].Id : Scorer.Items[formula - Scorer.Measures.Count].Code;

    internal bool Gates(int formula) =>
        formula < Scorer.Measures.Count && Scorer.Measures[formula].Nature == MeasureNature.Binding && Type.Standard.Contains(Factors.Scenarios[formula]);

    internal IReadOnlyList<Edit> EditsOf(uint mask)
    {
        var edits = new List<Edit>();
        for (var i = 0; i < Actions.Count; i++)
        {
            if ((mask >> i & 1) != 0)
                edits.AddRange(Actions[i].Edits);
        }

        return edits;
    }

    internal decimal CostOf(uint mask)
    {
        var cost = 0m;
        for (var i = 0; i < Actions.Count; i++)
            cost += (mask >> i & 1) != 0 ? Actions[i].Cost : 0;
        return cost;
    }

    internal int DaysOf(uint mask)
    {
        var days = 0;
        for (var i = 0; i < Actions.Count; i++)
        {
            if ((mask >> i & 1) != 0)
                days = Sum(days, Actions[i].Days);
        }

        return days;
    }

    internal int Sum(int days, int more) => _schedule == Schedule.Together ? Math.Max(days, more) : days + more;

    internal HashSet<string> ClaimedBy(uint mask)
    {
        var claimed = new HashSet<string>(Inputs.ClaimedScenarios, StringComparer.Ordinal);
        foreach (var claim in EditsOf(mask).OfType<ClaimScenario>())
        {
            claimed.Remove(claim.Scenario);
            if (claim.IsClaimed)
                claimed.Add(claim.Scenario);
        }

        claimed.IntersectWith(Type.Optional);
        return claimed;
    }

    /// <summary>Effective share of a formula with the actions done, and whether it does not keep the gate shut.</summary>
    internal (double Effective, bool Opens) Judge(int formula, uint mask)
    {
        var result = ResultOf(formula, mask);
        if (formula >= Scorer.Measures.Count)
            return (ScoreTree.ShareOf(Scorer.Items[formula - Scorer.Measures.Count], result, Scorer.Pack.Scoring), true);
        var measure = Scorer.Measures[formula];
        var judged = MeasureJudge.Judge(measure, measure.Thresholds[Type.Code], Scorer.Pack.Scoring, result, maxPoints: 1, Inputs.InstantMs);
        return (judged.Points, judged.Share > 0 || !Gates(formula));
    }

    private FormulaResult ResultOf(int formula, uint mask)
    {
        if (mask == 0)
            return _before.Leaves[formula].Result;
        var edits = EditsOf(mask);
        if (formula < Scorer.Measures.Count && edits.OfType<SupposeValue>().LastOrDefault(s => s.Measure == Scorer.Measures[formula].Id) is { } suppose)
            return WhatIfScore.Supposition(suppose, Inputs.InstantMs).Result;
        return Scorer.Evaluate(formula, Type, new EvaluationContext(Scorer.Pack, new EditedInputs(Inputs, edits))).Result;
    }
}
