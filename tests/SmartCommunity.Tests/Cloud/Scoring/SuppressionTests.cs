using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Explaining;

namespace SmartCommunity.Tests.Cloud.Scoring;

public sealed class SuppressionTests
{
    [Fact]
    public void A_share_of_few_residents_leaves_without_value_share_and_points()
    {
        var state = ScoredLog.Keep(new ScoredLog().Facts(ScoredLog.T0 + 1, 2, ("residents14plus", 4), ("pointsResidents90d", 2)).Tick(ScoredLog.T0 + ScoredLog.MinuteMs).Entries).State;
        var score = new ScoreKeeper(state).Evaluate()!.Score;
        var before = score.Measures.Single(m => m.Id == "LL-03b");

        var hidden = Suppression.Hide(score);

        Assert.True(before is { IsSuppressed: true, Value: 50, Points: > 0 });
        var after = hidden.Measures.Single(m => m.Id == "LL-03b");
        Assert.Equal((null, 0, 0), (after.Value, after.Share, after.Points));
        Assert.Equal(0, hidden.Scenarios.SelectMany(s => s.Indicators).Single(i => i.Measures.Any(m => m.Id == "LL-03b")).Points);
        Assert.Equal(score.Measures.Where(m => !m.IsSuppressed), hidden.Measures.Where(m => !m.IsSuppressed));
        Assert.Equal((score.Total, score.ResultHash), (hidden.Total, hidden.ResultHash));
        Assert.DoesNotContain(Suppression.Hide(Explainer.PointsLost(score), score), l => l.Measure == "LL-03b" && l.Points > 0);
    }
}
