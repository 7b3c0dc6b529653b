using System.Text.Json.Serialization;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Money;

/// <summary>An act about a project's money: the project must be in the pool, the day may not lie ahead.</summary>
/// <param name="Project">The project.</param>
public abstract record MoneyAct(string Project) : ProgrammeAct
{
    [JsonIgnore]
    public override string Subject => Project;

    public sealed override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        return state.Projects.TryGetValue(Project, out var project)
            ? [.. Entered.Day(On, context.Today), .. Needs(state, project, context)]
            : Entered.Project(state, Project);
    }

    /// <summary>What it needs besides.</summary>
    protected abstract IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context);

    public sealed override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.With(Project, p => p with { Money = Change(p, EntryMark.Of(this, entry)) });
    }

    /// <summary>The project's money after it.</summary>
    protected abstract ProjectMoney Change(ProjectState project, EntryMark mark);
}
