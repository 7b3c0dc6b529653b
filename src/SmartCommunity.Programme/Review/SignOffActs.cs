using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Review;

/// <summary>A reviewer is not content with the answer to a finding: it is open again. What was answered stays in the log.</summary>
/// <param name="Project">The project.</param>
/// <param name="No">Number of the finding.</param>
/// <param name="Reason">What is still wrong.</param>
/// <param name="Due">Day it is to be answered by now.</param>
public sealed record FindingReopened(string Project, int No, string Reason, DateOnly Due) : ReviewAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("reason", Reason, Entered.MaxText, Rule).Concat(DueFaults(Due, context)))
            yield return refusal;
        switch (project.Process.Findings.FirstOrDefault(f => f.No == No))
        {
            case null:
                yield return new Refusal("no", new Words($"没有第 {No} 条意见。", $"There is no finding {No}."), Rule);
                break;
            case { Answer: null }:
                yield return new Refusal("no", new Words($"第 {No} 条尚未整改。", $"Finding {No} is not answered yet."), Rule);
                break;
            case { AnsweredOn: { } answered }:
                foreach (var refusal in Entered.Day(On, context.Today, answered))
                    yield return refusal;
                break;
        }
    }

    protected override ProjectState Change(ProjectState project, ProgrammeEntry entry)
    {
        var index = project.Process.Findings.FindIndex(f => f.No == No);
        var findings = project.Process.Findings.SetItem(index, project.Process.Findings[index] with { Answer = null, AnsweredOn = null, Due = Due });
        // What is open again is not signed off any more.
        return project with { Process = project.Process with { Findings = findings }, Review = project.Review with { IsRunning = true } };
    }
}

/// <summary>A reviewer signs the review off: nothing of it is open.</summary>
/// <param name="Project">The project.</param>
/// <param name="Remark">What it says; may be empty.</param>
public sealed record ReviewSigned(string Project, string Remark) : ReviewAct(Project)
{
    protected override bool IsAtReviewOnly => true;

    protected override IEnumerable<Refusal> Needs(ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.OptionalText("remark", Remark, Rule))
            yield return refusal;
        if (!project.Review.IsRunning)
            yield return new Refusal("review", new Words("自上次签署以来没有质询也没有抽查，无可签署。", "Nothing was challenged or drawn since the last signature: there is no review to sign."), Rule);
        foreach (var refusal in ReviewLeft.Of(project).Refusals())
            yield return refusal;
        foreach (var refusal in NotOneOf(
            context.Actor, project.Review.Samples.SelectMany(s => s.Drawn.Select(id => s.Piece(id).EnteredBy)).Concat(project.Review.Challenges.SelectMany(c => c.Frozen.EnteredBy)),
            new("所审佐证或数据的录入人", "who entered something that was reviewed")))
            yield return refusal;
    }

    protected override ProjectState Change(ProjectState project, ProgrammeEntry entry) => project with
    {
        Review = project.Review with { Signatures = project.Review.Signatures.Add(new ReviewSignature(entry.Actor, Day(entry), project.Process.Stage, Remark?.Trim() ?? "")), IsRunning = false },
    };
}
