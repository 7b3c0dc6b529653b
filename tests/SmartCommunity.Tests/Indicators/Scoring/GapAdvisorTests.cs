using SmartCommunity.Indicators.Advice;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Tests.Indicators.Scoring;

public sealed class GapAdvisorTests
{
    private static readonly BilingualText _title = new("行动", "action");

    [Fact]
    public void Twelve_actions_agree_with_brute_force()
    {
        var outcomes = Enumerable.Range(4, 5).Select(AgreesWithBruteForce).ToList();

        // Otherwise the comparison would show little.
        Assert.True(outcomes.Count(static o => o == GapOutcome.Reached) >= 2 && outcomes.Distinct().Count() >= 2, string.Join(", ", outcomes));
    }

    [Fact]
    public void Twelve_actions_of_a_random_seed_agree_with_brute_force()
    {
        const int differentSeeds = 1_000_000;
        var seed = Random.Shared.Next(differentSeeds);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");

        AgreesWithBruteForce(seed);
    }

    private static GapOutcome AgreesWithBruteForce(int seed)
    {
        var random = new Random(seed);
        var community = ZhejiangCommunity.Build();
        // Shut gates: one that an action opens always, another that only some seeds' actions open.
        community.Fact("operationCost12m", 1_200_000).Fact("falsifiedData", seed % 4 == 0 ? 1 : 0);
        var actions = Pick(random);
        var scorer = new Scorer(TestCommunity.Zhejiang with { Scoring = TestCommunity.Zhejiang.Scoring with { PassMark = 59 + (1.5 * (seed % 5)) } });
        var before = scorer.Evaluate(community, "renovation", position: 1);
        var schedule = seed % 2 == 0 ? Schedule.Together : Schedule.OneAfterAnother;
        int? budget = seed % 3 == 0 ? null : 15 + (6 * (seed % 12));

        var advice = GapAdvisor.Advise(scorer, before, community, actions, budget, schedule);

        var (cost, days, best) = BruteForce(scorer, before, community, actions, budget, schedule);
        Assert.True(Math.Abs(best - advice.BestReachablePoints) < 1e-9, $"seed {seed}: {advice.BestReachablePoints} points at most, by brute force {best}");
        Assert.True(cost is not null == (advice.Outcome == GapOutcome.Reached), $"seed {seed}: {advice.Outcome}, by brute force {cost}");
        if (cost is not null)
        {
            Assert.True((cost.Value, days) == (advice.Cost, advice.Days), $"seed {seed}: {advice.Cost} in {advice.Days} days, by brute force {cost} in {days}");
            Assert.True(advice.After.Verdict is Verdict.Pass or Verdict.Excellent, $"seed {seed}: {advice.After.Verdict}");
            Assert.Equal(cost, actions.Where(a => advice.Actions.Contains(a.Code)).Sum(static a => a.Cost));
        }

        // Too few days is said exactly where more days would do.
        var withMoreDays = cost is null && budget is not null && BruteForce(scorer, before, community, actions, null, schedule).Cost is not null;
        Assert.True(withMoreDays == (advice.Outcome == GapOutcome.DaysTooShort), $"seed {seed}: {advice.Outcome}, with more days {withMoreDays}");
        return advice.Outcome;
    }

    [Fact]
    public void Nothing_is_to_be_done_where_the_community_passes()
    {
        var advice = Advise(ZhejiangCommunity.Build(), 50, [Fact("a", 1, 1, "openHoursKept", 98)]);

        Assert.Equal((GapOutcome.AlreadyPasses, 0m, 0), (advice.Outcome, advice.Cost, advice.Actions.Count));
    }

