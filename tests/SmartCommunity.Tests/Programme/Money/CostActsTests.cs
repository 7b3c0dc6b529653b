using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Money;

namespace SmartCommunity.Tests.Programme.Money;

public sealed class CostActsTests
{
    private const string Project = MoneyWalk.Project;

    [Fact]
    [Trait("Rule", "M-02")]
    [Trait("Rule", "M-03")]
    [Trait("Rule", "M-06")]
    public void Only_the_classes_the_subsidy_is_for_count()
    {
        var walk = MoneyWalk.Passed(100).Cost(20, "consultingDesign").Cost(30, "equipment").Cost(400, "ict").Cost(50, "department", "区民政局").Cost(7, CostClasses.Other);

        Assert.Equal(SubsidyTests.Wan(150), walk[Project].Money.Spent(ProgrammeWalk.Policy.Subsidy));
        Assert.Equal(SubsidyTests.Wan(150), walk.Due().Single().AmountFen);
        Assert.Equal(
            ["consultingDesign True M-06", "works True M-06", "equipment True M-06", "ict False M-02", "department False M-03", "other False M-06"],
            CostClasses.Of(ProgrammeWalk.Policy.Subsidy).Select(c => $"{c.Code} {c.Counted} {c.Rule}"));
        Assert.All(CostClasses.Of(ProgrammeWalk.Policy.Subsidy), c => Assert.Equal(c.Counted, c.Warning is null));
    }

    [Fact]
    [Trait("Rule", "M-03")]
    [Trait("Rule", "M-06")]
    public void What_is_no_cost_is_refused_by_its_field()
    {
        var walk = MoneyWalk.Building();

        walk.Refused(MoneyWalk.Booked(1, "catering"), "class", "M-06");
        walk.Refused(MoneyWalk.Booked(1, "department"), "fund", "M-03");
        walk.Refused(MoneyWalk.Booked(1, "ict", "区民政局"), "fund", "M-02");
        walk.Refused(MoneyWalk.Booked(0), "amountFen", "M-06");
        walk.Refused(MoneyWalk.Booked(-1), "amountFen", "M-06");
        walk.Refused(MoneyWalk.Booked(1) with { AmountFen = Fen.MaxEntry + new Fen(1) }, "amountFen", "M-06");
        walk.Refused(MoneyWalk.Booked(1) with { DocumentNo = " " }, "documentNo");
        walk.Refused(MoneyWalk.Booked(1) with { What = "" }, "what");
        walk.Refused(MoneyWalk.Booked(1) with { On = walk.Today.AddDays(1) }, "on");
        walk.Refused(MoneyWalk.Booked(1) with { Project = "nowhere" }, "project");
        Assert.Empty(walk.Try(MoneyWalk.Booked(1) with { AmountFen = Fen.MaxEntry }));
    }

    [Fact]
    public void The_same_invoice_is_not_booked_twice_unless_the_first_was_taken_back()
    {
        var walk = MoneyWalk.Building().Cost(100, document: "invoice 7");

        walk.Refused(MoneyWalk.Booked(100, document: "invoice 7"), "documentNo", "M-06");
        Assert.Empty(walk.Try(MoneyWalk.Booked(100, "equipment", document: "invoice 7")));
        Assert.Empty(walk.Do(new CostCorrected(Project, 1, "wrong project")).Try(MoneyWalk.Booked(100, document: "invoice 7")));
    }

    [Fact]
    public void A_wrong_entry_stays_and_a_counter_entry_takes_it_back_once()
    {
        var walk = MoneyWalk.Building().Cost(100).Cost(40).Do(new CostCorrected(Project, 1, "typed one zero too many"));

        Assert.Equal([100, 40, -100], walk[Project].Money.Costs.Select(c => (int)c.AmountFen.WanYuan));
        Assert.Equal(SubsidyTests.Wan(40), walk[Project].Money.Spent(ProgrammeWalk.Policy.Subsidy));
        walk.Refused(new CostCorrected(Project, 1, "again"), "no");
        walk.Refused(new CostCorrected(Project, 3, "the counter-entry"), "no");
        walk.Refused(new CostCorrected(Project, 4, "not there"), "no");
        walk.Refused(new CostCorrected(Project, 0, "not there"), "no");
        walk.Refused(new CostCorrected(Project, 2, ""), "reason");
    }

