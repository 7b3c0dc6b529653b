using SmartCommunity.Programme;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Process;
using SmartCommunity.Tests.Programme.Rhythm;

namespace SmartCommunity.Tests.Programme.Money;

/// <summary>Short ways to what the tests of money begin with: a project listed in December 2021, so due in 2022, with costs and payments.</summary>
internal static class MoneyWalk
{
    internal const string Project = ProgrammeWalk.Project, Finance = "finance", Cashier = "cashier";

    internal static readonly EvaluationLink May = new(EvaluationKind.Bulletin, "2022-05");

    internal static ProgrammeWalk Building(Level level = Level.City)
    {
        var walk = new ProgrammeWalk { Today = new DateOnly(2021, 12, 16) };
        return walk.To(Stage.Building, level: level);
    }

    /// <summary>The bulletin of <see cref="May"/> is frozen, with the project in it.</summary>
    internal static ProgrammeWalk Evaluated(this ProgrammeWalk walk)
    {
        var today = walk.Today;
        walk.Freeze(new Month(2022, 5), BulletinWalk.Of(Project, 70));
        walk.Today = today;
        return walk;
    }

    /// <summary>Passed the city's acceptance on 20 June 2022, in time, with a spend; the bulletin of May was frozen before.</summary>
    internal static ProgrammeWalk Passed(long spentWanYuan, Level level = Level.City)
    {
        var walk = Building(level).Cost(spentWanYuan).Evaluated();
        walk.Today = new DateOnly(2022, 6, 20);
        return walk.To(Stage.CityAcceptance, level: level).Do(new AcceptancePassed(Project, Level.City, "city 1"));
    }

    internal static ProgrammeWalk Cost(this ProgrammeWalk walk, long wanYuan, string @class = "works", string? fund = null, string? document = null) =>
        walk.Do(Booked(wanYuan, @class, fund, document ?? $"invoice {walk[Project].Money.Costs.Count + 1}"));

    internal static CostBooked Booked(long wanYuan, string @class = "works", string? fund = null, string document = "invoice 1") =>
        new(Project, @class, fund, SubsidyTests.Wan(wanYuan), document, PayeeKind.Contractor, "new lifts");

    internal static ProgrammeWalk Close(this ProgrammeWalk walk) => walk.Do(new AccountsClosed(Project, walk[Project].Money.Spent(ProgrammeWalk.Policy.Subsidy), "final account"));

    /// <summary>Requests, approves and makes every payment that is due.</summary>
    internal static ProgrammeWalk PayAll(this ProgrammeWalk walk)
    {
        foreach (var due in walk.Due())
            walk.Pay(due.Kind, due.AmountFen);
        return walk;
    }

    /// <summary>What was due, now paid.</summary>
    internal static IReadOnlyList<DuePayment> PaidNow(this ProgrammeWalk walk)
    {
        var due = walk.Due();
        walk.PayAll();
        return due;
    }

    internal static ProgrammeWalk Pay(this ProgrammeWalk walk, PaymentKind kind, Fen amount)
    {
        var no = walk[Project].Money.Payments.Count + 1;
        return walk.Do(new PaymentRequested(Project, kind, amount, new(EvaluationKind.Other, "assessment 1"))).Do(new PaymentApproved(Project, no), Finance).Do(new PaymentMade(Project, no, $"voucher {no}"), Cashier);
    }

    internal static IReadOnlyList<DuePayment> Due(this ProgrammeWalk walk) => DuePayments.Of(walk[Project], ProgrammeWalk.Policy, walk.Today);

    internal static ProjectLedger Ledger(this ProgrammeWalk walk) => ProjectLedger.Of(walk.State, Project, ProgrammeWalk.Policy, walk.Today);
}
