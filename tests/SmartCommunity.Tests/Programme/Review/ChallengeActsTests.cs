using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Tests.Programme.Review;

public sealed class ChallengeActsTests
{
    private const string Project = ReviewWalk.Project, Unit = ProgrammeWalk.Street;

    private readonly ReviewWalk _review = new();

    [Fact]
    [Trait("Rule", "A-02")]
    public void A_challenge_is_answered_and_upheld_as_a_finding_with_a_due_date()
    {
        _review.Do(_review.Challenge()).Do(new ChallengeAnswered(Project, 1, "Two gates were counted twice."), Unit);
        _review.Do(new ChallengeClosed(Project, 1, ChallengeOutcome.Upheld, "Count each gate once.", _review.Today.AddDays(10)));

        var challenge = Assert.Single(_review.Review.Challenges);
        Assert.Equal((ReviewWalk.Measure, ReviewWalk.Reviewer, Unit), (challenge.Measure, challenge.By, challenge.Answer!.By));
        Assert.Equal((ChallengeOutcome.Upheld, 1), (challenge.End!.Outcome, challenge.End.Finding));
        var finding = Assert.Single(_review.State.Process.Findings);
        Assert.Equal((1, Stage.DistrictReview, "LL-01a: Count each gate once.", _review.Today.AddDays(10), (string?)null), (finding.No, finding.Stage, finding.Text, finding.Due, finding.Answer));
    }

    [Fact]
    public void A_challenge_that_is_withdrawn_leaves_no_finding()
    {
        _review.Do(_review.Challenge());
        _review.Refused(new ChallengeClosed(Project, 1, ChallengeOutcome.Withdrawn, "The list is complete.", _review.Today), "due", "O-02");
        _review.Do(new ChallengeClosed(Project, 1, ChallengeOutcome.Withdrawn, "The list is complete."));

        Assert.Empty(_review.State.Process.Findings);
        Assert.Null(_review.Review.Challenges[0].End!.Finding);
        _review.Refused(new ChallengeClosed(Project, 1, ChallengeOutcome.Withdrawn, "again"), "challenge");
        _review.Refused(new ChallengeAnswered(Project, 1, "too late"), "challenge", actor: Unit);
    }

    [Fact]
    public void Each_field_of_a_challenge_is_checked()
    {
        _review.Refused(_review.Challenge() with { Project = "atlantis" }, "project", rule: null);
        _review.Refused(_review.Challenge(" "), "measure");
        _review.Refused(_review.Challenge() with { Reason = "?" }, "reason");
        _review.Refused(_review.Challenge() with { Reason = new string('x', Entered.MaxText + 1) }, "reason");
        _review.Refused(_review.Challenge() with { Due = _review.Today.AddDays(-1) }, "due", "O-02");
        _review.Refused(_review.Challenge() with { On = _review.Today.AddDays(1) }, "on", rule: null);
        _review.Refused(_review.Challenge() with { Frozen = null }, "frozen");
        _review.Do(_review.Challenge()).Refused(_review.Challenge(), "measure");
        _review.Refused(_review.Challenge(ReviewWalk.Measure + " "), "measure");
        _review.Do(_review.Challenge("LL-01b"));
    }

    [Fact]
    [Trait("Rule", "O-02")]
    public void Each_field_of_answer_and_closing_is_checked()
    {
        _review.Do(_review.Challenge());

        _review.Refused(new ChallengeAnswered(Project, 2, "answer"), "challenge", actor: Unit);
        _review.Refused(new ChallengeAnswered(Project, 0, "answer"), "challenge", actor: Unit);
        _review.Refused(new ChallengeAnswered(Project, 1, ""), "answer", actor: Unit);
        _review.Refused(new ChallengeAnswered(Project, 1, "answer") { On = _review.Today.AddDays(-1) }, "on", rule: null, actor: Unit);
        _review.Refused(new ChallengeClosed(Project, 3, ChallengeOutcome.Upheld, "text", _review.Today), "challenge");
        _review.Do(new ChallengeAnswered(Project, 1, "answer"), Unit).Refused(new ChallengeAnswered(Project, 1, "again"), "challenge", actor: Unit);
        _review.Refused(new ChallengeClosed(Project, 1, ChallengeOutcome.Upheld, "", _review.Today), "text");
        _review.Refused(new ChallengeClosed(Project, 1, ChallengeOutcome.Upheld, "text"), "due", "O-02");
        _review.Refused(new ChallengeClosed(Project, 1, ChallengeOutcome.Upheld, "text", _review.Today.AddDays(-1)), "due", "O-02");
    }

