using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Pool;

/// <summary>A policy comes into force for every project not yet listed.</summary>
/// <param name="Policy">The pack.</param>
/// <param name="DocumentNo">The document that puts it in force.</param>
public sealed record PolicyAdopted(PolicyKey Policy, string DocumentNo) : ProgrammeAct
{
    public override string? Subject => null;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var refusal in Entered.Text("documentNo", DocumentNo, Entered.MaxName).Concat(Entered.Day(On, context.Today)))
            yield return refusal;
        if (context.Policies.Find(Policy) is null)
            yield return new Refusal("policy", new Words($"没有政策包 {Policy}。", $"There is no policy pack {Policy}."));
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state with { Policy = Policy };
}

/// <summary>A project enters the pool (G-02, G-14).</summary>
/// <param name="Project">Its id: the community's code.</param>
/// <param name="Line">What the pool says of it.</param>
/// <param name="Reason">Why.</param>
public sealed record ProjectAdded(string Project, PoolLine Line, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in PoolCheck.Reason(Reason).Concat(PoolCheck.NewProject(state, Project, Line)).Concat(Entered.Day(On, context.Today)))
            yield return refusal;
        if (state.Policy is null)
            yield return new Refusal("policy", new Words("尚无有效政策。", "No policy is in force yet."), "G-02");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state with { Projects = state.Projects.Add(Project, new ProjectState { Id = Project, Pool = Line }) };
}

/// <summary>The months planned for a project change (G-14).</summary>
public sealed record ProjectRescheduled(string Project, Month? Start, Month Finish, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in Entered.Project(state, Project).Concat(PoolCheck.Reason(Reason)).Concat(PoolCheck.Months(Start, Finish)).Concat(Entered.Day(On, context.Today)))
            yield return refusal;
        if (state.Projects.TryGetValue(Project, out var project) && project.Process.Ended is { } ended)
            yield return ended;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Pool = p.Pool with { Start = Start, Finish = Finish } });
}

/// <summary>Another project takes a project's place (G-14); the old one stays, with its history.</summary>
/// <param name="Project">The one that goes.</param>
/// <param name="By">Id of the one that comes.</param>
/// <param name="Line">What the pool says of the one that comes.</param>
/// <param name="Reason">Why.</param>
public sealed record ProjectReplaced(string Project, string By, PoolLine Line, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in Entered.Project(state, Project).Concat(PoolCheck.Reason(Reason)).Concat(PoolCheck.NewProject(state, By, Line)).Concat(Entered.Day(On, context.Today)))
            yield return refusal;
        if (state.Projects.TryGetValue(Project, out var project) && project.Process.Ended is { } ended)
            yield return ended;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        var replaced = state.With(Project, p => p with { Pool = p.Pool with { ReplacedBy = By }, Process = p.Process.Leave(Process.Stage.Replaced, Day(entry)) });
        return replaced with { Projects = replaced.Projects.Add(By, new ProjectState { Id = By, Pool = Line, LastPosition = entry.Position }) };
    }
}

/// <summary>What kind of project it is, which decides deadline and subsidy (T-01 to T-04, M-01).</summary>
public sealed record ProjectTyped(string Project, ProjectType Type, bool Demolition, bool Resettlement, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in Entered.Project(state, Project).Concat(PoolCheck.Reason(Reason)).Concat(PoolCheck.Parts(Type, Demolition, Resettlement)).Concat(Entered.Day(On, context.Today)))
            yield return refusal;
        if (state.Projects.TryGetValue(Project, out var project) && project.Process.ListedOn is { } listed)
            yield return new Refusal("type", new Words($"已于 {listed:yyyy-MM-dd} 公布，类型不再更改；工期变化请申请延期。", $"It was listed on {listed:yyyy-MM-dd}; the type stands from then on. Ask for an extension instead."), "T-05");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) =>
        state.With(Project, p => p with { Pool = p.Pool with { Type = Type, Demolition = Demolition, Resettlement = Resettlement } });
}

/// <summary>What may stand in the pool.</summary>
internal static class PoolCheck
{
    // The annex dates from 2021; a programme beyond this century is a slip of the keyboard.
    private const int FirstYear = 2019;
    private const int LastYear = 2099;

    public static IEnumerable<Refusal> Reason(string reason) => Entered.Text("reason", reason, Entered.MaxText, "G-14");

    public static IEnumerable<Refusal> NewProject(ProgrammeState state, string id, PoolLine line)
    {
        if (state.Projects.ContainsKey(id))
            yield return new Refusal("project", new Words($"项目库中已有“{id}”；项目从不删除，也不重复。", $"The pool has '{id}' already; projects are never removed nor entered twice."), "G-14");
        foreach (var refusal in Entered.Text("project", id, Entered.MaxName).Concat(Entered.Text("line.unit", line.Unit, Entered.MaxName)).Concat(Entered.Text("line.name.zh", line.Name.Zh, Entered.MaxName)))
            yield return refusal;
        if (line.No < 1)
            yield return new Refusal("line.no", new Words($"序号 {line.No} 小于 1。", $"{line.No} is below 1."));
        foreach (var refusal in Months(line.Start, line.Finish).Concat(Parts(line.Type, line.Demolition, line.Resettlement)))
            yield return refusal;
        if (line.ReplacedBy is not null)
            yield return new Refusal("line.replacedBy", new Words("新项目尚未被替换。", "A new project is not replaced."));
    }

    public static IEnumerable<Refusal> Months(Month? start, Month finish)
    {
        foreach (var month in new[] { start, finish }.OfType<Month>().Where(m => m.Year is < FirstYear or > LastYear))
            yield return new Refusal("finish", new Words($"{month} 不在 {FirstYear} 至 {LastYear} 年之间。", $"{month} is outside {FirstYear} to {LastYear}."));
        if (start > finish)
            yield return new Refusal("finish", new Words($"完成 {finish} 早于启动 {start}。", $"The finish {finish} is before the start {start}."));
    }

    public static IEnumerable<Refusal> Parts(ProjectType type, bool demolition, bool resettlement)
    {
        if (demolition && type != ProjectType.Renovation)
            yield return new Refusal("demolition", new Words("“涉及拆改”只用于旧改类。", "Partial demolition is said of renovations only."), "T-02");
        if (resettlement && type == ProjectType.Renovation)
            yield return new Refusal("resettlement", new Words("“涉及拆迁安置”只用于新建类。", "Resettlement is said of new building only."), "T-04");
    }
}
