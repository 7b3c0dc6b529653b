using SmartCommunity.Programme;
using SmartCommunity.Programme.Files;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Console.Acts;

/// <summary>What may be done about a project where it stands, as forms: first the steps on, then what belongs to its stage, then the pool's own. Pure.</summary>
internal static class ProjectForms
{
    private static readonly (string Code, Words Name)[] _levels = [(nameof(Level.City), new("市级", "city")), (nameof(Level.Province), new("省级", "province"))];

    private static readonly (string Code, Words Name)[] _types =
        [(nameof(ProjectType.Renovation), new("旧改类", "renovation")), (nameof(ProjectType.NewBuild), new("规划新建", "new building")), (nameof(ProjectType.Rebuild), new("拆除重建", "rebuilding"))];

    /// <summary>The forms of a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="policy">The policy it goes by.</param>
    /// <param name="department">Code of the department the visitor signs for; empty: any.</param>
    internal static IReadOnlyList<ActForm> Of(ProjectState project, PolicyPack policy, string department)
    {
        var (id, process) = (project.Id, project.Process);
        if (process.Ended is not null)
            return [];
        return
        [
            .. ProcessMachine.Possible(process.Stage, process.Before).Select(step => OfStep(step, project)),
            .. OfStage(project, policy, department),
            new("surveyWritten", [new("head", ActFieldKind.Choice, Headings(policy.File.SurveyHeads)), new("text", ActFieldKind.Text)], v => new SurveyWritten(id, v.Text("head"), v.Text("text"))),
            .. process.ListedOn is null ? [Typed(project)] : new[] { Extension(id) },
            new(
                "projectRescheduled", [new("start", ActFieldKind.Month, Initial: project.Pool.Start?.ToString() ?? ""), new("finish", ActFieldKind.Month, Initial: project.Pool.Finish.ToString()), Reason],
                v => new ProjectRescheduled(id, v.OptionalMonth("start"), v.Month("finish"), v.Text("reason"))),
        ];
    }

    private static ActField Reason => new("reason", ActFieldKind.Text);

    private static ActField DocumentNo => new("documentNo");

    private static ActForm OfStep(Step step, ProjectState project)
    {
        var id = project.Id;
        return step switch
        {
            Step.Declare => new("projectDeclared", [new("lead"), Reason], v => new ProjectDeclared(id, v.Text("lead"), v.Optional("reason"))),
            Step.Select => new("projectSelected", [new("rank", ActFieldKind.Number), DocumentNo], v => new ProjectSelected(id, v.Number("rank"), v.Text("documentNo"))),
            Step.List => new("projectListed", [DocumentNo, LevelOf(project)], v => new ProjectListed(id, v.Text("documentNo"), v.Choice<Level>("level"))),
            Step.StartBuilding => new("buildingStarted", [], _ => new BuildingStarted(id)),
            Step.ApplyForAcceptance => new("acceptanceApplied", [LevelOf(project), new("inspector")], v => new AcceptanceApplied(id, v.Choice<Level>("level"), v.Text("inspector"), null)),
            Step.ReportSelfAcceptance => new("selfAcceptanceReported", [new("reportNo")], v => new SelfAcceptanceReported(id, v.Text("reportNo"))),
            Step.Forward => new("projectForwarded", [], _ => new ProjectForwarded(id)),
            Step.ApplyForProvince => new("provinceApplied", [], _ => new ProvinceApplied(id)),
            Step.Name => new("projectNamed", [DocumentNo], v => new ProjectNamed(id, v.Text("documentNo"))),
            Step.Operate => new("operationStarted", [], _ => new OperationStarted(id)),
            Step.Return => new("projectReturned", [new("findings", ActFieldKind.Text), new("due", ActFieldKind.Day)], v => new ProjectReturned(id, Findings(v))),
            Step.Resubmit => new("projectResubmitted", [], _ => new ProjectResubmitted(id)),
            Step.Suspend => new("projectSuspended", [Reason], v => new ProjectSuspended(id, v.Text("reason"))),
            Step.Resume => new("projectResumed", [], _ => new ProjectResumed(id)),
            Step.Withdraw => new("projectWithdrawn", [Reason], v => new ProjectWithdrawn(id, v.Text("reason"))),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Not a step."),
        };
    }

    private static IEnumerable<ActForm> OfStage(ProjectState project, PolicyPack policy, string department)
    {
        var (id, process) = (project.Id, project.Process);
        if (process.Stage == Stage.Plans)
        {
            yield return new(
                "planReviewed", [new("plan", ActFieldKind.Choice, Headings(policy.File.Plans)), new("passed", ActFieldKind.Check), new("minutes", ActFieldKind.Text)],
                v => new PlanReviewed(id, v.Text("plan"), v.Flag("passed"), v.Text("minutes")));
        }

        if (process.Stage == Stage.DistrictReview)
        {
            var left = policy.Acceptance.Departments.Where(d => !process.Signatures.ContainsKey(d.Code) && (department.Length == 0 || d.Code == department)).Select(d => (d.Code, d.Name)).ToList();
            if (left.Count > 0)
                yield return new("departmentSigned", [new("department", ActFieldKind.Choice, left), new("remark", ActFieldKind.Text)], v => new DepartmentSigned(id, v.Text("department"), v.Text("remark")));
        }

        if (process.Stage is Stage.CityAcceptance or Stage.ProvinceAcceptance)
        {
            var level = process.Stage == Stage.CityAcceptance ? Level.City : Level.Province;
            if ((level == Level.City ? process.CityPassedOn : process.ProvincePassedOn) is null)
                yield return new("acceptancePassed", [DocumentNo], v => new AcceptancePassed(id, level, v.Text("documentNo")));
        }

        if (process.Open.Any())
        {
            yield return new(
                "findingAnswered", [new("no", ActFieldKind.Choice, [.. process.Open.Select(f => ($"{f.No}", new Words($"{f.No} {f.Text}", $"{f.No} {f.Text}")))]), new("answer", ActFieldKind.Text)],
                v => new FindingAnswered(id, v.Number("no"), v.Text("answer")));
        }
    }

    private static ActForm Typed(ProjectState project) => new(
        "projectTyped", [new("type", ActFieldKind.Choice, _types, project.Pool.Type.ToString()), new("demolition", ActFieldKind.Check, Initial: $"{project.Pool.Demolition}"), new("resettlement", ActFieldKind.Check, Initial: $"{project.Pool.Resettlement}"), Reason],
        v => new ProjectTyped(project.Id, v.Choice<ProjectType>("type"), v.Flag("demolition"), v.Flag("resettlement"), v.Text("reason")));

    private static ActForm Extension(string id) => new(
        "extensionGranted", [new("to", ActFieldKind.Day), DocumentNo, new("approvedBy"), Reason], v => new ExtensionGranted(id, v.Day("to"), v.Text("documentNo"), v.Text("approvedBy"), v.Text("reason")));

    private static ActField LevelOf(ProjectState project) => new("level", ActFieldKind.Choice, _levels, (project.Process.Level ?? Level.City).ToString());

    private static List<(string Code, Words Name)> Headings(IEnumerable<Heading> headings) => [.. headings.Select(h => (h.Code, h.Name))];

    // A line is a finding; all are due on one day.
    private static List<NewFinding> Findings(ActValues values)
    {
        var due = values.Day("due");
        return [.. values.Text("findings").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => new NewFinding(text, due))];
    }
}
