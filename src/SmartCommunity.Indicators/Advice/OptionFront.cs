namespace SmartCommunity.Indicators.Advice;

/// <summary>Sets of actions of which none is beaten by another in cost, days and points at once.</summary>
internal static class OptionFront
{
    /// <summary>Keeps the best: a set goes when another costs no more, takes no longer and gives no less.</summary>
    internal static List<GroupOption> Of(IEnumerable<GroupOption> options, bool daysCount)
    {
        var kept = new List<GroupOption>();
        // The most points of the sets kept so far, by days, both rising: what is not above it at its days is beaten.
        var best = new SortedList<int, double>();
        foreach (var option in options.OrderBy(static o => o.Cost).ThenBy(o => daysCount ? o.Days : 0).ThenByDescending(static o => o.Points).ThenBy(static o => o.Mask))
        {
            var days = daysCount ? option.Days : 0;
            if (BestWithin(best, days) >= option.Points)
                continue;
            kept.Add(option);
            if (kept.Count > GapAdvisor.MaxFront)
                throw new ArgumentException($"More than {GapAdvisor.MaxFront} sets of actions are worth comparing: leave some actions out, or round their costs.");
            for (var i = best.Count - 1; i >= 0 && best.Keys[i] >= days; i--)
            {
                if (best.Values[i] <= option.Points)
                    best.RemoveAt(i);
            }

            best[days] = option.Points;
        }

        return kept;
    }

    /// <summary>Every set of the one with every set of the other, the best kept; those that cannot come to the points wanted any more, or take too long, are dropped.</summary>
    internal static List<GroupOption> Merge(List<GroupOption> left, List<GroupOption> right, GapProblem problem, int? daysBudget, double leastPoints, bool daysCount)
    {
        var all = new List<GroupOption>();
        foreach (var one in left)
        {
            foreach (var other in right)
            {
                var days = problem.Sum(one.Days, other.Days);
                var points = one.Points + other.Points;
                if (points >= leastPoints && !(days > daysBudget))
                    all.Add(new GroupOption(one.Mask | other.Mask, one.Cost + other.Cost, days, points, one.Opens && other.Opens));
            }
        }

        return Of(all, daysCount);
    }

    private static double BestWithin(SortedList<int, double> best, int days)
    {
        var found = double.NegativeInfinity;
        for (var i = 0; i < best.Count && best.Keys[i] <= days; i++)
            found = best.Values[i];
        return found;
    }
}
