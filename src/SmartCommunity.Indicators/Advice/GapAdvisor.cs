using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Indicators.Advice;

/// <summary>
/// The cheapest set of actions that reaches the pass mark, opens the gate and leaves no veto; of equally cheap ones the shorter. Exact, with the scorer as oracle.
/// </summary>
/// <remarks>
/// Actions interact (a fact is the denominator of many measures), so those that share a formula, a veto or a scenario form a group whose subsets are all tried. Between groups points add up, and the best sets
/// are carried from group to group (dynamic programming over undominated cost, days and points). Limits: <see cref="MaxActions"/> actions, of which <see cref="MaxInGroup"/> interact and
/// <see cref="MaxOnOneFormula"/> change the inputs of one formula.
/// </remarks>
public static class GapAdvisor
{
    /// <summary>Actions at most.</summary>
    public const int MaxActions = 24;

    /// <summary>Actions at most that interact: a million subsets are tried in about a second.</summary>
    public const int MaxInGroup = 20;

    /// <summary>Actions at most that change the inputs of one formula: 4,096 evaluations.</summary>
    public const int MaxOnOneFormula = 12;

    /// <summary>Undominated sets at most: 100 MB.</summary>
    internal const int MaxFront = 2_000_000;

    // Half of what the verdict forgives: whatever is found here, the scorer agrees with.
    private const double Tolerance = ScoreTree.MarkTolerance / 2;

    /// <summary>Advises.</summary>
    /// <param name="scorer">The scorer of the community's pack.</param>
    /// <param name="before">The evaluation of <paramref name="inputs"/> by it.</param>
    /// <param name="inputs">The community's inputs.</param>
    /// <param name="actions">What could be done, at most <see cref="MaxActions"/>.</param>
    /// <param name="daysBudget">Days there are; null = any.</param>
    /// <param name="schedule">How days add up.</param>
    /// <exception cref="ArgumentException">An action is malformed, or a limit is exceeded; the message names which.</exception>
    public static GapAdvice Advise(Scorer scorer, Evaluation before, ICommunityInputs inputs, IReadOnlyList<GapAction> actions, int? daysBudget, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(actions);
        Check(actions);
        var problem = new GapProblem(scorer, before, inputs, actions, schedule);
        var groups = GroupsOf(problem);
        var best = before.Score.AcceptancePoints + Math.Max(0, MostGained(problem, groups, daysBudget));
        if (before.Score.Verdict is Verdict.Pass or Verdict.Excellent)
            return Advice(GapOutcome.AlreadyPasses, before.Score, best);
        if (Cheapest(problem, groups, daysBudget, before.Score) is { } found)
        {
            var after = WhatIfScore.Of(scorer, before, inputs, problem.EditsOf(found.Mask)).After;
            return Advice(GapOutcome.Reached, after, best) with
            {
                Actions = [.. actions.Where((_, i) => (found.Mask >> i & 1) != 0).Select(static a => a.Code)],
                Cost = found.Cost,
                Days = found.Days,
            };
        }

        return Impossible(problem, groups, daysBudget, before.Score, best);
    }

    private static GapAdvice Impossible(GapProblem problem, IReadOnlyList<ActionGroup> groups, int? daysBudget, CommunityScore before, double best)
    {
        var gates = ShutGates(problem, groups, daysBudget, before);
        var vetoes = StandingVetoes(problem, groups, daysBudget);
        var outcome = daysBudget is not null && Cheapest(problem, groups, null, before) is not null ? GapOutcome.DaysTooShort
            : vetoes.Count > 0 ? GapOutcome.VetoStands
            : gates.Count > 0 || Cheapest(problem, groups, daysBudget, before, leastPoints: double.NegativeInfinity) is null ? GapOutcome.GateStaysShut
            : GapOutcome.PointsOutOfReach;
        return Advice(outcome, before, best) with { ShutGates = gates, StandingVetoes = vetoes };
    }

    private static GapAdvice Advice(GapOutcome outcome, CommunityScore after, double best) => new()
    {
        Outcome = outcome, Actions = [], Cost = 0, Days = 0, BestReachablePoints = best, ShutGates = [], StandingVetoes = [], After = after,
    };

    /// <summary>The cheapest set with an open gate and no veto; null when there is none.</summary>
    private static GroupOption? Cheapest(GapProblem problem, IReadOnlyList<ActionGroup> groups, int? daysBudget, CommunityScore before, double? leastPoints = null)
    {
        if (UntouchedGates(problem, groups, before).Any() || UntouchedVetoes(problem, groups).Any())
            return null;
        var wanted = leastPoints ?? problem.Scorer.Pack.Scoring.PassMark - Tolerance - before.AcceptancePoints;
        var fronts = groups.Select(g => OptionFront.Of(g.Options(daysBudget).Where(static o => o.Opens), daysCount: true)).ToList();
        if (fronts.Any(static f => f.Count == 0))
            return null;
        var rest = fronts.Sum(static f => f.Max(static o => o.Points));
        List<GroupOption> front = [new GroupOption(0, 0, 0, 0, true)];
        foreach (var next in fronts)
        {
            rest -= next.Max(static o => o.Points);
            // The sum above was taken in another order than the points are: leave room for its rounding.
            front = OptionFront.Merge(front, next, problem, daysBudget, wanted - rest - Tolerance, daysCount: true);
        }

        var reached = front.Where(o => o.Points >= wanted).OrderBy(static o => o.Cost).ThenBy(static o => o.Days).ThenByDescending(static o => o.Points).ThenBy(static o => o.Mask).ToList();
        return reached.Count > 0 ? reached[0] : null;
    }

