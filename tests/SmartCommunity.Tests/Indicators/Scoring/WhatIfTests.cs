using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Tests.Indicators.Scoring;

public sealed class WhatIfTests
{
    private static readonly Scorer _scorer = new(TestCommunity.Zhejiang);
    private static readonly Dictionary<string, double> _none = [];
    private readonly TestCommunity _community = ZhejiangCommunity.Build();

    [Fact]
    public void A_fact_changed_changes_what_reads_it_and_nothing_else()
    {
        var outcome = Of(new SetFact("households", 1100, Inspected: true));

        Assert.Equal(["LL-02a", "JK-11a", "JZ-19b", "JT-21a", "JT-24a", "ZL-32a", "ZL-33b"], outcome.Differences.Select(static d => d.Measure));
        Assert.Equal(50, outcome.After.Measures.Single(static m => m.Id == "LL-02a").Value);
        Assert.Equal(outcome.Before.Total + outcome.Differences.Sum(static d => d.PointsGained), outcome.After.Total, 9);
        Assert.Equal(0, outcome.After.Position);
    }

    [Fact]
    public void The_original_is_not_touched_and_the_hash_is_that_of_a_community_like_it()
    {
        var before = _scorer.Score(_community, "renovation", position: 5);

        var outcome = Of(new SetFact("households", 1100, Inspected: true), new RemoveRecord("aed", "aed-2"));

        Assert.Equal(before.ResultHash, _scorer.Score(_community, "renovation", position: 5).ResultHash);
        var like = ZhejiangCommunity.Build();
        like.FactMap["households"] = like.FactMap["households"] with { Value = 1100, AsOf = TestCommunity.Today, Revision = 2 };
        like.RecordList.RemoveAll(static r => r.Id == "aed-2");
        var full = _scorer.Score(like, "renovation", position: 0);
        Assert.Equal((full.InputHash, full.ResultHash), (outcome.After.InputHash, outcome.After.ResultHash));
    }

    [Fact]
    public void Devices_repaired_added_and_removed_count()
    {
        var known = new Dictionary<string, double> { ["spotStatus"] = 0 };

        Assert.Equal(100, ValueOf("JT-21b", new RepairDevices("parkingSpot", [], known)));
        Assert.Equal(87.5, ValueOf("JT-21b", new RepairDevices("parkingSpot", ["spot-6"], known)));
        Assert.Equal(80, ValueOf("JT-21b", new AddDevices("parkingSpot", 2, [], [], [], known)));
        Assert.Equal(6 / 7d * 100, ValueOf("JT-21b", new RemoveDevices("parkingSpot", ["spot-6"], 0))!.Value, 12);
        Assert.Equal(100, ValueOf("FW-30b", new RemoveDevices("leakDetector", [], 1)));
        Assert.Equal(100, ValueOf("JK-11c", new AddDevices("pir", 1, ["unit:5"], [], [], _none)));
    }

    [Fact]
    public void Evidence_records_claims_and_suppositions_count()
    {
        Assert.Equal(1, ValueOf("CY-14a", new AcceptEvidence("talentPolicy", "new", null, null, null, Inspected: false)));
        Assert.Equal(2, ValueOf("FW-30d", new PutRecord("aed", "aed-2", new Dictionary<string, double> { ["inService"] = 1, ["padsValid"] = 1, ["checkedOn"] = TestCommunity.Today.DayNumber }, new Dictionary<string, string>(), false)));
        Assert.Equal(0, Of(new ClaimScenario("JT", false)).After.Scenarios.Single(static s => s.Code == "JT").Points);
        var supposed = Of(new SupposeValue("JT-22c", 98, Badge.Live)).After.Measures.Single(static m => m.Id == "JT-22c");
        Assert.Equal((98d, 1d, MeasureState.Scored, Badge.Live), (supposed.Value, supposed.Share, supposed.State, supposed.Badge));
    }

    [Fact]
    public void A_later_instant_expires_evidence_and_makes_silence_stale_an_earlier_one_does_not_know_it_yet()
    {
        var later = Of(new MoveInstant(TestCommunity.Noon + (400 * 24 * TestCommunity.Hour))).After;
        var earlier = Of(new MoveInstant(TestCommunity.Noon - (180 * 24 * TestCommunity.Hour))).After;

        Assert.Equal(0, later.Measures.Single(static m => m.Id == "ZL-33d").Value);
        Assert.Equal(MeasureState.Stale, later.Measures.Single(static m => m.Id == "JT-21b").State);
        Assert.Equal((MeasureState.Missing, "noEvidence:covenant"), (earlier.Measures.Single(static m => m.Id == "LL-03a").State, earlier.Measures.Single(static m => m.Id == "LL-03a").Reason));
    }

    [Fact]
    public void Project_type_and_pack_can_be_switched()
    {
        Assert.Equal(60, Of(new SwitchProjectType("新建类")).After.Measures.Single(static m => m.Id == "JY-04b").Value);

        var small = TestCommunity.Zhejiang with { Hash = "other", Version = "small", Scenarios = [.. TestCommunity.Zhejiang.Scenarios.Select(static s => s.Code == "LL" ? s with { Indicators = [s.Indicators[0]] } : s)] };
        var outcome = Of(new SwitchPack(small));
        Assert.Equal("zj-future-community@small", outcome.After.Pack);
        Assert.Equal(["LL-02a", "LL-02b", "LL-02c", "LL-03a", "LL-03b", "LL-03c"], outcome.Differences.Where(static d => d.After is null).Select(static d => d.Measure));
    }

    [Theory]
    [InlineData("no quantity 'colour'")]
    [InlineData("no device class 'drone'")]
    [InlineData("no record 'x' of kind 'aed'")]
    [InlineData("no measure 'XX-01'")]
    [InlineData("0: 1 to 100000")]
    public void What_there_is_not_is_named(string message)
    {
        Edit edit = message switch
        {
            "no quantity 'colour'" => new RepairDevices("parkingSpot", [], new Dictionary<string, double> { ["colour"] = 1 }),
            "no device class 'drone'" => new AddDevices("drone", 1, [], [], [], _none),
            "no record 'x' of kind 'aed'" => new RemoveRecord("aed", "x"),
            "no measure 'XX-01'" => new SupposeValue("XX-01", 1, Badge.Live),
            _ => new AddDevices("pir", 0, [], [], [], _none),
        };

        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Of(edit)).Message, StringComparison.Ordinal);
    }

    private double? ValueOf(string measure, Edit edit) => Of(edit).After.Measures.Single(m => m.Id == measure).Value;

    private WhatIfOutcome Of(params Edit[] edits) => WhatIfScore.Of(_scorer, _scorer.Evaluate(_community, "renovation", position: 5), _community, edits);
}
