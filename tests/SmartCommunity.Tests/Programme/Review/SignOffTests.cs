using System.Text.Json;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Tests.Programme.Review;

public sealed class SignOffTests
{
    private const string Project = ReviewWalk.Project, Unit = ProgrammeWalk.Street;

    private readonly ReviewWalk _review = new();

    [Fact]
    [Trait("Rule", "A-02")]
    public void A_review_is_signed_when_nothing_of_it_is_open_and_what_is_open_is_named()
    {
        _review.Refused(new ReviewSigned(Project, ""), "review");
        _review.Do(_review.Challenge()).Do(ReviewWalk.Draw());
        var drawn = _review.Review.Samples[0].Drawn;

        Assert.Contains("1 (LL-01a)", Why("challenges"), StringComparison.Ordinal);
        Assert.Contains(drawn[1], Why("samples"), StringComparison.Ordinal);
        _review.Do(new ChallengeAnswered(Project, 1, "answer"), Unit).Do(new ChallengeClosed(Project, 1, ChallengeOutcome.Upheld, "Count again.", _review.Today.AddDays(9)));
        _review.Do(new SampleChecked(Project, 1, drawn[0], true, "")).Do(new SampleChecked(Project, 1, drawn[1], false, "No signature.", _review.Today.AddDays(3)));
        Assert.Contains("1, 2", Why("findings"), StringComparison.Ordinal);
        Assert.Equal(_review.Today.AddDays(3), ReviewLeft.Of(_review.State).NextDue);
        _review.Do(new FindingAnswered(Project, 1, "Counted."), Unit).Do(new FindingAnswered(Project, 2, "Signed."), Unit);
        _review.Refused(new ReviewSigned(Project, new string('x', Entered.MaxText + 1)), "remark");
        _review.Refused(new ReviewSigned(Project, ""), "actor", actor: ProgrammeWalk.Lead);
        _review.Do(new ReviewSigned(Project, "In order now."));

        var signature = Assert.Single(_review.Review.Signatures);
        Assert.Equal((ReviewWalk.Reviewer, Stage.DistrictReview, "In order now."), (signature.By, signature.Stage, signature.Remark));
        _review.Refused(new ReviewSigned(Project, ""), "review");
    }

    [Fact]
    public void An_answer_that_does_not_do_opens_the_finding_again()
    {
        _review.Do(ReviewWalk.Draw(1)).Do(new SampleChecked(Project, 1, _review.Review.Samples[0].Drawn[0], false, "No signature.", _review.Today.AddDays(3)));
        var again = new FindingReopened(Project, 1, "Another hand signed.", _review.Today.AddDays(8));

        _review.Refused(again, "no");
        _review.Refused(again with { No = 4 }, "no");
        _review.Do(new FindingAnswered(Project, 1, "Signed."), Unit);
        _review.Refused(again with { Reason = "" }, "reason");
        _review.Refused(again with { Due = _review.Today.AddDays(-1) }, "due", "O-02");
        _review.Refused(again, "actor", actor: ProgrammeWalk.Lead);
        _review.Do(new ReviewSigned(Project, "")).Do(again);

        var finding = Assert.Single(_review.State.Process.Findings);
        Assert.Equal((null, _review.Today.AddDays(8)), (finding.Answer, finding.Due));
        _review.Refused(new ReviewSigned(Project, ""), "findings");
    }

    [Fact]
    [Trait("Rule", "A-03")]
    public void A_review_that_was_begun_is_signed_before_the_project_is_forwarded()
    {
        foreach (var department in ProgrammeWalk.Policy.Acceptance.Departments)
            _review.Do(new DepartmentSigned(Project, department.Code, ""), department.Code);
        _review.Do(ReviewWalk.Draw());

        _review.Refused(new ProjectForwarded(Project), "review");
        _review.CheckAll().Refused(new ProjectForwarded(Project), "review");
        _review.Do(new ReviewSigned(Project, "")).Do(new ProjectForwarded(Project));
    }

    [Fact]
    public void What_was_open_on_a_day_can_be_asked_later_and_comes_back_from_JSON()
    {
        _review.Do(_review.Challenge()).Do(ReviewWalk.Draw(3));
        var before = _review.Walk.State.Position;
        _review.Walk.Today = _review.Today.AddDays(2);
        _review.Do(new ChallengeAnswered(Project, 1, "answer"), Unit).Do(new ChallengeClosed(Project, 1, ChallengeOutcome.Upheld, "text", _review.Today.AddDays(9))).CheckAll();
        _review.Do(new FindingAnswered(Project, 1, "done"), Unit).Do(new ReviewSigned(Project, ""));

        var read = _review.Walk.Entries.Select(e => e with { Act = ActJson.Read(ActJson.Write(e.Act)) }).ToList();
        var then = read.TakeWhile(e => e.Position <= before).Aggregate(ProgrammeState.Empty, (state, entry) => state.Fold(entry)).Projects[Project];
        var now = read.Aggregate(ProgrammeState.Empty, (state, entry) => state.Fold(entry)).Projects[Project];

        Assert.Equal((1, 3, 0), (ReviewLeft.Of(then).Challenges.Count, ReviewLeft.Of(then).Unchecked.Count, then.Review.Signatures.Count));
        Assert.False(ReviewLeft.Of(now).Any);
        Assert.Equal(JsonSerializer.Serialize(_review.State, ActJson.Options), JsonSerializer.Serialize(now, ActJson.Options));
    }