    [Fact]
    [Trait("Rule", "M-14")]
    public void Closed_accounts_must_agree_with_what_is_booked_and_take_nothing_more()
    {
        var walk = MoneyWalk.Passed(800);

        walk.Refused(new AccountsClosed(Project, SubsidyTests.Wan(801), "final"), "spentFen", "M-14");
        walk.Close();
        walk.Refused(MoneyWalk.Booked(1, document: "late"), "project", "M-14");
        walk.Refused(new CostCorrected(Project, 1, "late"), "project", "M-14");
        walk.Refused(new AccountsClosed(Project, SubsidyTests.Wan(800), "again"), "project", "M-14");
        walk.Do(new AccountsReopened(Project, "an invoice was found")).Cost(1).Refused(new AccountsReopened(Project, "again"), "project");
        walk.Close().PayAll().Refused(new AccountsReopened(Project, "after the reward"), "project", "M-14");
    }

    [Fact]
    [Trait("Rule", "M-07")]
    public void Money_from_above_is_kept_in_view_and_adds_nothing()
    {
        var walk = MoneyWalk.Passed(900);
        var before = walk.Due();
        walk.Do(new UpperGrantEntered(Project, "省级", SubsidyTests.Wan(300), "province 9")).Do(new UpperGrantEntered(null, "市级", SubsidyTests.Wan(50), "city 9"));

        Assert.Equal(before.Single().AmountFen, walk.Due().Single().AmountFen);
        Assert.Equal(SubsidyTests.Wan(300), walk.Ledger().Sums.GrantsFen);
        Assert.Equal((SubsidyTests.Wan(900), Fen.Zero), (walk.Ledger().Lines[^1].SpentFen, walk.Ledger().Lines[^1].PaidFen));
        walk.Refused(new UpperGrantEntered(Project, "省级", SubsidyTests.Wan(300), "province 9"), "documentNo", "M-07");
        walk.Refused(new UpperGrantEntered(null, "", SubsidyTests.Wan(1), "x1"), "source", "M-07");
        walk.Refused(new UpperGrantEntered("nowhere", "省级", SubsidyTests.Wan(1), "x1"), "project");
    }

    [Fact]
    public void An_act_is_read_as_it_was_written()
    {
        ProgrammeAct[] acts =
        [
            MoneyWalk.Booked(1, "department", "区民政局") with { On = new DateOnly(2022, 1, 2) }, new CostCorrected(Project, 1, "wrong"), new AccountsClosed(Project, new(5), "d1"), new AccountsReopened(Project, "why"),
            new UpperGrantEntered(null, "省级", new(5), "d1"), new PaymentRequested(Project, PaymentKind.LateFirst, new(5), MoneyWalk.May), new PaymentApproved(Project, 1), new PaymentRefused(Project, 1, "no"),
            new PaymentMade(Project, 1, "v1"), new MoneyReturned(Project, 1, new(5), "d1", "why"), new SubsidyDecisionProposed(Project, DecisionKind.Total, new(5), "d1", "why"), new SubsidyDecisionApproved(Project, 1),
            new SubsidyDecisionRefused(Project, 1, "no"),
        ];

        Assert.All(acts, act => Assert.Equal(act, ActJson.Read(ActJson.Write(act))));
        Assert.Equal(
            """{"act":"paymentRequested","kind":"lateFirst","amountFen":5,"evaluation":{"kind":"bulletin","reference":"2022-05"},"project":"jiangbin","on":null}""", ActJson.Write(acts[5]));
        Assert.Throws<System.Text.Json.JsonException>(() => ActJson.Read("""{"act":"paymentMade","project":"a","no":1.5,"voucherNo":"v"}"""));
        Assert.Contains("whole number of fen", Assert.Throws<System.Text.Json.JsonException>(() => ActJson.Read("""{"act":"accountsClosed","project":"a","spentFen":1.5,"documentNo":"v"}""")).Message, StringComparison.Ordinal);
    }
}
