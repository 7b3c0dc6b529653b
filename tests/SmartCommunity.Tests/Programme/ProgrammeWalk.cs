using SmartCommunity.Programme.Files;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;
using SmartCommunity.Tests.Programme.Eligibility;

namespace SmartCommunity.Tests.Programme;

/// <summary>A programme in memory that begins with the shipped policy and pool, and takes acts as the desk does.</summary>
internal sealed class ProgrammeWalk
{
    internal const string Project = "jiangbin", Lead = "Li Lead", Street = "street";

    private readonly List<ProgrammeEntry> _entries = [];

    internal ProgrammeWalk()
    {
        foreach (var act in ShippedPool.Acts())
            Do(act, ProgrammeEntry.System);
    }

    internal ProgrammeState State { get; private set; } = ProgrammeState.Empty;

    internal IReadOnlyList<ProgrammeEntry> Entries => _entries;

    internal DateOnly Today { get; set; } = new(2021, 8, 1);

    internal ProjectState this[string project] => State.Projects[project];

    internal static PolicyPack Policy => ShippedPolicies.Fuyang;

    internal IReadOnlyList<Refusal> Try(ProgrammeAct act, string actor = Street) => [.. act.Refusals(State, new ActContext(Today, actor, PolicyLibrary.Shipped))];

    internal ProgrammeWalk Do(ProgrammeAct act, string actor = Street)
    {
        var refusals = Try(act, actor);
        Assert.True(refusals.Count == 0, $"{act} is refused: {string.Join("; ", refusals.Select(r => $"{r.Field}: {r.Why.En} [{string.Join(',', r.Rules)}]"))}");
        var entry = new ProgrammeEntry(State.Position + 1, new DateTimeOffset(Today, new TimeOnly(9, 0), TimeSpan.FromHours(8)), actor, act);
        State = State.Fold(entry);
        _entries.Add(entry);
        return this;
    }

    /// <summary>Asserts that an act is refused for a field by a rule.</summary>
    internal void Refused(ProgrammeAct act, string field, string? rule = null, string actor = Street)
    {
        var refusals = Try(act, actor);
        Assert.Contains(refusals, r => r.Field == field && (rule is null || r.Rules.Contains(rule)));
        Assert.All(refusals, r => Assert.True(r.Why.Zh.Length > 0 && r.Why.En.Length > 0));
    }

    internal ProgrammeWalk Survey(string project = Project)
    {
        foreach (var head in Policy.File.SurveyHeads)
            Do(new SurveyWritten(project, head.Code, $"What the survey found about {head.Name.En}."));
        return this;
    }

    internal ProgrammeWalk File(string project = Project)
    {
        foreach (var section in Policy.File.Sections)
            Do(Document(project, section.Code));
        return this;
    }

    /// <summary>Ground on which nothing keeps a project from being declared.</summary>
    internal ProgrammeWalk Ground(string project = Project)
    {
        foreach (var act in TestGround.Eligible(project, this[project].Pool.Type))
            Do(act);
        return this;
    }

    internal ProgrammeWalk Plans(string project = Project)
    {
        foreach (var plan in Policy.File.Plans)
            Do(Document(project, plan.Code)).Do(new PlanReviewed(project, plan.Code, true, "minutes 1"));
        return this;
    }

    /// <summary>Walks a project, on the day it is, until it stands at a stage of the straight way.</summary>
    internal ProgrammeWalk To(Stage stage, string project = Project, Level level = Level.City)
    {
        while (this[project].Process.Stage != stage)
            Next(project, level);
        return this;
    }

    internal static Readiness Ready(DateOnly day, params IReadOnlyList<ReadinessItem> items) => new(day, "zhejiang@1", 85, 80, items);

    internal static DocumentEntered Document(string project, string section, string title = "the document", char digit = 'a') =>
        new(project, section, title, "document.pdf", new string(digit, FileCheck.HashDigits), 1000);

    private void Next(string project, Level level)
    {
        var process = this[project].Process;
        switch (process.Stage)
        {
            case Stage.Survey:
                Survey(project).File(project).Ground(project).Do(new ProjectDeclared(project, Lead, null));
                break;
            case Stage.Declared:
                Do(new ProjectSelected(project, 1, "district 1"));
                break;
            case Stage.Plans:
                Plans(project).Do(new ProjectListed(project, "province 1", level));
                break;
            case Stage.Listed:
                Do(new BuildingStarted(project));
                break;
            case Stage.Building:
                Do(new AcceptanceApplied(project, level, "Wang Inspector", Ready(Today)));
                break;
            case Stage.SelfAcceptance:
                Do(new SelfAcceptanceReported(project, "report 1"));
                break;
            case Stage.DistrictReview:
                foreach (var department in Policy.Acceptance.Departments)
                    Do(new DepartmentSigned(project, department.Code, ""), department.Code);
                Do(new ProjectForwarded(project));
                break;
            case Stage.CityAcceptance when process.CityPassedOn is null:
                Do(new AcceptancePassed(project, Level.City, "city 1"));
                break;
            case Stage.CityAcceptance:
                Do(level == Level.City ? new ProjectNamed(project, "named 1") : new ProvinceApplied(project));
                break;
            case Stage.ProvinceAcceptance:
                Do(new AcceptancePassed(project, Level.Province, "province 2")).Do(new ProjectNamed(project, "named 1"));
                break;
            case Stage.Named:
                Do(new OperationStarted(project));
                break;
            default:
                throw new InvalidOperationException($"No straight way from {process.Stage}.");
        }
    }
}