    [Fact]
    public void The_cheapest_of_several_ways_is_taken()
    {
        // 56.3157 as it is; opening hours 89 → 98 give 15/3·0.9·0.5 = 2.25, the contract 2 → 3 years 15/3·0.9/3 = 1.5.
        var advice = Advise(ZhejiangCommunity.Build(), 58, [Fact("both", 90, 5, "openHoursKept", 98), Fact("contract", 60, 1, "operatorContractYears", 3), Fact("some", 20, 9, "openHoursKept", 91)]);

        Assert.Equal((GapOutcome.Reached, 80m, 9), (advice.Outcome, advice.Cost, advice.Days));
        Assert.Equal(["contract", "some"], advice.Actions);
    }

    [Fact]
    public void A_gate_no_action_opens_is_named()
    {
        var community = ZhejiangCommunity.Build();
        community.EvidenceList.RemoveAll(static e => e.Kind == "covenant");

        var advice = Advise(community, 50, [Fact("a", 1, 1, "openHoursKept", 98)]);

        Assert.Equal((GapOutcome.GateStaysShut, "LL-03a"), (advice.Outcome, Assert.Single(advice.ShutGates)));
        Assert.True(advice.BestReachablePoints > advice.After.AcceptancePoints);
    }

    [Fact]
    public void A_veto_no_action_lifts_is_named_and_one_it_lifts_is_lifted()
    {
        var community = ZhejiangCommunity.Build().Fact("majorAccident", 1);

        var advice = Advise(community, 50, [Fact("a", 1, 1, "openHoursKept", 98)]);

        Assert.Equal((GapOutcome.VetoStands, "accident"), (advice.Outcome, Assert.Single(advice.StandingVetoes)));
        Assert.Equal(["mend"], Advise(community, 50, [Fact("a", 1, 1, "openHoursKept", 98), Fact("mend", 1000, 1, "majorAccident", 0)]).Actions);
    }

    [Fact]
    public void Points_out_of_reach_are_said_with_the_best_there_is()
    {
        var advice = Advise(ZhejiangCommunity.Build(), 80, [Fact("a", 1, 1, "openHoursKept", 98)]);

        Assert.Equal(GapOutcome.PointsOutOfReach, advice.Outcome);
        Assert.Equal(56.315702546 + 2.25, advice.BestReachablePoints, 9);
    }

    [Fact]
    public void Too_few_days_are_said_so()
    {
        GapAction[] actions = [Fact("a", 1, 10, "openHoursKept", 98), Fact("b", 1, 10, "operatorContractYears", 3)];

        Assert.Equal(GapOutcome.Reached, Advise(ZhejiangCommunity.Build(), 60, actions, 10, Schedule.Together).Outcome);
        Assert.Equal(GapOutcome.DaysTooShort, Advise(ZhejiangCommunity.Build(), 60, actions, 19, Schedule.OneAfterAnother).Outcome);
        Assert.Equal(20, Advise(ZhejiangCommunity.Build(), 60, actions, 20, Schedule.OneAfterAnother).Days);
    }

