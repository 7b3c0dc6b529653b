using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Programme.Money;

public sealed class SubsidyPropertyTests
{
    private const int Runs = 2000;
    private const int MostFen = 1_500_000_000;

    private static readonly PolicyPack Pack = ShippedPolicies.Fuyang;

    private static readonly SubsidyPolicy Policy = Pack.Subsidy;

    // Half of the amounts are small, where rounding shows.
    private static readonly Gen<Fen> Amounts = Gen.OneOf(Gen.Choose(0, MostFen), Gen.Choose(0, 200), Gen.Choose(690_000_000, 1_210_000_000)).Select(f => new Fen(f));

    private static readonly Gen<SubsidyCase> Cases =
        from type in Gen.Elements(ProjectType.Renovation, ProjectType.Renovation, ProjectType.NewBuild)
        from level in Gen.Elements(Level.City, Level.Province)
        from flags in Gen.Elements(true, false).ArrayOf(5)
        from amounts in Amounts.ArrayOf(4)
        from decided in Gen.Elements<DecisionKind?>(null, null, null, DecisionKind.Approved, DecisionKind.Total)
        select new SubsidyCase
        {
            Type = type, Level = level, Passed = flags[0], Late = flags[1], SpendIsFinal = flags[2], Ended = flags[3] && !flags[0], Listed = flags[4] || flags[0],
            Spend = amounts[0], PaidSubsidy = amounts[1], PaidReward = flags[2] ? amounts[2] : Fen.Zero, Decision = decided is { } kind ? new(kind, amounts[3], "1") : null,
        };

    private static readonly Gen<SubsidyPolicy> Policies =
        from latePercentOf in Gen.Elements(Enum.GetValues<LatePercentOf>())
        from source in Gen.Elements(Enum.GetValues<RewardSource>())
        from back in Gen.Elements(Enum.GetValues<ClawBack>())
        from whenLate in Gen.Elements(true, false)
        from types in Gen.Elements(new[] { "renovation" }, ["renovation", "newBuild"])
        select Policy with { LatePercentOf = latePercentOf, RewardFrom = source, ClawBack = back, RewardWhenLate = whenLate, EligibleTypes = types };

    [Fact]
    [Trait("Rule", "M-11")]
    public void Never_is_more_paid_than_the_approved_amount_nor_less_than_nothing() => ForAll(from c in Cases from p in Policies select (c, p), x =>
        Both(x.c, x.p).All(r =>
            new[] { r.First, r.Second, r.Reward, r.AfterPass, r.Borne, r.Unfunded, r.Exposed, r.Overpaid, r.DueBack, r.DueSubsidy, r.DueReward }.All(a => a >= Fen.Zero)
            && r.Entitled <= r.Approved
            && x.c.PaidSubsidy + x.c.PaidReward + r.Due <= Fen.Max(r.Approved, x.c.PaidSubsidy + x.c.PaidReward)
            && (x.c.Decision is not null || r.Approved <= Subsidy.Of(x.c.Level, x.p))));

    [Fact]
    [Trait("Rule", "M-13")]
    public void The_subsidy_never_exceeds_the_cost_and_what_pays_adds_up_to_it() => ForAll(Cases.Where(c => c is { Decision: not { Kind: DecisionKind.Total }, Ended: false }), c =>
        Both(c, Policy).All(r => r.First + r.Second <= c.Spend && r.First + r.Second + r.AfterPass + r.Unfunded + r.Borne == c.Spend));

    [Fact]
    public void More_spend_never_lowers_the_subsidy_and_in_time_or_by_balance_not_what_is_due_in_all() => ForAll(from c in Cases from more in Amounts select (c, more), x =>
    {
        var more = x.c with { Spend = x.c.Spend + x.more };
        return Both(x.c, Policy).Zip(Both(more, Policy), (less, after) =>
            after.First + after.Second >= less.First + less.Second
            && after.Borne >= less.Borne
            && (after.Entitled >= less.Entitled || (x.c.Late && after.Reading == FinalTranche.Percent))).All(holds => holds);
    });

    [Fact]
    public void A_higher_level_never_lowers_anything_that_is_paid() => ForAll(from c in Cases from p in Policies select (c with { Level = Level.City }, p), x =>
        Both(x.Item1, x.p).Zip(Both(x.Item1 with { Level = Level.Province }, x.p), (city, province) =>
            province.First >= city.First && province.Entitled >= city.Entitled && province.Due >= city.Due && province.Borne <= city.Borne).All(holds => holds));

