using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Process;

/// <summary>The unit applies for acceptance and names who inspects (A-01). What is binding must be there.</summary>
/// <param name="Project">The project.</param>
/// <param name="Level">The level it goes for.</param>
/// <param name="Inspector">Who inspects; not who leads the project.</param>
/// <param name="Readiness">How ready it is; taken by the cloud from scores and evidence, whatever a client sends.</param>
public sealed record AcceptanceApplied(string Project, Level Level, string Inspector, Readiness? Readiness) : StepAct(Project)
{
    protected override Step Step => Step.ApplyForAcceptance;

    protected override string Rule => "A-01";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("inspector", Inspector, Entered.MaxName, Rule))
            yield return refusal;
        if (Persons.Same(Inspector, project.Process.Lead))
            yield return new Refusal("inspector", new Words("验收人不得为项目负责人。", "Who leads the project may not inspect it."), Rule);
        if (Readiness is null)
            yield return new Refusal("readiness", new Words("尚无评分，无法判断是否具备验收条件。", "The community is not scored yet; it cannot be said whether it is ready."), Rule, "G-03");
        foreach (var item in Readiness?.Blocking ?? [])
            yield return new Refusal($"readiness.{item.Measure}", item.Why, Rule, "G-03");
    }

    protected override ProjectState Change(ProjectState moved, ProjectState before, DateOnly day, ProgrammeEntry entry) =>
        moved with { Process = moved.Process with { Level = Level, Inspector = Inspector.Trim(), Readiness = Readiness, Signatures = moved.Process.Signatures.Clear() } };
}

/// <summary>The unit's own acceptance is done and reported to the district (A-01).</summary>
/// <param name="Project">The project.</param>
/// <param name="ReportNo">Number of the report.</param>
public sealed record SelfAcceptanceReported(string Project, string ReportNo) : StepAct(Project)
{
    protected override Step Step => Step.ReportSelfAcceptance;

    protected override string Rule => "A-01";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context) => Entered.Text("reportNo", ReportNo, Entered.MaxName, Rule);
}

/// <summary>A department signs the district's review (A-02).</summary>
/// <param name="Project">The project.</param>
/// <param name="Department">Its code in the policy.</param>
/// <param name="Remark">What it says; may be empty.</param>
public sealed record DepartmentSigned(string Project, string Department, string Remark) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (!state.Projects.TryGetValue(Project, out var project))
            return Entered.Project(state, Project);
        var faults = Entered.Day(On, context.Today, project.Process.Since).ToList();
        if (project.Process.Stage != Stage.DistrictReview)
            faults.Add(new Refusal("project", new Words($"项目处于“{StageWords.Of(project.Process.Stage).Zh}”，不在区复核。", $"The project is at '{StageWords.Of(project.Process.Stage).En}', not at the district's review."), "A-02"));
        var departments = context.PolicyOf(state, Project).Acceptance.Departments;
        if (departments.All(d => d.Code != Department))
            faults.Add(new Refusal("department", new Words($"会签部门没有“{Department}”。", $"'{Department}' is none of the departments that sign: {string.Join(", ", departments.Select(d => d.Code))}."), "A-02"));
        if (project.Process.Signatures.TryGetValue(Department, out var signed))
            faults.Add(new Refusal("department", new Words($"已于 {signed.On:yyyy-MM-dd} 会签。", $"It signed on {signed.On:yyyy-MM-dd}."), "A-02"));
        return faults;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(
        Project, p => p with { Process = p.Process with { Signatures = p.Process.Signatures.SetItem(Department, new Signature(Department, entry.Actor, Day(entry), Remark)) } });
}

/// <summary>Every department signed; the project goes to the city (A-02, A-03).</summary>
public sealed record ProjectForwarded(string Project) : StepAct(Project)
{
    protected override Step Step => Step.Forward;

