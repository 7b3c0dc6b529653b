using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Review;

/// <summary>An act of a project's review (A-02): the project goes on, the day is possible, and who reviews has no part in what is reviewed.</summary>
/// <param name="Project">The project.</param>
public abstract record ReviewAct(string Project) : ProgrammeAct
{
    /// <summary>The rule a review follows: the office has the departments review what the unit accepted itself.</summary>
    internal const string Rule = "A-02";

    /// <summary>Each item has a day it is due by.</summary>
    internal const string DueRule = "O-02";

    private static readonly Stage[] _reviewed = [Stage.DistrictReview, Stage.CityAcceptance, Stage.ProvinceAcceptance, Stage.Named, Stage.Operating];

    public override string Subject => Project;

    /// <summary>It begins or ends something of a review, which is held at a review's stages only; what was begun is settled at any.</summary>
    protected virtual bool IsAtReviewOnly => false;

    /// <summary>A reviewer does it, not the unit.</summary>
    protected virtual bool IsReviewers => true;

    /// <summary>The stages at which a project is reviewed.</summary>
    public static IReadOnlyList<Stage> ReviewedStages => _reviewed;

    public sealed override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (!state.Projects.TryGetValue(Project, out var project))
            return Entered.Project(state, Project);
        if (project.Process.Ended is { } ended)
            return [ended];
        return [.. Entered.Day(On, context.Today), .. IsAtReviewOnly ? NotAtReview(project.Process) : [], .. IsReviewers ? Partial(project.Process, context.Actor) : [], .. Needs(project, context)];
    }

    /// <summary>What it needs besides.</summary>
    protected abstract IEnumerable<Refusal> Needs(ProjectState project, ActContext context);

    public sealed override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        return state.With(Project, p => Change(p, entry));
    }

    /// <summary>The project after it.</summary>
    protected abstract ProjectState Change(ProjectState project, ProgrammeEntry entry);

    /// <summary>A day something is due by: there, and not before the act's own.</summary>
    private protected IEnumerable<Refusal> DueFaults(DateOnly? due, ActContext context)
    {
        if (due is null)
            yield return new Refusal("due", new Words("须填写期限。", "is required: the day it is due by."), DueRule);
        else if (due < (On ?? context.Today))
            yield return new Refusal("due", new Words($"期限 {due:yyyy-MM-dd} 早于办理之日 {On ?? context.Today:yyyy-MM-dd}。", $"{due:yyyy-MM-dd} is before the day of the act, {On ?? context.Today:yyyy-MM-dd}."), DueRule);
    }

    /// <summary>Somebody who may not be the one who acts.</summary>
    private protected static IEnumerable<Refusal> NotSame(string actor, string? other, Words who) => Entered.NotSame(actor, other, who, Rule);

    /// <summary>Several who may not be; that it is one of them is said once.</summary>
    private protected static IEnumerable<Refusal> NotOneOf(string actor, IEnumerable<string> others, Words who) => others.SelectMany(other => NotSame(actor, other, who)).Take(1);

    /// <summary>The project with one more finding, and its number. It is the stage's at which the review is, though the project may have been returned from it.</summary>
    private protected static (ProjectState Project, int No) WithFinding(ProjectState project, string text, DateOnly due)
    {
        var process = project.Process;
        var finding = new Finding(process.Findings.Count + 1, process.Before ?? process.Stage, text, due, null, null);
        return (project with { Process = process with { Findings = process.Findings.Add(finding) } }, finding.No);
    }

    private static IEnumerable<Refusal> NotAtReview(ProjectProcess process)
    {
        if (!_reviewed.Contains(process.Stage))
        {
            yield return new Refusal(
                "project", new Words($"项目处于“{StageWords.Of(process.Stage).Zh}”，评审只在{string.Join('、', _reviewed.Select(s => StageWords.Of(s).Zh))}进行。",
                    $"The project is at '{StageWords.Of(process.Stage).En}'; it is reviewed at {string.Join(", ", _reviewed.Select(s => StageWords.Of(s).En))} only."), Rule);
        }
    }

    private static IEnumerable<Refusal> Partial(ProjectProcess process, string actor) =>
        [.. NotSame(actor, process.Lead, new("项目负责人", "the project's lead")), .. NotSame(actor, process.Inspector, new("责任单位的验收人", "the unit's own inspector"))];
}