    [Fact]
    [Trait("Rule", "M-05")]
    public void Over_its_life_a_project_gets_its_base_in_time_or_by_balance() => ForAll(Cases.Where(c => c is { Passed: true, Decision: not { Kind: DecisionKind.Total } }), c =>
        Both(c, Policy).Where(r => !c.Late || r.Reading == FinalTranche.Balance).All(r => r.First + r.Second == r.Base && r.Base == Fen.Min(r.Approved, c.Spend)));

    [Fact]
    public void Below_the_cap_seventy_and_thirty_percent_are_all_of_it_to_the_fen() => ForAll(Amounts.Where(a => a <= SubsidyTests.Wan(1000)), spend =>
    {
        var r = Subsidy.By(new() { Type = ProjectType.Renovation, Level = Level.City, Passed = true, Late = true, Spend = spend }, Policy, FinalTranche.Percent);
        return r.First + r.Second == spend && r.Unfunded == Fen.Zero;
    });

    [Fact]
    [Trait("Rule", "M-11")]
    public void Paid_in_parts_as_costs_come_and_levels_rise_is_paid_at_once() => ForAll(from c in Cases from spends in Amounts.ArrayOf(5) from late in Gen.Elements(true, false) select (c, spends, late), x =>
    {
        var last = x.c with { Type = ProjectType.Renovation, Listed = true, Ended = false, Passed = true, Late = x.late, SpendIsFinal = true, Level = Level.Province, Spend = Fen.Sum(x.spends), Decision = null, PaidSubsidy = Fen.Zero, PaidReward = Fen.Zero };
        return Enum.GetValues<FinalTranche>().All(reading =>
        {
            var way = last with { Spend = Fen.Zero, SpendIsFinal = false };
            for (var step = 0; step < x.spends.Length; step++)
            {
                way = way with { Spend = way.Spend + x.spends[step], Passed = step >= 2, Level = step >= 3 ? Level.Province : Level.City, SpendIsFinal = step == x.spends.Length - 1 };
                var due = Subsidy.By(way, Policy, reading);
                way = way with { PaidSubsidy = way.PaidSubsidy + due.DueSubsidy, PaidReward = way.PaidReward + due.DueReward };
            }

            return way.PaidSubsidy + way.PaidReward == Subsidy.By(last, Policy, reading).Due;
        });
    });

    [Fact]
    public void Every_amount_above_nothing_has_one_line_with_its_amount_words_and_known_rules() => ForAll(from c in Cases from p in Policies select (c, p), x => Both(x.c, x.p).All(r =>
        Shown(r).All(s => s.Amount == Fen.Zero ? r.Lines.All(l => l.Kind != s.Kind || l.AmountFen == Fen.Zero) : r.Lines.Single(l => l.Kind == s.Kind).AmountFen == s.Amount)
        && r.Lines.All(l => l.Why.Zh.Length > 0 && l.Why.En.Length > 0 && l.Rules.Count > 0 && l.Rules.All(id => Pack.Rule(id).Id == id))));

    private static IEnumerable<(SubsidyLineKind Kind, Fen Amount)> Shown(SubsidyResult r) =>
    [
        (SubsidyLineKind.Approved, r.Approved), (SubsidyLineKind.Base, r.Base), (SubsidyLineKind.First, r.First), (SubsidyLineKind.Second, r.Second), (SubsidyLineKind.Reward, r.Reward), (SubsidyLineKind.AfterPass, r.AfterPass),
        (SubsidyLineKind.Borne, r.Borne), (SubsidyLineKind.Unfunded, r.Unfunded), (SubsidyLineKind.Exposed, r.Exposed), (SubsidyLineKind.Overpaid, r.Overpaid), (SubsidyLineKind.DueBack, r.DueBack), (SubsidyLineKind.Due, r.Due),
    ];

    private static SubsidyResult[] Both(SubsidyCase @case, SubsidyPolicy policy) => [Subsidy.By(@case, policy, FinalTranche.Percent), Subsidy.By(@case, policy, FinalTranche.Balance)];

    private static void ForAll<T>(Gen<T> of, Func<T, bool> holds) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), Prop.ForAll(of.ToArbitrary(), holds));
}