    /// <summary>The most points any set within the days gains, whether the gate opens or not.</summary>
    private static double MostGained(GapProblem problem, IReadOnlyList<ActionGroup> groups, int? daysBudget)
    {
        List<GroupOption> front = [new GroupOption(0, 0, 0, 0, true)];
        foreach (var group in groups)
        {
            // Cost does not matter here.
            var free = group.Options(daysBudget).Select(static o => o with { Cost = 0 });
            front = OptionFront.Merge(front, OptionFront.Of(free, daysCount: true), problem, daysBudget, double.NegativeInfinity, daysCount: true);
        }

        return front.Max(static o => o.Points);
    }

    private static List<string> ShutGates(GapProblem problem, IReadOnlyList<ActionGroup> groups, int? daysBudget, CommunityScore before)
    {
        var shut = UntouchedGates(problem, groups, before).ToHashSet(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var open = group.Formulas.Where(problem.Gates).ToHashSet();
            foreach (var option in group.Options(daysBudget))
                open.RemoveWhere(f => group.Opens(f, option.Mask));
            shut.UnionWith(open.Select(problem.NameOf));
        }

        return [.. problem.Scorer.Measures.Select(static m => m.Id).Where(shut.Contains)];
    }

    private static List<string> StandingVetoes(GapProblem problem, IReadOnlyList<ActionGroup> groups, int? daysBudget)
    {
        var standing = UntouchedVetoes(problem, groups).ToHashSet(StringComparer.Ordinal);
        foreach (var group in groups)
            standing.UnionWith(group.Vetoes.Where(v => group.Options(daysBudget).All(o => group.Stands(v, o.Mask))).Select(static v => v.Code));
        return [.. problem.Scorer.Pack.Scoring.Vetoes.Select(static v => v.Code).Where(standing.Contains)];
    }

    private static IEnumerable<string> UntouchedGates(GapProblem problem, IReadOnlyList<ActionGroup> groups, CommunityScore before)
    {
        var touched = groups.SelectMany(static g => g.Formulas).Select(problem.NameOf).ToHashSet(StringComparer.Ordinal);
        return before.GateFailures.Where(id => !touched.Contains(id));
    }

    private static IEnumerable<string> UntouchedVetoes(GapProblem problem, IReadOnlyList<ActionGroup> groups) =>
        problem.Scorer.Pack.Scoring.Vetoes
            .Where(v => v.Fact is { } code && problem.Inputs.Facts.TryGetValue(code, out var fact) && fact.Value != 0 && !groups.Any(g => g.Vetoes.Contains(v)))
            .Select(static v => v.Code);

    private static List<ActionGroup> GroupsOf(GapProblem problem)
    {
        var groupOf = Enumerable.Range(0, problem.Actions.Count).ToArray();
        var keys = Enumerable.Range(0, problem.Scorer.FormulaCount).Select(f => Enumerable.Range(0, groupOf.Length).Where(a => problem.Touches(a, f)))
            .Concat(problem.Scorer.Pack.Scoring.Vetoes.Where(static v => v.Fact is not null).Select(v => Enumerable.Range(0, groupOf.Length).Where(a => problem.SetsFact(a, v.Fact!))));
        foreach (var together in keys.Select(static k => k.ToList()).Where(static k => k.Count > 1))
        {
            foreach (var action in together.Skip(1))
                Join(groupOf, groupOf[together[0]], groupOf[action]);
        }

        var groups = groupOf.Select((group, action) => (group, action)).GroupBy(static p => p.group, static p => p.action).Select(static g => g.ToArray()).ToList();
        if (groups.Find(static g => g.Length > MaxInGroup) is { } large)
            throw new ArgumentException($"{large.Length} actions change the same measures, at most {MaxInGroup} can be weighed against each other: {string.Join(", ", large.Select(a => problem.Actions[a].Code))}.");
        return [.. groups.Select(g => new ActionGroup(problem, g))];
    }

    private static void Join(int[] groupOf, int into, int from)
    {
        for (var i = 0; i < groupOf.Length; i++)
        {
            if (groupOf[i] == from)
                groupOf[i] = into;
        }
    }

    private static void Check(IReadOnlyList<GapAction> actions)
    {
        if (actions.Count > MaxActions)
            throw new ArgumentException($"{actions.Count} actions were given; at most {MaxActions} can be weighed.");
        if (actions.GroupBy(static a => a.Code, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Action '{twice.Key}' is given twice.");
        foreach (var action in actions)
        {
            if (action.Cost < 0 || action.Days < 0)
                throw new ArgumentException($"Action '{action.Code}' costs {action.Cost} yuan and takes {action.Days} days: neither may be below 0.");
            if (action.Edits.Any(static e => e is SwitchPack or SwitchProjectType or MoveInstant))
                throw new ArgumentException($"Action '{action.Code}' changes the pack, the project type or the instant: no action of a community does.");
        }
    }
}
