using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Pool;

/// <summary>G-01: by the goal's day each responsible unit has at least one project that passed.</summary>
/// <param name="Units">Every unit of the pool, by the number of its first project.</param>
/// <param name="AsOf">Day it was counted.</param>
public sealed record CoverageGoal(IReadOnlyList<UnitCoverage> Units, DateOnly AsOf)
{
    /// <summary>Units with a project that passed in time.</summary>
    public int Reached => Units.Count(u => u.Passed > 0);

    /// <summary>Share of units that reached it, 0 to 1; null for an empty pool.</summary>
    public double? Share => Units.Count == 0 ? null : (double)Reached / Units.Count;

    /// <summary>Counts the goal as of a day.</summary>
    public static CoverageGoal Of(ProgrammeState state, PolicyPack policy, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        var units = state.Projects.Values.GroupBy(p => p.Pool.Unit).OrderBy(g => g.Min(p => p.Pool.No)).Select(g => Unit(g.Key, [.. g.OrderBy(p => p.Pool.No)], policy.Until, asOf));
        return new CoverageGoal([.. units], asOf);
    }

    private static UnitCoverage Unit(string unit, IReadOnlyList<ProjectState> projects, DateOnly goal, DateOnly asOf)
    {
        var going = projects.Where(p => p.Process.Ended is null || p.Process.FirstPass is not null).ToList();
        var passed = going.Count(p => p.Process.FirstPass is { } day && day <= goal && day <= asOf);
        Month? first = going.Count == 0 ? null : going.Min(p => p.Pool.Finish);
        var slack = first is { } finish ? goal.DayNumber - finish.LastDay.DayNumber : (int?)null;
        return new UnitCoverage(unit, [.. projects.Select(p => p.Id)], going.Count, passed, first, slack);
    }
}

/// <summary>One unit's part in G-01.</summary>
/// <param name="Unit">Its code.</param>
/// <param name="Projects">Its projects by number, with those that left.</param>
/// <param name="Going">Those still in the running, or passed.</param>
/// <param name="Passed">Those that passed by the goal's day.</param>
/// <param name="FirstFinish">Earliest planned finish; null when none is left.</param>
/// <param name="SlackDays">Days between that finish and the goal's; 0 is none.</param>
public sealed record UnitCoverage(string Unit, IReadOnlyList<string> Projects, int Going, int Passed, Month? FirstFinish, int? SlackDays)
{
    /// <summary>One project only, and it finishes when the goal ends: any delay misses the goal.</summary>
    public bool NoSlack => Passed == 0 && Going == 1 && SlackDays <= 0;

    /// <summary>One project only: what happens to it happens to the goal.</summary>
    public bool Single => Passed == 0 && Going == 1;

    /// <summary>None is left and none passed.</summary>
    public bool Lost => Passed == 0 && Going == 0;
}
