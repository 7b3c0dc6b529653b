using System.Globalization;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Tests.Indicators.Scoring;

/// <summary>Random communities around the worked one; a failure names its seed.</summary>
public sealed class ScorePropertyTests
{
    private static readonly Scorer _scorer = new(TestCommunity.Zhejiang);
    private static readonly string[] _types = ["renovation", "newBuild"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Shares_lie_between_0_and_1_and_points_between_0_and_what_there_is(int seed)
    {
        var score = _scorer.Score(Random(seed), _types[seed % 2], position: 1);

        Assert.All(score.Measures, m =>
        {
            Assert.InRange(m.Share, 0, 1);
            Assert.InRange(m.Points, 0, m.MaxPoints + 1e-12);
            Assert.True(m.Value is null == (m.State == MeasureState.Missing) && (m.Value is null || double.IsFinite(m.Value.Value)), $"seed {seed}, {m.Id}: {m}");
            Assert.True(m.Coverage is null or (>= 0 and <= 1), $"seed {seed}, {m.Id}: coverage {m.Coverage}");
            Assert.Equal(m.State == MeasureState.Scored, m.Reason.Length == 0);
        });
        Assert.InRange(score.Total, 0, 100 + 1e-9);
        Assert.InRange(score.AcceptancePoints, 0, 100 + 1e-9);
        Assert.InRange(Math.Abs(score.Measures.Sum(static m => m.Points) - score.Total), 0, 1e-9);
        Assert.InRange(Math.Abs(score.Scenarios.Sum(static s => s.Points) - score.Total), 0, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Order_of_inputs_culture_and_threads_change_no_bit(int seed)
    {
        var community = Random(seed);
        var score = _scorer.Score(community, _types[seed % 2], position: 1);
        var others = new CommunityScore[8];
        Parallel.For(0, others.Length, i =>
        {
            var before = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(i % 2 == 0 ? "tr-TR" : "ar-SA");
            others[i] = new Scorer(TestCommunity.Zhejiang).Score(community.Shuffled(seed + i), _types[seed % 2], position: 1);
            CultureInfo.CurrentCulture = before;
        });

        Assert.All(others, o => Assert.Equal((score.InputHash, score.ResultHash), (o.InputHash, o.ResultHash)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_incremental_evaluation_equals_a_full_one_to_the_last_bit(int seed)
    {
        var random = new Random(seed);
        var community = Random(seed);
        var evaluation = _scorer.Evaluate(community, "renovation", position: 1);
        for (var step = 0; step < 12; step++)
        {
            var changes = Change(community, random);
            var type = _types[random.Next(5) / 4];

            evaluation = ScoreUpdate.Apply(_scorer, evaluation, community, type, changes, step);
            var full = _scorer.Score(community, type, step);

            Assert.True((full.InputHash, full.ResultHash) == (evaluation.Score.InputHash, evaluation.Score.ResultHash), $"seed {seed}, step {step}");
        }
    }

    [Fact]
    public void Nothing_changed_evaluates_nothing()
    {
        var community = ZhejiangCommunity.Build();
        var before = _scorer.Evaluate(community, "renovation", position: 1);
        community.Fact("households", 1);

        // The change is not named, so it is not seen: what is not touched is not read again.
        Assert.Equal(before.Score.ResultHash, ScoreUpdate.Apply(_scorer, before, community, "renovation", InputChanges.None, 2).Score.ResultHash);
    }

    [Theory]
    [InlineData(MeasureDirection.Higher)]
    [InlineData(MeasureDirection.Lower)]
    public void A_better_value_never_scores_less(MeasureDirection direction)
    {
        foreach (var measure in TestCommunity.Zhejiang.Measures.Where(m => m.Direction == direction))
        {
            foreach (var threshold in measure.Thresholds.Values)
            {
                var shares = Enumerable.Range(-100, 400).Select(i => MeasureJudge.ShareOf(i / 100.0 * Math.Max(threshold.Floor, threshold.Full), threshold, direction)).ToList();
                if (direction == MeasureDirection.Lower)
                    shares.Reverse();
                Assert.Equal(shares.Order(), shares);
                Assert.Equal((0d, 1d), (shares[0], shares[^1]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Twice_as_large_in_everything_scores_the_same(int seed)
    {
        // Ratios of facts do not depend on the size of the community: all facts counted in things, twice. Doubling is exact in binary.
        var community = Random(seed);
        var twice = Random(seed);
        var sizes = TestCommunity.Zhejiang.Facts.Where(static f => f.Unit is not ("%" or "a" or "bool" or "Cel.d")).Select(static f => f.Code).ToHashSet();
        foreach (var (code, fact) in community.FactMap.Where(f => sizes.Contains(f.Key)))
            twice.FactMap[code] = fact with { Value = 2 * fact.Value };
        var ofFacts = TestCommunity.Zhejiang.Measures.Where(static m => OnlyFacts(m.Formula)).Select(static m => m.Id).ToHashSet();

        var one = _scorer.Score(community, "renovation", position: 1).Measures.Where(m => ofFacts.Contains(m.Id)).ToList();
        var two = _scorer.Score(twice, "renovation", position: 1).Measures.Where(m => ofFacts.Contains(m.Id)).ToList();

        Assert.True(ofFacts.Count > 20);
        Assert.Equal(one.Select(static m => (m.Id, m.Value, m.Points)), two.Select(static m => (m.Id, m.Value, m.Points)));
    }

    private static bool OnlyFacts(SmartCommunity.Indicators.Formulas.Formula formula) =>
        formula.Parts.Count == 0 ? formula is SmartCommunity.Indicators.Formulas.RegistryValue or SmartCommunity.Indicators.Formulas.Constant : formula.Parts.All(OnlyFacts);

    private static TestCommunity Random(int seed)
    {
        var random = new Random(seed);
        var community = ZhejiangCommunity.Build();
        for (var i = 0; i < 30; i++)
            Change(community, random);
        return community;
    }

    private static InputChanges Change(TestCommunity community, Random random)
    {
        switch (random.Next(8))
        {
            case 0 or 1:
                var fact = TestCommunity.Zhejiang.Facts[random.Next(TestCommunity.Zhejiang.Facts.Count)].Code;
                if (random.Next(6) == 0)
                    community.FactMap.Remove(fact);
                else
                    community.Fact(fact, random.Next(4) == 0 ? random.Next(3) : Math.Round(random.NextDouble() * 1000, 2), random.Next(2) == 0);
                return new InputChanges { Facts = new HashSet<string> { fact } };
            case 2 when community.RecordList.Count > 0:
                var record = community.RecordList[random.Next(community.RecordList.Count)];
                community.RecordList.Remove(record);
                if (random.Next(3) > 0)
                    community.RecordList.Add(record with { Revision = record.Revision + 1, Numbers = record.Numbers.ToDictionary(static n => n.Key, n => n.Value + random.Next(3)) });
                return new InputChanges { RecordKinds = new HashSet<string> { record.Kind } };
            case 3:
                var kind = TestCommunity.Zhejiang.Evidence[random.Next(TestCommunity.Zhejiang.Evidence.Count)].Code;
                if (random.Next(3) == 0)
                    community.Refused.Add(kind);
                else
                    community.Accepted(kind, random.Next(2) == 0, random.Next(101), TestCommunity.Today.AddDays(-random.Next(800)), $"e-{random.Next(1000)}");
                return new InputChanges { EvidenceKinds = new HashSet<string> { kind } };
            case 4 or 5 when community.DeviceList.Count > 0:
                var index = random.Next(community.DeviceList.Count);
                var device = community.DeviceList[index];
                community.DeviceList.RemoveAt(index);
                if (random.Next(4) > 0)
                    community.DeviceList.Add(device with { LastHeardMs = community.InstantMs - random.Next(100_000_000), Place = random.Next(2) == 0 ? null : "unit:1" });
                return new InputChanges { DeviceClasses = new HashSet<string> { device.Class.Code } };
            case 6:
                community.InstantMs += random.Next(40_000_000);
                return InputChanges.None;
            default:
                if (!community.Claimed.Remove("JT"))
                    community.Claimed.Add("JT");
                return InputChanges.None;
        }
    }
}
