using System.Globalization;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Review;

/// <summary>A reviewer challenges a measure: the score as last recorded is frozen with its proof, and the unit has to answer.</summary>
/// <param name="Project">The project.</param>
/// <param name="Measure">Id of the measure.</param>
/// <param name="Reason">What is doubted.</param>
/// <param name="Due">Day it is to be answered by.</param>
/// <param name="Frozen">The score and the hash of its proof; taken by the cloud, whatever a client sends.</param>
public sealed record MeasureChallenged(string Project, string Measure, string Reason, DateOnly Due, FrozenMeasure? Frozen = null) : ReviewAct(Project)
{
    protected override bool IsAtReviewOnly => true;

    protected override IEnumerable<Refusal> Needs(ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("measure", Measure, Entered.MaxName, Rule).Concat(Entered.Text("reason", Reason, Entered.MaxText, Rule)).Concat(DueFaults(Due, context)))
            yield return refusal;
        if (project.Review.Challenges.FirstOrDefault(c => c.Measure == Measure?.Trim() && c.End is null) is { } open)
            yield return new Refusal("measure", new Words($"该测点的第 {open.No} 号质询尚未办结。", $"Challenge {open.No} of this measure is still open."), Rule);
        if (Frozen is null)
            yield return new Refusal("frozen", new Words("没有可冻结的评分记录。", "There is no recorded score to freeze."), Rule);
        foreach (var refusal in NotOneOf(context.Actor, Frozen?.EnteredBy ?? [], ChallengeChecks.WhoEntered))
            yield return refusal;
    }

    protected override ProjectState Change(ProjectState project, ProgrammeEntry entry) => project with
    {
        Review = project.Review with
        {
            Challenges = project.Review.Challenges.Add(new Challenge(project.Review.Challenges.Count + 1, Measure.Trim(), Reason.Trim(), entry.Actor, Day(entry), Due, Frozen!)), IsRunning = true,
        },
    };
}

/// <summary>The unit answers a challenge.</summary>
/// <param name="Project">The project.</param>
/// <param name="Challenge">Number of the challenge.</param>
/// <param name="Answer">What it says.</param>
public sealed record ChallengeAnswered(string Project, int Challenge, string Answer) : ReviewAct(Project)
{
    protected override bool IsReviewers => false;

    protected override IEnumerable<Refusal> Needs(ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("answer", Answer, Entered.MaxText, Rule))
            yield return refusal;
        if (ChallengeChecks.Open(project.Review, Challenge, out var challenge) is { } fault)
        {
            yield return fault;
            yield break;
        }

        if (challenge!.Answer is { } answered)
            yield return new Refusal("challenge", new Words($"第 {Challenge} 号质询已于 {answered.On:yyyy-MM-dd} 答复。", $"Challenge {Challenge} was answered on {answered.On:yyyy-MM-dd}."), Rule);
        foreach (var refusal in Entered.Day(On, context.Today, challenge.On).Concat(NotSame(context.Actor, challenge.By, new("提出该质询的人", "who made this challenge"))))
            yield return refusal;
    }

    protected override ProjectState Change(ProjectState project, ProgrammeEntry entry) =>
        project with { Review = ChallengeChecks.With(project.Review, Challenge, c => c with { Answer = new Statement(Answer.Trim(), entry.Actor, Day(entry)) }) };
}

/// <summary>A reviewer closes a challenge: upheld, it becomes a finding; withdrawn, it is settled.</summary>
/// <param name="Project">The project.</param>
/// <param name="Challenge">Number of the challenge.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Text">What is to be put right, or why it is settled.</param>
/// <param name="Due">Day the finding is to be answered by; only when upheld.</param>
public sealed record ChallengeClosed(string Project, int Challenge, ChallengeOutcome Outcome, string Text, DateOnly? Due = null) : ReviewAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("text", Text, Entered.MaxText, Rule))
            yield return refusal;
        if (Outcome == ChallengeOutcome.Upheld)
        {
            foreach (var refusal in DueFaults(Due, context))
                yield return refusal;
        }
        else if (Due is not null)
        {
            yield return new Refusal("due", new Words("撤回的质询没有期限。", "A challenge that is withdrawn has nothing due."), DueRule);
        }

        if (ChallengeChecks.Open(project.Review, Challenge, out var challenge) is { } fault)
        {
            yield return fault;
            yield break;
        }

        var day = On ?? context.Today;
        if (Outcome == ChallengeOutcome.Upheld && challenge!.Answer is null && day <= challenge.Due)
            yield return new Refusal("challenge", new Words($"责任单位可在 {challenge.Due:yyyy-MM-dd} 前答复，尚未答复。", $"The unit may answer until {challenge.Due:yyyy-MM-dd} and has not yet."), Rule);
        foreach (var refusal in Entered.Day(On, context.Today, (challenge!.Answer?.On) ?? challenge.On).Concat(NotSame(context.Actor, challenge.Answer?.By, new("答复该质询的人", "who answered this challenge"))))
            yield return refusal;
        foreach (var refusal in NotOneOf(context.Actor, challenge.Frozen.EnteredBy, ChallengeChecks.WhoEntered))
            yield return refusal;
    }

    protected override ProjectState Change(ProjectState project, ProgrammeEntry entry)
    {
        var said = new Statement(Text.Trim(), entry.Actor, Day(entry));
        var (next, finding) = (project, (int?)null);
        if (Outcome == ChallengeOutcome.Upheld)
            (next, finding) = WithFinding(project, string.Create(CultureInfo.InvariantCulture, $"{project.Review.Challenges[Challenge - 1].Measure}: {Text.Trim()}"), Due!.Value);
        return next with { Review = ChallengeChecks.With(next.Review, Challenge, c => c with { End = new ChallengeEnd(Outcome, said, finding) }) };
    }
}

internal static class ChallengeChecks
{
    public static Words WhoEntered => new("该测点佐证或数据的录入人", "who entered evidence or facts of this measure");

    /// <summary>Why there is no open challenge of a number; null, and the challenge, when there is.</summary>
    public static Refusal? Open(ProjectReview review, int no, out Challenge? challenge)
    {
        challenge = no < 1 || no > review.Challenges.Count ? null : review.Challenges[no - 1];
        return challenge switch
        {
            null => new Refusal("challenge", new Words($"没有第 {no} 号质询；共 {review.Challenges.Count} 件。", $"There is no challenge {no}; there are {review.Challenges.Count}."), ReviewAct.Rule),
            { End: { } end } => new Refusal("challenge", new Words($"第 {no} 号质询已于 {end.Said.On:yyyy-MM-dd} 办结。", $"Challenge {no} was closed on {end.Said.On:yyyy-MM-dd}."), ReviewAct.Rule),
            _ => null,
        };
    }

    public static ProjectReview With(ProjectReview review, int no, Func<Challenge, Challenge> change) => review with { Challenges = review.Challenges.SetItem(no - 1, change(review.Challenges[no - 1])) };
}