    [Fact]
    public void Twenty_four_actions_are_weighed_and_a_twenty_fifth_refused()
    {
        var facts = TestCommunity.Zhejiang.Facts.Where(f => f.Code is not ("households" or "residents" or "dwellings") && ZhejiangCommunity.Build().FactMap.ContainsKey(f.Code)).ToList();
        var actions = facts.Take(25).Select((f, i) => Fact($"a{i}", 100 + (i * 37 % 50), 1 + (i % 7), f.Code, ZhejiangCommunity.Build().FactMap[f.Code].Value * 1.2)).ToArray();

        var advice = Advise(ZhejiangCommunity.Build(), 57.5, actions[..24]);

        Assert.True(advice.Outcome is GapOutcome.Reached or GapOutcome.PointsOutOfReach, advice.Outcome.ToString());
        Assert.Contains("at most 24", Assert.Throws<ArgumentException>(() => Advise(ZhejiangCommunity.Build(), 80, actions)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_actions_are_named()
    {
        Assert.Contains("'a' is given twice", Fault(Fact("a", 1, 1, "residents", 1), Fact("a", 1, 1, "residents", 1)), StringComparison.Ordinal);
        Assert.Contains("neither may be below 0", Fault(Fact("a", -1, 1, "residents", 1)), StringComparison.Ordinal);
        Assert.Contains("no action of a community", Fault(new GapAction("a", _title, 1, 1, [new MoveInstant(1)])), StringComparison.Ordinal);
        Assert.Contains("More than 12 actions change the inputs of", Fault([.. Enumerable.Range(0, 13).Select(i => Fact($"a{i}", 1, 1, "openHoursKept", i))]), StringComparison.Ordinal);
    }

    private static string Fault(params GapAction[] actions) => Assert.Throws<ArgumentException>(() => Advise(ZhejiangCommunity.Build(), 80, actions)).Message;

    private static GapAction Fact(string code, decimal cost, int days, string fact, double value) => new(code, _title, cost, days, [new SetFact(fact, value, Inspected: false)]);

    private static GapAdvice Advise(TestCommunity community, double passMark, GapAction[] actions, int? budget = null, Schedule schedule = Schedule.Together)
    {
        var scorer = new Scorer(TestCommunity.Zhejiang with { Scoring = TestCommunity.Zhejiang.Scoring with { PassMark = passMark } });
        return GapAdvisor.Advise(scorer, scorer.Evaluate(community, "renovation", position: 1), community, actions, budget, schedule);
    }

    private static GapAction[] Pick(Random random)
    {
        Edit[][] edits =
        [
            [new SetFact("openHoursKept", 98, false)], [new SetFact("operatorContractYears", 3, false)], [new SetFact("operationCost12m", 900_000, true)], [new SetFact("operationIncome12m", 1_300_000, false)],
            [new SetFact("households", 900, true)], [new SetFact("householdsReachable", 1000, false)], [new SetFact("falsifiedData", 0, true)], [new AcceptEvidence("talentPolicy", "x", null, null, null, true)],
            [new AcceptEvidence("memoryArchive", "y", null, null, null, false)], [new AcceptEvidence("schoolAgreement", "z", null, null, null, true)], [new SupposeValue("JT-22c", 98, Badge.Live)],
            [new ClaimScenario("JT", false)], [new RepairDevices("parkingSpot", [], new Dictionary<string, double> { ["spotStatus"] = 1 })], [new SetFact("residents", 1500, true), new SetFact("healthRecords", 1450, false)],
            [new AcceptEvidence("highlight", "h3", null, null, null, true), new AcceptEvidence("highlightReview", "h4", null, null, 95, true)], [new SetFact("seniorMeals30d", 0, true)],
        ];
        return [.. edits.OrderBy(_ => random.Next()).Take(12).Select((e, i) => new GapAction($"a{i:D2}", _title, random.Next(1, 30), random.Next(1, 60), e))];
    }

    private static (decimal? Cost, int Days, double Best) BruteForce(Scorer scorer, Evaluation before, TestCommunity community, GapAction[] actions, int? budget, Schedule schedule)
    {
        var best = before.Score.AcceptancePoints;
        (decimal Cost, int Days)? cheapest = null;
        for (var subset = 0; subset < 1 << actions.Length; subset++)
        {
            var chosen = actions.Where((_, i) => (subset >> i & 1) != 0).ToList();
            var days = schedule == Schedule.Together ? chosen.Select(static a => a.Days).DefaultIfEmpty().Max() : chosen.Sum(static a => a.Days);
            if (days > budget)
                continue;
            var after = WhatIfScore.Of(scorer, before, community, [.. chosen.SelectMany(static a => a.Edits)]).After;
            best = Math.Max(best, after.AcceptancePoints);
            var cost = chosen.Sum(static a => a.Cost);
            if (after.Verdict is Verdict.Pass or Verdict.Excellent && (cheapest is not { } found || cost < found.Cost || (cost == found.Cost && days < found.Days)))
                cheapest = (cost, days);
        }

        return (cheapest?.Cost, cheapest?.Days ?? 0, best);
    }
}