    protected override string Rule => "A-03";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        var missing = context.PolicyOf(state, Project).Acceptance.Departments.Where(d => !project.Process.Signatures.ContainsKey(d.Code)).ToList();
        if (missing.Count > 0)
            yield return new Refusal("departments", new Words($"尚未会签：{string.Join('、', missing.Select(d => d.Name.Zh))}。", $"Not signed yet: {string.Join(", ", missing.Select(d => d.Name.En))}."), "A-02");
        if (project.Review.IsRunning)
            yield return new Refusal("review", new Words("已开展的评审（质询、抽查）尚未签署。", "A review was begun, with a challenge or a sample, and is not signed off."), "A-02");
    }
}

/// <summary>City or province passed the project.</summary>
/// <param name="Project">The project.</param>
/// <param name="Level">Who passed it.</param>
/// <param name="DocumentNo">Number of the result.</param>
public sealed record AcceptancePassed(string Project, Level Level, string DocumentNo) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (!state.Projects.TryGetValue(Project, out var project))
            return Entered.Project(state, Project);
        var faults = Entered.Day(On, context.Today, project.Process.Since).Concat(Entered.Text("documentNo", DocumentNo, Entered.MaxName, "A-03")).ToList();
        var wanted = Level == Level.City ? Stage.CityAcceptance : Stage.ProvinceAcceptance;
        if (project.Process.Stage != wanted)
            faults.Add(new Refusal("level", new Words($"项目处于“{StageWords.Of(project.Process.Stage).Zh}”，不在“{StageWords.Of(wanted).Zh}”。", $"The project is at '{StageWords.Of(project.Process.Stage).En}', not at '{StageWords.Of(wanted).En}'."), "A-03"));
        if ((Level == Level.City ? project.Process.CityPassedOn : project.Process.ProvincePassedOn) is { } passed)
            faults.Add(new Refusal("level", new Words($"已于 {passed:yyyy-MM-dd} 通过。", $"It passed on {passed:yyyy-MM-dd}."), "A-03"));
        return faults;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with
    {
        Process = Level == Level.City ? p.Process with { CityPassedOn = Day(entry) } : p.Process with { ProvincePassedOn = Day(entry) },
    });
}

/// <summary>A project that passed the city goes on to the province (A-03).</summary>
public sealed record ProvinceApplied(string Project) : StepAct(Project)
{
    protected override Step Step => Step.ApplyForProvince;

    protected override string Rule => "A-03";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        if (project.Process.CityPassedOn is null)
            yield return new Refusal("project", new Words("尚未通过市级验收。", "It has not passed the city's acceptance."), Rule);
        if (project.Process.ProvincePassedOn is { } passed)
            yield return new Refusal("project", new Words($"已于 {passed:yyyy-MM-dd} 通过省级验收。", $"It passed the province's acceptance on {passed:yyyy-MM-dd}."), Rule);
    }

    protected override ProjectState Change(ProjectState moved, ProjectState before, DateOnly day, ProgrammeEntry entry) => moved with { Process = moved.Process with { Level = Level.Province } };
}

/// <summary>The project is named a future community.</summary>
/// <param name="Project">The project.</param>
/// <param name="DocumentNo">Number of the naming.</param>
public sealed record ProjectNamed(string Project, string DocumentNo) : StepAct(Project)
{
    protected override Step Step => Step.Name;

    protected override string Rule => "A-03";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("documentNo", DocumentNo, Entered.MaxName, Rule))
            yield return refusal;
        var passed = project.Process.Stage == Stage.ProvinceAcceptance ? project.Process.ProvincePassedOn : project.Process.FirstPass;
        if (passed is null)
            yield return new Refusal("project", new Words("尚未通过验收。", "It has not passed its acceptance."), Rule);
    }
}

/// <summary>The named community goes into operation, where its scenes are assessed for good.</summary>
public sealed record OperationStarted(string Project) : StepAct(Project)
{
    protected override Step Step => Step.Operate;

    protected override string Rule => "A-03";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context) => [];
}
