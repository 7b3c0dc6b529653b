using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Tests.Indicators.Scoring;

public sealed class ScorerTests
{
    private static readonly Scorer _scorer = new(TestCommunity.Zhejiang);

    [Fact]
    public void A_silent_fleet_becomes_stale_within_its_max_age_and_keeps_its_value()
    {
        var community = ZhejiangCommunity.Build();
        var fresh = Of(community, "JT-21b");
        community.InstantMs += 20 * TestCommunity.Minute;

        var stale = Of(community, "JT-21b");

        Assert.Equal((MeasureState.Scored, ""), (fresh.State, fresh.Reason));
        Assert.Equal((MeasureState.Stale, "tooOld", 0d, 0d), (stale.State, stale.Reason, stale.Share, stale.Points));
        Assert.Equal(TestCommunity.Noon - (2 * TestCommunity.Minute), stale.AsOfMs);
    }

    [Fact]
    public void The_age_of_a_fact_does_not_make_a_live_measure_stale_but_a_registry_one()
    {
        var community = ZhejiangCommunity.Build().Fact("residents", 2000, asOf: new DateOnly(2024, 1, 1));

        Assert.Equal((MeasureState.Scored, Badge.Declared), (Of(community, "LL-02c").State, Of(community, "LL-02c").Badge));
        Assert.Equal((MeasureState.Stale, 0d), (Of(community, "JK-09b").State, Of(community, "JK-09b").Points));
    }

    [Fact]
    public void A_night_does_not_make_office_hours_stale()
    {
        var community = ZhejiangCommunity.Build();
        community.History.LastAtMs = TestCommunity.Noon - (19 * TestCommunity.Hour);
        community.History.Uptime("display busStop metroStop", 890, 1000);

        Assert.Equal(MeasureState.Scored, Of(community, "JY-04c").State);
        Assert.Equal(MeasureState.Stale, Of(community, "JT-20b").State);
    }

    [Fact]
    public void Coverage_is_that_of_the_worst_leaf()
    {
        var community = ZhejiangCommunity.Build();

        Assert.Equal(39 / 42d, Of(community, "JK-11e").Coverage);
        Assert.Null(Of(community, "JK-10a").Coverage);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void Shares_of_fewer_residents_than_the_small_number_are_suppressed(int households, bool expected)
    {
        var community = ZhejiangCommunity.Build().Fact("guardHouseholds", households);

        Assert.Equal(expected, Of(community, "JK-11c").IsSuppressed);
        Assert.False(Of(community, "JK-10a").IsSuppressed);
    }

    [Fact]
    public void An_optional_scenario_scores_only_when_claimed_and_never_gates()
    {
        var community = ZhejiangCommunity.Build();
        community.Claimed.Clear();
        var score = _scorer.Score(community, "renovation", position: 1);

        Assert.Equal(["CY", "JZ", "JT", "DT"], score.Scenarios.Where(static s => s.Points == 0).Select(static s => s.Code));
        Assert.All(score.Scenarios.Where(static s => !s.IsStandard), static s => Assert.All(s.Indicators.SelectMany(static i => i.Measures), static m => Assert.Equal((0d, 0d), (m.Points, m.MaxPoints))));
        Assert.Empty(score.GateFailures);
        Assert.True(score.Scenarios.Single(static s => s.Code == "JT").Share > 0);
    }

    [Fact]
    public void A_veto_stands_over_everything_and_an_absent_fact_is_none()
    {
        var score = _scorer.Score(ZhejiangCommunity.Build().Fact("majorAccident", 1).Fact("luxuryHousing", 0), "renovation", position: 1);

        Assert.Equal((Verdict.Vetoed, "accident"), (score.Verdict, Assert.Single(score.Vetoes)));
    }

    [Theory]
    [InlineData(56.0, Verdict.Pass)]
    [InlineData(56.4, Verdict.BelowPassMark)]
    public void The_pass_mark_decides_once_the_gate_is_open(double passMark, Verdict expected)
    {
        var pack = TestCommunity.Zhejiang with { Scoring = TestCommunity.Zhejiang.Scoring with { PassMark = passMark } };

        Assert.Equal(expected, new Scorer(pack).Score(ZhejiangCommunity.Build(), "renovation", position: 1).Verdict);
        Assert.Equal(Verdict.Excellent, new Scorer(pack with { Scoring = pack.Scoring with { PassMark = 1, ExcellentMark = 50 } }).Score(ZhejiangCommunity.Build(), "renovation", position: 1).Verdict);
    }

    [Theory]
    [InlineData(MeasureDirection.Higher, 0.99, 0)]
    [InlineData(MeasureDirection.Higher, 1, 1)]
    [InlineData(MeasureDirection.Lower, 1, 1)]
    [InlineData(MeasureDirection.Lower, 1.01, 0)]
    public void Floor_equal_to_full_is_a_step(MeasureDirection direction, double value, double expected) =>
        Assert.Equal(expected, MeasureJudge.ShareOf(value, new Threshold(1, 1), direction));

    [Fact]
    public void The_badge_is_that_of_the_weakest_input()
    {
        var rules = TestCommunity.Zhejiang.Scoring;

        Assert.Equal(
            [Badge.None, Badge.Live, Badge.Declared, Badge.Live, Badge.Declared],
            ((InputOrigins[])[InputOrigins.None, InputOrigins.Live, InputOrigins.Declared | InputOrigins.Live, InputOrigins.Live | InputOrigins.Inspected, InputOrigins.Declared | InputOrigins.Inspected])
                .Select(origins => MeasureJudge.BadgeOf(origins, rules)));
    }

    [Fact]
    public void Hashes_follow_the_content_not_the_position()
    {
        var one = _scorer.Score(ZhejiangCommunity.Build(), "renovation", position: 1);
        var other = _scorer.Score(ZhejiangCommunity.Build(), "旧改类", position: 2);

        Assert.Equal((one.InputHash, one.ResultHash), (other.InputHash, other.ResultHash));
        foreach (var edit in (Edit[])[new SetFact("households", 1001, true), new ClaimScenario("CY", false), new RemoveRecord("aed", "aed-1"), new MoveInstant(TestCommunity.Noon + 1), new SetFact("luxuryHousing", 0, false)])
        {
            var edited = WhatIfScore.Of(_scorer, _scorer.Evaluate(ZhejiangCommunity.Build(), "renovation", position: 1), ZhejiangCommunity.Build(), [edit]).After;
            Assert.NotEqual(one.InputHash, edited.InputHash);
        }
    }

    [Fact]
    public void A_project_type_the_pack_does_not_have_is_named()
    {
        var fault = Assert.Throws<ArgumentException>(() => _scorer.Score(new TestCommunity(), "village", position: 0));

        Assert.Contains("'village'; it has renovation, newBuild", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_with_a_measure_without_threshold_cannot_be_scored_by()
    {
        var pack = TestCommunity.Zhejiang with { ProjectTypes = [.. TestCommunity.Zhejiang.ProjectTypes, TestCommunity.Zhejiang.ProjectTypes[0] with { Code = "village" }] };

        Assert.Contains("measure LL-01a has no threshold for village", Assert.Throws<ArgumentException>(() => new Scorer(pack)).Message, StringComparison.Ordinal);
    }

    private static MeasureScore Of(TestCommunity community, string id) => _scorer.Score(community, "renovation", position: 1).Measures.Single(m => m.Id == id);
}
