using SmartCommunity.Programme;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Process;
using SmartCommunity.Tests.Programme.Rhythm;

namespace SmartCommunity.Tests.Programme.Money;

public sealed class PaymentActsTests
{
    private const string Project = MoneyWalk.Project;

    [Fact]
    [Trait("Rule", "M-05")]
    [Trait("Rule", "M-13")]
    public void A_wrong_amount_is_refused_with_the_right_one_and_its_rules()
    {
        var walk = MoneyWalk.Passed(900);

        var refusal = Assert.Single(walk.Try(new PaymentRequested(Project, PaymentKind.First, SubsidyTests.Wan(1000), MoneyWalk.May)));

        Assert.Equal("amountFen", refusal.Field);
        Assert.Equal(["M-04", "M-05", "M-13"], refusal.Rules);
        Assert.Equal("补助应为 900 万元（900000000 分），而非 1,000 万元。", refusal.Why.Zh);
        Assert.Contains("CNY 9,000,000.00", refusal.Why.En, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "M-04")]
    [Trait("Rule", "M-09")]
    public void What_is_not_due_is_refused_with_the_reason_or_with_what_is_due()
    {
        var walk = MoneyWalk.Building().Cost(1000).Evaluated();
        walk.Today = new DateOnly(2022, 12, 31);
        walk.Refused(Request(PaymentKind.First, 1000), "kind", "M-04");
        walk.Refused(Request(PaymentKind.LateFirst, 700), "kind", "M-04");

        walk.Today = new DateOnly(2023, 1, 1);
        walk.Refused(Request(PaymentKind.First, 1000), "kind", "M-09");
        walk.Refused(Request(PaymentKind.Final, 300), "kind", "M-09");
        walk.Refused(Request(PaymentKind.LateFirst, 701), "amountFen", "M-09");
        Assert.Empty(walk.Try(Request(PaymentKind.LateFirst, 700)));
        walk.Refused(Request(PaymentKind.LateFirst, 700) with { On = new DateOnly(2022, 12, 31) }, "kind", "M-04");
    }

    [Fact]
    [Trait("Rule", "M-01")]
    public void A_project_that_is_not_subsidised_is_told_so()
    {
        var walk = new ProgrammeWalk { Today = new DateOnly(2021, 12, 16) };
        walk.Do(new SmartCommunity.Programme.Pool.ProjectTyped(Project, SmartCommunity.Programme.Pool.ProjectType.NewBuild, Demolition: false, Resettlement: false, "new ground")).To(Stage.Named).Cost(500);

        walk.Refused(Request(PaymentKind.First, 500), "kind", "M-01");
    }

    [Fact]
    [Trait("Rule", "M-15")]
    public void A_payment_rests_on_an_evaluation_that_is_out()
    {
        var walk = MoneyWalk.Passed(1000);

        walk.Refused(With(EvaluationKind.Bulletin, ""), "evaluation.reference", "M-15");
        walk.Refused(With(EvaluationKind.Bulletin, "June"), "evaluation.reference", "M-15");
        walk.Refused(With(EvaluationKind.Bulletin, "2022-06"), "evaluation.reference", "M-15");
        walk.Refused(With(EvaluationKind.Bulletin, "2022-04"), "evaluation.reference", "M-15");
        walk.Refused(With(EvaluationKind.Annual, "2022"), "evaluation.reference", "M-15");
        walk.Refused(With(EvaluationKind.Annual, "+2021"), "evaluation.reference", "M-15");
        walk.Refused(With(EvaluationKind.Other, " "), "evaluation.reference", "M-15");
        Assert.Empty(walk.Try(With(EvaluationKind.Bulletin, "2022-05")).Concat(walk.Try(With(EvaluationKind.Other, "no. 3"))));

        static PaymentRequested With(EvaluationKind kind, string reference) => Request(PaymentKind.First, 1000) with { Evaluation = new(kind, reference) };
    }

    [Fact]
    [Trait("Rule", "M-15")]
    public void A_bulletin_that_is_not_frozen_or_leaves_the_project_out_is_no_evaluation()
    {
        var walk = MoneyWalk.Building().Cost(1000);
        walk.Today = new DateOnly(2023, 1, 1);
        Assert.Equal("No bulletin of 2022-05 is frozen (there is none at all); for an evaluation from elsewhere choose another evaluation, by its document number.", Why());

        walk.Freeze(new Month(2022, 4), BulletinWalk.Of("yicheng", 70));
        walk.Today = new DateOnly(2023, 1, 1);
        Assert.StartsWith("No bulletin of 2022-05 is frozen (there are 2022-04 to 2022-04);", Why(), StringComparison.Ordinal);

        walk.Freeze(new Month(2022, 5), BulletinWalk.Of("yicheng", 70));
        walk.Today = new DateOnly(2023, 1, 1);
        Assert.Equal("The bulletin of 2022-05 does not evaluate this project.", Why());
        Assert.Equal("No frozen bulletin of 2022 evaluates this project; for an evaluation from elsewhere choose another evaluation, by its document number.", Why(new(EvaluationKind.Annual, "2022")));

        walk.Freeze(new Month(2022, 6), BulletinWalk.Of(Project, 70));
        walk.Today = new DateOnly(2023, 1, 1);
        Assert.Empty(walk.Try(Request(PaymentKind.LateFirst, 700) with { Evaluation = new(EvaluationKind.Annual, "2022") }));

        string Why(EvaluationLink? link = null) => Assert.Single(walk.Try(Request(PaymentKind.LateFirst, 700) with { Evaluation = link ?? new(EvaluationKind.Bulletin, "2022-05") })).Why.En;
    }

