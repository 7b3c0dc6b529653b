using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Tests.Cloud.Programme.Review;

/// <summary>Reviewers' acts are reviewers', the unit's answers the unit's.</summary>
public sealed class ReviewRolesTests
{
    [Fact]
    public void Reviewers_challenge_draw_check_close_and_sign_and_the_unit_answers()
    {
        var day = new DateOnly(2022, 1, 1);
        ReviewAct[] reviewers =
        [
            new MeasureChallenged("baihe", "LL-01a", "doubt", day), new ChallengeClosed("baihe", 1, ChallengeOutcome.Withdrawn, "text"), new SampleDrawn("baihe", 1, null), new SampleChecked("baihe", 1, "ev-1", true, ""),
            new FindingReopened("baihe", 1, "reason", day), new ReviewSigned("baihe", ""),
        ];

        Assert.All(reviewers, act => Assert.Equal([Roles.Reviewer, Roles.DistrictOffice], ActPermission.RolesOf(act)));
        Assert.Equal([Roles.Street, Roles.Community, Roles.DistrictOffice], ActPermission.RolesOf(new ChallengeAnswered("baihe", 1, "answer")));
        Assert.Equal(ActPermission.RolesOf(new FindingAnswered("baihe", 1, "answer")), ActPermission.RolesOf(new ChallengeAnswered("baihe", 1, "answer")));
        Assert.Equal(typeof(ReviewAct).Assembly.GetTypes().Count(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(ReviewAct))), reviewers.Length + 1);
    }
}
