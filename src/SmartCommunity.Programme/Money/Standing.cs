using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Money;

/// <summary>Reads a project's case from its state: which level, in time or late, what was spent and paid.</summary>
public static class Standing
{
    /// <summary>The case as of a day, with what is paid.</summary>
    public static SubsidyCase Of(ProjectState project, PolicyPack policy, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        var money = project.Money;
        return new SubsidyCase
        {
            Type = project.Pool.Type,
            Level = project.Process.Passed ?? Unfinished(project.Process, policy.Subsidy),
            Listed = project.Process.ListedOn is not null,
            Passed = project.Process.Passed is not null,
            Late = IsLate(project, policy, day),
            Spend = money.Spent(policy.Subsidy),
            SpendIsFinal = money.Closing is not null,
            PaidSubsidy = money.Paid(reward: false),
            PaidReward = money.Paid(reward: true),
            Decision = money.Decision,
            Ended = project.Process.Ended is not null,
        };
    }

    /// <summary>
    /// M-09: the year its task belongs to ended before it passed. The first acceptance passed counts, whatever its level: a project that passed the city in time and the province later was in time.
    /// </summary>
    public static bool IsLate(ProjectState project, PolicyPack policy, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(project);
        return (project.Process.FirstPass ?? day).Year > TaskYear(project, policy);
    }

    /// <summary>The year its task belongs to ("当年", ambiguity 3).</summary>
    public static int TaskYear(ProjectState project, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        var due = policy.Subsidy.TaskYear == Policies.TaskYear.DueDate ? project.Process.Due(project.Pool, policy.Deadlines)?.On.Year : null;
        return due ?? project.Pool.Finish.Year;
    }

    private static Level Unfinished(ProjectProcess process, SubsidyPolicy policy) => policy.UnfinishedLevel == UnfinishedLevel.Applied ? process.Level ?? Level.City : Level.City;
}
