using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Programme.Money;

public sealed class SubsidyTests
{
    private static readonly SubsidyPolicy Policy = ShippedPolicies.Fuyang.Subsidy;

    private static readonly SubsidyCase City = new() { Type = ProjectType.Renovation, Level = Level.City, Passed = true, Late = false, Spend = Wan(1000), SpendIsFinal = true };

    private static readonly SubsidyCase LateProvince = City with { Level = Level.Province, Late = true, Spend = Wan(1200) };

    internal static Fen Wan(long wanYuan) => new(wanYuan * 1_000_000);

    [Fact]
    [Trait("Rule", "M-09")]
    [Trait("Rule", "M-10")]
    public void Both_readings_of_the_final_payment_stand_side_by_side_with_what_nobody_pays()
    {
        var readings = Subsidy.Of(LateProvince, Policy);

        Assert.Equal((Wan(700), Wan(360), Wan(140)), (readings.Percent.First, readings.Percent.Second, readings.Percent.Unfunded));
        Assert.Equal((Wan(700), Wan(500), Fen.Zero), (readings.Balance.First, readings.Balance.Second, readings.Balance.Unfunded));
        Assert.Same(readings.Percent, readings.Result);
        Assert.Equal(FinalTranche.Balance, Subsidy.Of(LateProvince, Policy with { FinalTranche = FinalTranche.Balance }).Result.Reading);
    }

    [Theory]
    [InlineData(ProjectType.NewBuild)]
    [InlineData(ProjectType.Rebuild)]
    [Trait("Rule", "M-01")]
    public void New_building_gets_nothing_unless_the_policy_names_it_or_it_is_decided(ProjectType type)
    {
        var project = City with { Type = type };
        var code = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(type.ToString());

        Assert.Equal((Fen.Zero, Wan(1000)), (Due(project), Subsidy.Of(project, Policy).Result.Borne));
        Assert.Equal(Wan(1000), Due(project, Policy with { EligibleTypes = ["renovation", code] }));
        Assert.Equal(Wan(400), Due(project with { Decision = new(DecisionKind.Approved, Wan(400), "1") }));
    }

    [Fact]
    [Trait("Rule", "M-04")]
    [Trait("Rule", "T-05")]
    public void Nothing_is_paid_before_it_passed_while_its_year_lasts_nor_before_it_is_listed()
    {
        var open = City with { Passed = false };

        Assert.Equal((Fen.Zero, Wan(1000)), (Due(open), Subsidy.Of(open, Policy).Result.AfterPass));
        Assert.Equal(Fen.Zero, Due(open with { Late = true, Listed = false }));
        Assert.Equal(Wan(700), Due(open with { Late = true }));
    }

    [Fact]
    [Trait("Rule", "M-09")]
    public void What_was_paid_and_has_not_passed_is_exposed_and_not_claimed_back()
    {
        var paid = City with { Passed = false, Late = true, PaidSubsidy = Wan(700) };
        var left = paid with { Ended = true };

        Assert.Equal((Fen.Zero, Wan(700), Fen.Zero), Of(paid));
        Assert.Equal((Fen.Zero, Wan(700), Fen.Zero), Of(left));
        Assert.Equal((Fen.Zero, Wan(700), Wan(700)), Of(left, Policy with { ClawBack = ClawBack.WhenEnded }));
        Assert.Equal((Fen.Zero, Wan(700), Fen.Zero), Of(paid, Policy with { ClawBack = ClawBack.WhenEnded }));
        Assert.Equal(Fen.Zero, Subsidy.Of(paid with { Passed = true }, Policy).Result.Exposed);
        Assert.Equal(Fen.Zero, Due(left with { PaidSubsidy = Fen.Zero }));

        static (Fen Due, Fen Exposed, Fen Back) Of(SubsidyCase @case, SubsidyPolicy? policy = null)
        {
            var result = Subsidy.Of(@case, policy ?? Policy).Result;
            return (result.Due, result.Exposed, result.DueBack);
        }
    }

    [Fact]
    [Trait("Rule", "M-09")]
    public void The_base_of_the_late_percentage_is_a_switch()
    {
        var project = City with { Passed = false, Late = true, Spend = Wan(600) };

        Assert.Equal(Wan(420), Due(project));
        Assert.Equal(Wan(700), Due(project, Policy with { LatePercentOf = LatePercentOf.Level }));
    }

    [Fact]
    [Trait("Rule", "M-14")]
    public void The_reward_waits_for_the_final_account_and_its_base_when_late_is_a_switch()
    {
        var late = City with { Late = true, Spend = Wan(600) };

        Assert.Equal(Wan(200), Reward(late, Policy));
        Assert.Equal(Fen.Zero, Reward(late with { SpendIsFinal = false }, Policy));
        Assert.Equal(Fen.Zero, Reward(late with { Passed = false }, Policy));
        Assert.Equal(Wan(50), Reward(late, Policy with { RewardFrom = RewardSource.Approved }));
        Assert.Equal(Fen.Zero, Reward(late, Policy with { RewardWhenLate = false }));
        Assert.Equal(Wan(200), Reward(late with { Late = false }, Policy with { RewardWhenLate = false, RewardFrom = RewardSource.Approved }));

        static Fen Reward(SubsidyCase @case, SubsidyPolicy policy) => Subsidy.Of(@case, policy).Result.Reward;
    }