    /// <summary>Random acts of reviewers and the unit; what is open is counted from the log beside the fold. A signature that was taken had nothing open, and one that was refused had.</summary>
    [Fact]
    public void No_order_of_acts_gets_a_signature_while_something_is_open()
    {
        const int walks = 60, acts = 60;
        var signed = 0;
        for (var seed = 1; seed <= walks; seed++)
        {
            var (random, review, open) = (new Random(seed), new ReviewWalk(), new OpenThings());
            for (var n = 0; n < acts; n++)
            {
                var (act, actor) = Any(random, review);
                var taken = review.Walk.Try(act, actor).Count == 0;
                if (act is ReviewSigned)
                    Assert.True(taken == open.MayBeSigned, $"seed {seed}, act {n}: {(taken ? "signed" : "not signed")} with {open}");
                if (!taken)
                    continue;
                review.Do(act, actor);
                open.Take(act, review.State);
                signed += act is ReviewSigned ? 1 : 0;
            }
        }

        Assert.True(signed > walks / 2, $"only {signed} signatures");
    }

    private static (ProgrammeAct Act, string Actor) Any(Random random, ReviewWalk review)
    {
        // Left to chance alone, something is nearly always open.
        if (random.Next(2) == 0)
            return Settling(review);
        var (challenge, finding, sample) = (random.Next(1, 4), random.Next(1, 5), random.Next(1, 3));
        return random.Next(12) switch
        {
            0 => (review.Challenge($"M-{random.Next(3)}"), ReviewWalk.Reviewer),
            1 or 2 => (new ChallengeAnswered(Project, challenge, "answer"), Unit),
            3 => (new ChallengeClosed(Project, challenge, ChallengeOutcome.Upheld, "text", review.Today.AddDays(1)), ReviewWalk.Reviewer),
            4 => (new ChallengeClosed(Project, challenge, ChallengeOutcome.Withdrawn, "text"), ReviewWalk.Reviewer),
            5 => (ReviewWalk.Draw(2, 4, $"{random.Next()}"), ReviewWalk.Reviewer),
            6 or 7 => (new SampleChecked(Project, sample, $"ev-{random.Next(1, 5)}", true, ""), ReviewWalk.Reviewer),
            8 => (new SampleChecked(Project, sample, $"ev-{random.Next(1, 5)}", false, "wrong", review.Today.AddDays(1)), ReviewWalk.Reviewer),
            9 => (new FindingAnswered(Project, finding, "done"), Unit),
            10 => (new FindingReopened(Project, finding, "still", review.Today.AddDays(1)), ReviewWalk.Reviewer),
            _ => (new ReviewSigned(Project, ""), ReviewWalk.Reviewer),
        };
    }

    /// <summary>What settles the next thing that is open.</summary>
    private static (ProgrammeAct Act, string Actor) Settling(ReviewWalk review) => ReviewLeft.Of(review.State) switch
    {
        { Unchecked: [var piece, ..] } => (new SampleChecked(Project, piece.Sample, piece.Piece.Id, true, ""), ReviewWalk.Reviewer),
        { Challenges: [var challenge, ..] } => (new ChallengeClosed(Project, challenge.No, ChallengeOutcome.Withdrawn, "text"), ReviewWalk.Reviewer),
        { Findings: [var finding, ..] } => (new FindingAnswered(Project, finding.No, "done"), Unit),
        _ => (new ReviewSigned(Project, ""), ReviewWalk.Reviewer),
    };

    private string Why(string field) => _review.Walk.Try(new ReviewSigned(Project, ""), ReviewWalk.Reviewer).Single(r => r.Field == field).Why.En;

    /// <summary>Counts what is open, act by act.</summary>
    private sealed class OpenThings
    {
        private readonly HashSet<int> _findings = [];
        private int _challenges, _pieces, _made;
        private bool _begun;

        internal bool MayBeSigned => _begun && _challenges == 0 && _pieces == 0 && _findings.Count == 0;

        internal void Take(ProgrammeAct act, ProjectState after)
        {
            _begun = act is MeasureChallenged or SampleDrawn or FindingReopened || (_begun && act is not ReviewSigned);
            _challenges += act is MeasureChallenged ? 1 : act is ChallengeClosed ? -1 : 0;
            _pieces += act is SampleDrawn ? after.Review.Samples[^1].Drawn.Count : act is SampleChecked ? -1 : 0;
            if (act is ChallengeClosed { Outcome: ChallengeOutcome.Upheld } or SampleChecked { InOrder: false })
                _findings.Add(++_made);
            if (act is FindingAnswered { No: var answered })
                _findings.Remove(answered);
            if (act is FindingReopened { No: var again })
                _findings.Add(again);
        }

        public override string ToString() => $"{_challenges} challenges, {_pieces} pieces, {_findings.Count} findings open, begun: {_begun}";
    }
}