    [Fact]
    [Trait("Rule", "M-15")]
    public void Who_requests_neither_approves_nor_pays()
    {
        var walk = MoneyWalk.Passed(1000).Do(Request(PaymentKind.First, 1000));

        walk.Refused(new PaymentApproved(Project, 1), "actor", "M-15");
        walk.Refused(new PaymentApproved(Project, 1), "actor", "M-15", actor: " STREET ");
        walk.Refused(new PaymentMade(Project, 1, "voucher 1"), "no", actor: MoneyWalk.Cashier);
        walk.Do(new PaymentApproved(Project, 1), MoneyWalk.Finance);
        walk.Refused(new PaymentMade(Project, 1, "voucher 1"), "actor", "M-15");
        walk.Refused(new PaymentMade(Project, 1, ""), "voucherNo", actor: MoneyWalk.Cashier);
        walk.Refused(new PaymentMade(Project, 1, "voucher 1") with { On = new DateOnly(2022, 6, 19) }, "on", actor: MoneyWalk.Cashier);
        walk.Do(new PaymentMade(Project, 1, "voucher 1"), MoneyWalk.Cashier);

        Assert.Equal((PaymentStage.Paid, "voucher 1", MoneyWalk.Finance, MoneyWalk.Cashier), Stage(walk[Project].Money.Payments[0]));
        walk.Refused(new PaymentApproved(Project, 1), "no", actor: MoneyWalk.Finance);
        walk.Refused(new PaymentApproved(Project, 2), "no", actor: MoneyWalk.Finance);

        static (PaymentStage, string?, string?, string?) Stage(Payment p) => (p.Stage, p.VoucherNo, p.Approved?.By, p.Made?.By);
    }

    [Fact]
    public void A_request_underway_is_not_requested_again_until_it_is_refused()
    {
        var walk = MoneyWalk.Passed(1000).Do(Request(PaymentKind.First, 1000));

        walk.Refused(Request(PaymentKind.First, 1000), "kind");
        walk.Refused(new PaymentRefused(Project, 1, ""), "reason");
        walk.Do(new PaymentRefused(Project, 1, "the bulletin has an erratum"), MoneyWalk.Finance);
        walk.Refused(new PaymentApproved(Project, 1), "no", actor: MoneyWalk.Finance);
        Assert.Empty(walk.Try(Request(PaymentKind.First, 1000)));
    }

    [Fact]
    [Trait("Rule", "M-13")]
    public void A_payment_whose_amount_is_not_right_any_more_is_neither_approved_nor_made()
    {
        var walk = MoneyWalk.Passed(900).Cost(100).Do(Request(PaymentKind.First, 1000)).Do(new PaymentApproved(Project, 1), MoneyWalk.Finance).Do(new CostCorrected(Project, 2, "not ours"));

        walk.Refused(new PaymentMade(Project, 1, "voucher 1"), "amountFen", "M-13", actor: MoneyWalk.Cashier);
        walk.Do(new PaymentRefused(Project, 1, "costs were corrected"), MoneyWalk.Finance).PayAll();
        Assert.Equal(SubsidyTests.Wan(900), walk.Ledger().Sums.PaidFen);
    }

    [Fact]
    [Trait("Rule", "M-09")]
    [Trait("Rule", "M-10")]
    [Trait("Rule", "M-11")]
    public void A_late_project_is_paid_in_two_steps_and_topped_up_when_the_province_follows()
    {
        var walk = MoneyWalk.Building().Cost(1250);
        walk.Today = new DateOnly(2023, 1, 5);
        Assert.Equal([(PaymentKind.LateFirst, SubsidyTests.Wan(700))], Kinds(walk.PaidNow()));
        Assert.Equal(SubsidyTests.Wan(700), walk.Ledger().Sums.ExposedFen);

        walk.Today = new DateOnly(2023, 4, 1);
        walk.To(Stage.CityAcceptance).Do(new AcceptancePassed(Project, Level.City, "city 1"));
        Assert.Equal([(PaymentKind.Final, SubsidyTests.Wan(300))], Kinds(walk.PaidNow()));
        Assert.Equal(Fen.Zero, walk.Ledger().Sums.ExposedFen);

        walk.Do(new ProvinceApplied(Project)).Do(new AcceptancePassed(Project, Level.Province, "province 1"));
        Assert.Equal([(PaymentKind.TopUp, SubsidyTests.Wan(60))], Kinds(walk.PaidNow()));
        Assert.Equal((SubsidyTests.Wan(1060), SubsidyTests.Wan(140), SubsidyTests.Wan(50)), (walk.Ledger().Sums.PaidFen, walk.Ledger().Sums.UnfundedFen, walk.Ledger().Sums.BorneFen));
    }

