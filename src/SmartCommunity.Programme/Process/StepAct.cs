using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Process;

/// <summary>An act that moves a project one step on. The machine says whether the step follows; the act says what it needs besides.</summary>
/// <param name="Project">The project.</param>
public abstract record StepAct(string Project) : ProgrammeAct
{
    public override string Subject => Project;

    /// <summary>The step it is.</summary>
    protected abstract Step Step { get; }

    /// <summary>Rule that orders the step.</summary>
    protected abstract string Rule { get; }

    public sealed override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (!state.Projects.TryGetValue(Project, out var project))
            return Entered.Project(state, Project);
        var process = project.Process;
        if (process.Ended is { } ended)
            return [ended];
        IEnumerable<Refusal> faults = Entered.Day(On, context.Today, process.Since);
        if (ProcessMachine.Next(process.Stage, process.Before, Step) is null)
            faults = faults.Append(NotNow(process));
        return faults.Concat(Needs(state, project, context)).ToList();
    }

    /// <summary>What it needs besides its place in the order.</summary>
    protected abstract IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context);

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p =>
    {
        // What stands in the log was possible when it was entered.
        var next = ProcessMachine.Next(p.Process.Stage, p.Process.Before, Step) ?? throw new InvalidOperationException($"{Step} does not follow {p.Process.Stage} in entry {entry.Position}.");
        var day = Day(entry);
        var moved = next is Stage.Returned or Stage.Suspended ? p.Process.Leave(next, day) : p.Process.Enter(next, day);
        return Change(p with { Process = moved }, p, day, entry);
    });

    /// <summary>What the step changes besides the stage.</summary>
    protected virtual ProjectState Change(ProjectState moved, ProjectState before, DateOnly day, ProgrammeEntry entry) => moved;

    private Refusal NotNow(ProjectProcess process)
    {
        var possible = ProcessMachine.Possible(process.Stage, process.Before);
        return new Refusal(
            "project", new Words($"项目处于“{StageWords.Of(process.Stage).Zh}”，此步不可行；可行：{string.Join('、', possible.Select(s => StageWords.Of(s).Zh))}。",
                $"The project is at '{StageWords.Of(process.Stage).En}'; this step does not follow. Possible: {string.Join(", ", possible.Select(s => StageWords.Of(s).En))}."), Rule);
    }
}