    [Fact]
    public void A_unit_has_until_the_due_day_to_answer_before_a_challenge_is_upheld()
    {
        _review.Do(_review.Challenge());
        var upheld = new ChallengeClosed(Project, 1, ChallengeOutcome.Upheld, "No answer came.", new DateOnly(2021, 12, 1));

        _review.Walk.Today = _review.Review.Challenges[0].Due;
        _review.Refused(upheld, "challenge");
        _review.Walk.Today = _review.Today.AddDays(1);
        _review.Do(upheld);
    }

    [Theory]
    [InlineData(ProgrammeWalk.Lead)]
    [InlineData("li lead (lilead)")]
    [InlineData("Wang Inspector")]
    [InlineData(ReviewWalk.Submitter)]
    public void Who_has_a_part_in_it_does_not_review_it(string actor)
    {
        _review.Refused(_review.Challenge() with { Frozen = ReviewWalk.Frozen(ReviewWalk.Submitter) }, "actor", actor: actor);

        _review.Do(_review.Challenge() with { Frozen = ReviewWalk.Frozen(ReviewWalk.Submitter) });
        _review.Refused(new ChallengeClosed(Project, 1, ChallengeOutcome.Withdrawn, "fine"), "actor", actor: actor);
    }

    [Fact]
    public void Nobody_answers_an_own_challenge_or_closes_what_it_answered()
    {
        _review.Do(_review.Challenge()).Refused(new ChallengeAnswered(Project, 1, "answer"), "actor", actor: "zhou.r");
        _review.Do(new ChallengeAnswered(Project, 1, "answer"), "Office").Refused(new ChallengeClosed(Project, 1, ChallengeOutcome.Withdrawn, "fine"), "actor", actor: "office");
    }

    [Fact]
    public void Challenges_are_made_where_reviews_are_held_and_settled_anywhere()
    {
        var early = new ProgrammeWalk().To(Stage.Building);
        early.Refused(_review.Challenge(), "project", "A-02", ReviewWalk.Reviewer);

        _review.Do(_review.Challenge()).Do(new ProjectReturned(Project, [new NewFinding("Plan is old.", _review.Today)]));
        _review.Refused(_review.Challenge("LL-01b"), "project");
        _review.Do(new ChallengeAnswered(Project, 1, "answer"), Unit).Do(new ChallengeClosed(Project, 1, ChallengeOutcome.Upheld, "text", _review.Today));
        Assert.Equal([Stage.DistrictReview, Stage.DistrictReview], _review.State.Process.Findings.Select(f => f.Stage));
        _review.Do(new ProjectWithdrawn(Project, "no money")).Refused(_review.Challenge(), "project", "G-14");
    }

    [Theory]
    [InlineData("Li", "li ", true)]
    [InlineData("王芳", "王芳 (wang.fang)", true)]
    [InlineData("wang.fang", "王芳 (wang.fang)", true)]
    [InlineData("王芳 (wang.fang)", "王芳 (wang.two)", false)]
    [InlineData("王芳 (wang.fang)", "Wang (WANG.FANG)", true)]
    [InlineData("", "", false)]
    [InlineData(null, "Li", false)]
    public void Names_are_one_persons_whether_typed_or_an_accounts(string? one, string? other, bool same) => Assert.Equal(same, Persons.Same(one, other));
}
