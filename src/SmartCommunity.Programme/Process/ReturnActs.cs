using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Process;

/// <summary>One thing to put right.</summary>
/// <param name="Text">What is wrong.</param>
/// <param name="Due">Day it is to be answered by.</param>
public sealed record NewFinding(string Text, DateOnly Due);

/// <summary>A review returns the project with numbered findings.</summary>
public sealed record ProjectReturned(string Project, IReadOnlyList<NewFinding> Findings) : StepAct(Project)
{
    /// <summary>Most findings of one return: more is a project that was not ready.</summary>
    public const int MaxFindings = 100;

    protected override Step Step => Step.Return;

    protected override string Rule => "A-02";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        if (Findings.Count is < 1 or > MaxFindings)
            yield return new Refusal("findings", new Words($"须有 1 至 {MaxFindings} 条意见，现有 {Findings.Count} 条。", $"A return has 1 to {MaxFindings} findings; there are {Findings.Count}."), Rule);
        for (var index = 0; index < Findings.Count; index++)
        {
            foreach (var refusal in Entered.Text($"findings[{index}].text", Findings[index].Text, Entered.MaxText, Rule))
                yield return refusal;
            if (Findings[index].Due < (On ?? context.Today))
                yield return new Refusal($"findings[{index}].due", new Words("期限早于退回之日。", "It is due before the day of the return."), "O-02");
        }
    }

    protected override ProjectState Change(ProjectState moved, ProjectState before, DateOnly day, ProgrammeEntry entry) => moved with
    {
        Process = moved.Process with
        {
            Findings = moved.Process.Findings.AddRange(Findings.Select((f, index) => new Finding(moved.Process.Findings.Count + index + 1, before.Process.Stage, f.Text.Trim(), f.Due, null, null))),
            // Who had signed signs again what has changed.
            Signatures = moved.Process.Signatures.Clear(),
        },
    };
}

/// <summary>A finding is answered: what was done about it.</summary>
public sealed record FindingAnswered(string Project, int No, string Answer) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (!state.Projects.TryGetValue(Project, out var project))
            return Entered.Project(state, Project);
        var faults = Entered.Text("answer", Answer, Entered.MaxText, "A-02").Concat(Entered.Day(On, context.Today)).ToList();
        if (project.Process.Findings.FirstOrDefault(f => f.No == No) is not { } finding)
            faults.Add(new Refusal("no", new Words($"没有第 {No} 条意见。", $"There is no finding {No}."), "A-02"));
        else if (finding.Answer is not null)
            faults.Add(new Refusal("no", new Words($"第 {No} 条已于 {finding.AnsweredOn:yyyy-MM-dd} 整改。", $"Finding {No} was answered on {finding.AnsweredOn:yyyy-MM-dd}."), "A-02"));
        return faults;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p =>
    {
        var index = p.Process.Findings.FindIndex(f => f.No == No);
        return p with { Process = p.Process with { Findings = p.Process.Findings.SetItem(index, p.Process.Findings[index] with { Answer = Answer.Trim(), AnsweredOn = Day(entry) }) } };
    });
}

/// <summary>Every finding is answered; the project goes back to the review that returned it.</summary>
public sealed record ProjectResubmitted(string Project) : StepAct(Project)
{
    protected override Step Step => Step.Resubmit;

    protected override string Rule => "A-02";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        var open = project.Process.Open.Select(f => f.No).ToList();
        if (open.Count > 0)
            yield return new Refusal("findings", new Words($"尚未整改：第 {string.Join('、', open)} 条。", $"Not answered yet: {string.Join(", ", open)}."), Rule);
    }
}

/// <summary>The project rests; its clock does not (an extension is a decision of its own).</summary>
public sealed record ProjectSuspended(string Project, string Reason) : StepAct(Project)
{
    protected override Step Step => Step.Suspend;

    protected override string Rule => "G-14";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context) => Entered.Text("reason", Reason, Entered.MaxText, Rule);
}

/// <summary>The project goes on where it rested.</summary>
public sealed record ProjectResumed(string Project) : StepAct(Project)
{
    protected override Step Step => Step.Resume;

    protected override string Rule => "G-14";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context) => [];
}

/// <summary>The project leaves the pool's running; it stays in its history.</summary>
public sealed record ProjectWithdrawn(string Project, string Reason) : StepAct(Project)
{
    protected override Step Step => Step.Withdraw;

    protected override string Rule => "G-14";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context) => Entered.Text("reason", Reason, Entered.MaxText, Rule);
}

/// <summary>A later due date is granted (T-04 and beyond).</summary>
/// <param name="Project">The project.</param>
/// <param name="To">The new due day.</param>
/// <param name="DocumentNo">Number of the approval.</param>
/// <param name="ApprovedBy">Who approved it; not who enters it.</param>
/// <param name="Reason">Why.</param>
public sealed record ExtensionGranted(string Project, DateOnly To, string DocumentNo, string ApprovedBy, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (!state.Projects.TryGetValue(Project, out var project))
            return Entered.Project(state, Project);
        var faults = Entered.Text("reason", Reason, Entered.MaxText, "T-04").Concat(Entered.Text("documentNo", DocumentNo, Entered.MaxName, "T-04")).Concat(Entered.Text("approvedBy", ApprovedBy, Entered.MaxName, "T-04"))
            .Concat(Entered.Day(On, context.Today, project.Process.ListedOn)).ToList();
        if (Persons.Same(ApprovedBy, context.Actor))
            faults.Add(new Refusal("approvedBy", new Words("批准人不得为录入人。", "Who enters it may not approve it."), "T-04"));
        var policy = context.PolicyOf(state, Project).Deadlines;
        if (project.Process.Due(project.Pool, policy) is not { } due)
            faults.Add(new Refusal("project", new Words("项目尚未公布，无到期日。", "The project is not listed; it has no due date."), "T-05"));
        else if (To <= due.On)
            faults.Add(new Refusal("to", new Words($"须晚于现到期日 {due.On:yyyy-MM-dd}。", $"must be after the due date, {due.On:yyyy-MM-dd}."), due.Rule));
        else if (due.Rule == "T-04" && project.Process.ListedOn!.Value.AddYears(policy.NewBuildWithResettlementYears) is var last && To > last)
            faults.Add(new Refusal("to", new Words($"最迟 {last:yyyy-MM-dd}（公布后 {policy.NewBuildWithResettlementYears} 年）。", $"may be {last:yyyy-MM-dd} at the latest, {policy.NewBuildWithResettlementYears} years after listing."), "T-04"));
        return faults;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(
        Project, p => p with { Process = p.Process with { Extensions = p.Process.Extensions.Add(new Extension(To, DocumentNo, ApprovedBy, Reason, Day(entry))) } });
}