    [Fact]
    [Trait("Rule", "M-11")]
    [Trait("Rule", "M-14")]
    public void In_time_the_province_tops_up_the_city_and_the_reward_comes_with_the_final_account()
    {
        var walk = MoneyWalk.Passed(1100, Level.Province);
        Assert.Equal([(PaymentKind.First, SubsidyTests.Wan(1000))], Kinds(walk.PaidNow()));
        walk.Today = new DateOnly(2023, 3, 1);
        walk.Do(new ProvinceApplied(Project)).Do(new AcceptancePassed(Project, Level.Province, "province 1"));
        Assert.Equal([(PaymentKind.TopUp, SubsidyTests.Wan(100))], Kinds(walk.PaidNow()));
        walk.Refused(Request(PaymentKind.Reward, 50), "kind", "M-14");
        walk.Close();
        Assert.Equal([(PaymentKind.Reward, SubsidyTests.Wan(50))], Kinds(walk.PaidNow()));
        Assert.Empty(walk.Due());
    }

    [Fact]
    public void Money_that_comes_back_is_taken_from_its_payment_and_not_more_than_was_paid()
    {
        var walk = MoneyWalk.Passed(1000).PayAll();

        walk.Refused(new MoneyReturned(Project, 1, SubsidyTests.Wan(1001), "receipt 1", "an error"), "amountFen");
        walk.Refused(new MoneyReturned(Project, 2, SubsidyTests.Wan(1), "receipt 1", "an error"), "no");
        walk.Do(new MoneyReturned(Project, 1, SubsidyTests.Wan(400), "receipt 1", "an error"));
        walk.Refused(new MoneyReturned(Project, 1, SubsidyTests.Wan(601), "receipt 2", "an error"), "amountFen");
        Assert.Equal((SubsidyTests.Wan(600), SubsidyTests.Wan(400)), (walk.Ledger().Sums.PaidFen, walk.Due().Single().AmountFen));
    }

    [Fact]
    [Trait("Rule", "M-08")]
    public void A_decision_needs_three_people_and_then_counts()
    {
        var walk = MoneyWalk.Passed(1300).Do(Proposed(1100));
        Assert.Equal(SubsidyTests.Wan(1000), walk.Due().Single().AmountFen);

        walk.Refused(Proposed(1200), "project", "M-08");
        walk.Refused(new SubsidyDecisionApproved(Project, 1), "actor", "M-08");
        walk.Do(new SubsidyDecisionApproved(Project, 1), "director");
        walk.Refused(new SubsidyDecisionApproved(Project, 1), "actor", "M-08", actor: "Director");
        walk.Refused(new SubsidyDecisionApproved(Project, 1), "actor", "M-08");
        Assert.Equal(SubsidyTests.Wan(1000), walk.Due().Single().AmountFen);
        walk.Do(new SubsidyDecisionApproved(Project, 1), "magistrate");

        Assert.Equal(SubsidyTests.Wan(1100), walk.Due().Single().AmountFen);
        walk.Refused(new SubsidyDecisionApproved(Project, 1), "no", "M-08", actor: "third");
        walk.Refused(new SubsidyDecisionRefused(Project, 1, "too late"), "no", "M-08");
        walk.Do(Proposed(900)).Do(new SubsidyDecisionRefused(Project, 2, "no ground"), "director");
        Assert.Equal(SubsidyTests.Wan(1100), walk.Due().Single().AmountFen);
        walk.Refused(Proposed(0), "amountFen", "M-08");
        walk.Refused(Proposed(1) with { DocumentNo = "" }, "documentNo", "M-08");
        walk.Refused(new SubsidyDecisionApproved(Project, 3), "no", "M-08");
    }

    [Fact]
    public void A_voucher_pays_once_in_the_whole_programme()
    {
        var walk = MoneyWalk.Passed(1000).PayAll();
        walk.Do(new MoneyReturned(Project, 1, SubsidyTests.Wan(1000), "receipt 1", "wrong account")).Do(Request(PaymentKind.First, 1000)).Do(new PaymentApproved(Project, 2), MoneyWalk.Finance);

        walk.Refused(new PaymentMade(Project, 2, "voucher 1"), "voucherNo", actor: MoneyWalk.Cashier);
        Assert.Empty(walk.Try(new PaymentMade(Project, 2, "voucher 2"), MoneyWalk.Cashier));
    }

    private static SubsidyDecisionProposed Proposed(long wanYuan) => new(Project, DecisionKind.Approved, SubsidyTests.Wan(wanYuan), $"district {wanYuan}", "the old town wall");

    private static PaymentRequested Request(PaymentKind kind, long wanYuan) => new(Project, kind, SubsidyTests.Wan(wanYuan), MoneyWalk.May);

    private static (PaymentKind, Fen)[] Kinds(IEnumerable<DuePayment> due) => [.. due.Select(d => (d.Kind, d.AmountFen))];
}
