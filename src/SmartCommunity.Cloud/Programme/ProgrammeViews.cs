using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Cloud.Programme;

/// <summary>The whole programme as of a day.</summary>
/// <param name="Position">Position of the log it follows from.</param>
/// <param name="AsOf">The day dates are judged by.</param>
/// <param name="Policy">The policy in force.</param>
/// <param name="Goal">G-01.</param>
/// <param name="Projects">Every project, by number.</param>
public sealed record ProgrammeView(long Position, DateOnly AsOf, PolicyKey Policy, CoverageGoal Goal, IReadOnlyList<ProjectView> Projects)
{
    /// <summary>The view of a state.</summary>
    public static ProgrammeView Of(ProgrammeState state, PolicyLibrary policies, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policies);
        var policy = policies.Of(state.Policy);
        return new ProgrammeView(
            state.Position, asOf, state.Policy!, CoverageGoal.Of(state, policy, asOf), [.. state.Projects.Values.OrderBy(p => p.Pool.No).ThenBy(p => p.Id, StringComparer.Ordinal).Select(p => ProjectView.Of(p, policies.Of(p.Policy ?? state.Policy), asOf))]);
    }
}

/// <summary>One project as of a day.</summary>
/// <param name="Id">The community's code.</param>
/// <param name="Pool">What the pool says.</param>
/// <param name="Process">Where it stands.</param>
/// <param name="StageName">Its stage in both languages.</param>
/// <param name="Possible">The steps that may follow.</param>
/// <param name="Due">When it is due; null before it is listed.</param>
/// <param name="Signal">Green, amber or red against the due date; null before it is listed or after it left.</param>
/// <param name="Completeness">Of its file.</param>
/// <param name="Policy">The policy it goes by.</param>
/// <param name="LastPosition">Position of the last entry about it.</param>
public sealed record ProjectView(
    string Id, PoolLine Pool, ProjectProcess Process, Words StageName, IReadOnlyList<Step> Possible, DueDate? Due, Signal? Signal, SmartCommunity.Programme.Files.Completeness Completeness, PolicyKey Policy, long LastPosition)
{
    /// <summary>The view of a project by its policy.</summary>
    public static ProjectView Of(ProjectState project, PolicyPack policy, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        var process = project.Process;
        var due = process.Due(project.Pool, policy.Deadlines);
        return new ProjectView(
            project.Id, project.Pool, process, StageWords.Of(process.Stage), process.Ended is null ? ProcessMachine.Possible(process.Stage, process.Before) : [], due,
            process.Ended is null ? due?.Signal(asOf, process.FirstPass, policy.Deadlines.AmberDays) : null, project.File.Completeness(policy.File), PolicyLibrary.KeyOf(policy), project.LastPosition);
    }
}