    [Fact]
    [Trait("Rule", "M-14")]
    public void By_the_literal_reading_a_late_provincial_project_gets_less_for_spending_more_as_the_text_has_it()
    {
        Assert.Equal(Wan(1100), Due(LateProvince with { Spend = Wan(1000) }));
        Assert.Equal(Wan(1060), Due(LateProvince));
        Assert.EndsWith("so by the literal reading each yuan more brings 0.30 and costs 0.50 of the reward: spending more brings less.", Told(LateProvince with { Spend = Wan(1100) }, Policy), StringComparison.Ordinal);
        Assert.EndsWith("= CNY 500,000.00.", Told(LateProvince with { Spend = Wan(1100) }, Policy with { FinalTranche = FinalTranche.Balance }), StringComparison.Ordinal);
        Assert.DoesNotContain("brings less", Told(LateProvince with { Spend = Wan(900) }, Policy) + Told(LateProvince, Policy) + Told(LateProvince with { Late = false, Spend = Wan(1100) }, Policy), StringComparison.Ordinal);

        static string Told(SubsidyCase @case, SubsidyPolicy policy) => Subsidy.Of(@case, policy).Result.Lines.Single(l => l.Kind == SubsidyLineKind.Reward).Why.En;
    }

    [Fact]
    [Trait("Rule", "M-11")]
    public void City_then_province_is_province_at_once()
    {
        var city = City with { Spend = Wan(800) };
        var first = Subsidy.Of(city, Policy).Result;
        var province = city with { Level = Level.Province };
        var then = Subsidy.Of(province with { PaidSubsidy = first.DueSubsidy, PaidReward = first.DueReward }, Policy).Result;

        Assert.Equal((Wan(800), Wan(100), Wan(100)), (first.DueSubsidy, first.DueReward, then.Due));
        Assert.Equal(Due(province), first.Due + then.Due);
    }

    [Fact]
    [Trait("Rule", "M-08")]
    public void A_decision_in_its_own_right_replaces_the_approved_amount_or_everything()
    {
        var late = LateProvince with { Passed = false };

        Assert.Equal(Wan(350), Due(late with { Decision = new(DecisionKind.Approved, Wan(500), "1") }));
        var total = Subsidy.Of(late with { Decision = new(DecisionKind.Total, Wan(1200), "1"), PaidSubsidy = Wan(700) }, Policy).Result;
        Assert.Equal((Wan(500), Fen.Zero, Wan(700)), (total.Due, total.Reward, total.Exposed));
        Assert.Equal(["M-08"], total.Lines[0].Rules);
    }

    [Fact]
    [Trait("Rule", "M-13")]
    public void What_was_overpaid_is_shown_and_taken_from_the_reward_first()
    {
        var result = Subsidy.Of(City with { Spend = Wan(800), PaidSubsidy = Wan(850) }, Policy).Result;

        Assert.Equal((Fen.Zero, Wan(50), Fen.Zero), (result.DueSubsidy, result.DueReward, result.Overpaid));
        Assert.Equal(Wan(100), Subsidy.Of(City with { Spend = Wan(800), PaidSubsidy = Wan(1000) }, Policy).Result.Overpaid);
    }

    [Fact]
    public void Percentages_round_down_and_no_fen_is_lost_or_made_between_the_two()
    {
        var late = City with { Late = true, Spend = new(5) };
        var result = Subsidy.By(late, Policy, FinalTranche.Percent);

        Assert.Equal((3, 2, 0), (result.First.Value, result.Second.Value, result.Unfunded.Value));
        Assert.Equal(1, Subsidy.Of(City with { Spend = Wan(1000) - new Fen(3) }, Policy).Result.Reward.Value);
    }

    [Fact]
    public void A_negative_amount_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Subsidy.Of(City with { Spend = new(-1) }, Policy));
        Assert.Throws<ArgumentOutOfRangeException>(() => Subsidy.Of(City with { PaidSubsidy = new(-1) }, Policy));
        Assert.Throws<OverflowException>(() => Subsidy.Of(City with { PaidSubsidy = new(long.MaxValue), PaidReward = new(1) }, Policy));
    }

    [Fact]
    public void Every_amount_has_its_line_in_both_languages_with_rules_the_policy_has()
    {
        var lines = Subsidy.Of(LateProvince, Policy).Percent.Lines;

        Assert.Equal(
            ["Approved=1200 M-01,M-05,M-11", "Base=1200 M-06,M-13", "First=700 M-09", "Second=360 M-10", "Reward=0 M-14", "Unfunded=140 M-09,M-10", "Due=1060 M-04,M-11"],
            lines.Select(l => $"{l.Kind}={l.AmountFen.WanYuan:0} {string.Join(',', l.Rules)}"));
        Assert.Equal("当年未完成：70% × 1,200 万元 = 840 万元，最高 700 万元，为 700 万元。", lines[2].Why.Zh);
        Assert.Equal("Not done in its year: 70 % × CNY 12,000,000.00 = CNY 8,400,000.00, at most CNY 7,000,000.00: CNY 7,000,000.00.", lines[2].Why.En);
    }

    private static Fen Due(SubsidyCase @case, SubsidyPolicy? policy = null) => Subsidy.Of(@case, policy ?? Policy).Result.Due;
}
