using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Files;

/// <summary>A head of the survey is written (G-06); again replaces it.</summary>
public sealed record SurveyWritten(string Project, string Head, string Text) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        var faults = Entered.Project(state, Project).Concat(Entered.Text("text", Text, Entered.MaxText, "G-06")).Concat(Entered.Day(On, context.Today)).ToList();
        if (state.Projects.ContainsKey(Project))
            faults.AddRange(FileCheck.Known("head", Head, context.PolicyOf(state, Project).File.SurveyHeads, "G-06"));
        return faults;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { File = p.File with { Survey = p.File.Survey.SetItem(Head, Text.Trim()) } });
}

/// <summary>A document, or its next version, enters the file (G-05).</summary>
public sealed record DocumentEntered(string Project, string Section, string Title, string FileName, string Sha256, long Bytes) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        var faults = Entered.Project(state, Project).Concat(Entered.Text("title", Title, Entered.MaxName)).Concat(Entered.Text("fileName", FileName, Entered.MaxName)).Concat(Entered.Day(On, context.Today)).ToList();
        if (Sha256.Length != FileCheck.HashDigits || Sha256.Any(c => !char.IsAsciiHexDigitLower(c)))
            faults.Add(new Refusal("sha256", new Words($"须为 {FileCheck.HashDigits} 位小写十六进制。", $"must be {FileCheck.HashDigits} lower-case hexadecimal digits.")));
        if (Bytes <= 0)
            faults.Add(new Refusal("bytes", new Words("文件是空的。", "The file is empty.")));
        if (state.Projects.TryGetValue(Project, out var project))
        {
            var policy = context.PolicyOf(state, Project).File;
            faults.AddRange(FileCheck.Known("section", Section, [.. policy.Sections, .. policy.Plans], "G-05"));
            if (project.File.Documents.LastOrDefault(d => d.Section == Section && d.Title == Title) is { Withdrawn: false } last && last.Sha256 == Sha256)
                faults.Add(new Refusal("sha256", new Words($"与第 {last.Version} 版相同。", $"It is the same as version {last.Version}.")));
        }

        return faults;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with
    {
        File = p.File with
        {
            Documents = p.File.Documents.Add(new ProjectDocument(
                Section, Title, p.File.Documents.Count(d => d.Section == Section && d.Title == Title) + 1, FileName, Sha256, Bytes, Day(entry), entry.Actor, Withdrawn: false)),
        },
    });
}

/// <summary>A document does not count any more; its versions stay.</summary>
public sealed record DocumentWithdrawn(string Project, string Section, string Title, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in Entered.Project(state, Project).Concat(Entered.Text("reason", Reason)))
            yield return refusal;
        if (state.Projects.TryGetValue(Project, out var project) && project.File.Newest(Section).All(d => d.Title != Title))
            yield return new Refusal("title", new Words($"没有文件“{Title}”。", $"There is no document '{Title}' in '{Section}'."));
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p =>
    {
        var index = p.File.Documents.FindLastIndex(d => d.Section == Section && d.Title == Title);
        return p with { File = p.File with { Documents = p.File.Documents.SetItem(index, p.File.Documents[index] with { Withdrawn = true }) } };
    });
}

/// <summary>A plan was reviewed (G-08). A plan is reviewed on a document of its section.</summary>
/// <param name="Project">The project.</param>
/// <param name="Plan">Code of the plan.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Minutes">Number of the minutes, or the findings.</param>
public sealed record PlanReviewed(string Project, string Plan, bool Passed, string Minutes) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        var faults = Entered.Project(state, Project).Concat(Entered.Text("minutes", Minutes, Entered.MaxText, "G-08")).Concat(Entered.Day(On, context.Today)).ToList();
        if (!state.Projects.TryGetValue(Project, out var project))
            return faults;
        faults.AddRange(FileCheck.Known("plan", Plan, context.PolicyOf(state, Project).File.Plans, "G-08"));
        if (project.Process.Stage != Process.Stage.Plans)
            faults.Add(new Refusal("project", new Words("项目不在方案阶段。", $"The project is at {project.Process.Stage}, not at its plans."), "G-08"));
        if (!project.File.Newest(Plan).Any())
            faults.Add(new Refusal("plan", new Words("尚未上传该方案。", "The plan itself has not been entered."), "G-08"));
        return faults;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) =>
        state.With(Project, p => p with { File = p.File with { Reviews = p.File.Reviews.Add(new PlanReview(Plan, Passed, Minutes, Day(entry))) } });
}

internal static class FileCheck
{
    /// <summary>Hexadecimal digits of a SHA-256.</summary>
    public const int HashDigits = 64;

    public static IEnumerable<Refusal> Known(string field, string code, IReadOnlyList<Policies.Heading> known, string rule)
    {
        if (known.All(h => h.Code != code))
            yield return new Refusal(field, new Words($"没有“{code}”；可用：{string.Join('、', known.Select(h => h.Code))}。", $"There is no '{code}'; there are {string.Join(", ", known.Select(h => h.Code))}."), rule);
    }
}
