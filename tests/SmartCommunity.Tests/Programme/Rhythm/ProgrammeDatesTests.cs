using System.Globalization;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Resources;
using SmartCommunity.Programme.Review;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Tests.Programme.Eligibility;
using SmartCommunity.Tests.Programme.Review;

namespace SmartCommunity.Tests.Programme.Rhythm;

public sealed class ProgrammeDatesTests
{
    private readonly ProgrammeWalk _walk = new() { Today = new(2022, 3, 1) };

    [Fact]
    [Trait("Rule", "P-03")]
    public void A_request_for_premises_is_open_until_it_is_decided()
    {
        var (longitude, latitude) = TestGround.At(0, 0);
        _walk.Do(new SpaceEntered("jiangbin", "soe", new IdleSpace("publicRoom", "老粮站", 200, "the grain company", true, longitude, latitude)))
            .Do(new LeaseRequested("jiangbin", "l", "soe", "elderlyCanteen", "the operator", 5)).Do(new LeaseOpinionGiven("jiangbin", "l", true, "the canteen is needed"));
        Assert.Equal([new OpenLease("jiangbin", "l", "老粮站 · the operator", null, "/jiangbin")], ProgrammeDates.Leases(_walk.State, p => $"/{p}"));
        _walk.Do(new LeaseDecided("jiangbin", "l", true, "contract 1"));

        Assert.Empty(ProgrammeDates.Leases(_walk.State, p => $"/{p}"));
    }

    [Fact]
    [Trait("Rule", "O-01")]
    public void A_challenge_is_open_until_it_is_answered_or_withdrawn()
    {
        var review = new ReviewWalk();
        review.Do(review.Challenge()).Do(review.Challenge("LL-01b")).Do(review.Challenge("LL-02a"));
        IEnumerable<string> Open() => ProgrammeDates.Challenges(review.Walk.State, p => $"/{p}").Select(c => $"{c.Project}/{c.Id} {c.Measure} {c.Due:yyyy-MM-dd} {c.Link}");
        var due = review.Today.AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal([$"{ReviewWalk.Project}/1 LL-01a {due} /{ReviewWalk.Project}", $"{ReviewWalk.Project}/2 LL-01b {due} /{ReviewWalk.Project}", $"{ReviewWalk.Project}/3 LL-02a {due} /{ReviewWalk.Project}"], Open());

        review.Do(new ChallengeAnswered(ReviewWalk.Project, 1, "Counted anew."), ProgrammeWalk.Street).Do(new ChallengeClosed(ReviewWalk.Project, 3, ChallengeOutcome.Withdrawn, "It is complete."));

        Assert.Equal([$"{ReviewWalk.Project}/2 LL-01b {due} /{ReviewWalk.Project}"], Open());
    }

    [Fact]
    [Trait("Rule", "T-05")]
    public void Until_it_is_listed_a_project_is_due_as_the_pool_plans_and_after_its_pass_no_more()
    {
        OpenMilestone? Of(string project) => ProgrammeDates.Milestones(_walk.State, SmartCommunity.Programme.Policies.PolicyLibrary.Shipped, p => $"/{p}").SingleOrDefault(m => m.Project == project);
        Assert.Equal((new DateOnly(2022, 6, 30), "G-14"), (Of("jiangbin")!.Due.On, Of("jiangbin")!.Due.Rule));
        _walk.To(Stage.Listed);
        Assert.Equal((new DateOnly(2023, 3, 1), "T-01"), (Of("jiangbin")!.Due.On, Of("jiangbin")!.Due.Rule));
        _walk.To(Stage.Named);

        Assert.Null(Of("jiangbin"));
        Assert.Equal(["city"], ProgrammeDates.Passes(_walk.State, new(2022, 3, 1), new(2022, 3, 1), p => $"/{p}").Select(p => p.Code));
        Assert.Empty(ProgrammeDates.Passes(_walk.State, new(2022, 3, 2), new(2022, 3, 9), p => $"/{p}"));
    }
}
