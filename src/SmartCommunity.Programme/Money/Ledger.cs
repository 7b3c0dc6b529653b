using System.Collections.Immutable;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Money;

/// <summary>One line of a ledger, with what had been spent and paid after it.</summary>
/// <param name="Position">Its entry in the log; lines stand in this order.</param>
/// <param name="On">The day it happened.</param>
/// <param name="Project">The project; null for the district.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">In words.</param>
/// <param name="DocumentNo">Number of its document or voucher.</param>
/// <param name="By">Who entered it.</param>
/// <param name="AmountFen">The amount; negative for a counter-entry and for money that came back.</param>
public sealed record LedgerLine(long Position, DateOnly On, string? Project, LedgerKind Kind, Words Text, string DocumentNo, string By, Fen AmountFen)
{
    /// <summary>Spend that counts for the subsidy, so far.</summary>
    public Fen SpentFen { get; init; }

    /// <summary>Paid less returned, so far.</summary>
    public Fen PaidFen { get; init; }

    /// <summary>What the responsible unit has laid out and not got back; negative when it holds more than it spent.</summary>
    public Fen BalanceFen => SpentFen - PaidFen;
}

/// <summary>What a line of a ledger is.</summary>
public enum LedgerKind
{
    /// <summary>A cost that counts for the subsidy.</summary>
    Cost,

    /// <summary>A cost that another fund or the unit pays.</summary>
    OtherCost,

    /// <summary>A payment.</summary>
    Payment,

    /// <summary>Money that came back.</summary>
    Return,

    /// <summary>Money from above (M-07); it is in no balance.</summary>
    Grant,
}

/// <summary>Sums of a project or of the district.</summary>
public sealed record MoneySums
{
    /// <summary>Costs of every class.</summary>
    public required Fen CostsFen { get; init; }

    /// <summary>Costs that count for the subsidy.</summary>
    public required Fen SpentFen { get; init; }

    /// <summary>Requested or approved, and not paid.</summary>
    public required Fen CommittedFen { get; init; }

    /// <summary>Paid less returned.</summary>
    public required Fen PaidFen { get; init; }

    /// <summary>Due by the rules and not requested.</summary>
    public required Fen DueFen { get; init; }

    /// <summary>Paid to projects that have not passed (M-09).</summary>
    public required Fen ExposedFen { get; init; }

    /// <summary>Left without a source by the reading taken.</summary>
    public required Fen UnfundedFen { get; init; }

    /// <summary>Above the approved amounts (M-12).</summary>
    public required Fen BorneFen { get; init; }

    /// <summary>Money from above (M-07).</summary>
    public required Fen GrantsFen { get; init; }

    internal static MoneySums Of(IReadOnlyList<MoneySums> parts) => new()
    {
        CostsFen = Fen.Sum(parts.Select(p => p.CostsFen)),
        SpentFen = Fen.Sum(parts.Select(p => p.SpentFen)),
        CommittedFen = Fen.Sum(parts.Select(p => p.CommittedFen)),
        PaidFen = Fen.Sum(parts.Select(p => p.PaidFen)),
        DueFen = Fen.Sum(parts.Select(p => p.DueFen)),
        ExposedFen = Fen.Sum(parts.Select(p => p.ExposedFen)),
        UnfundedFen = Fen.Sum(parts.Select(p => p.UnfundedFen)),
        BorneFen = Fen.Sum(parts.Select(p => p.BorneFen)),
        GrantsFen = Fen.Sum(parts.Select(p => p.GrantsFen)),
    };
}

/// <summary>A project's ledger as of a day: every line, both readings, what is due, its sums. Worked out from the state; pure.</summary>
public sealed record ProjectLedger
{
    public required string Project { get; init; }

    public required SubsidyCase Case { get; init; }

    public required SubsidyReadings Readings { get; init; }

    public required IReadOnlyList<DuePayment> Due { get; init; }

    public required MoneySums Sums { get; init; }

    /// <summary>What pays for its costs (F-01, the building period).</summary>
    public required Funding Funding { get; init; }

    public required IReadOnlyList<LedgerLine> Lines { get; init; }

    public required ImmutableList<Payment> Payments { get; init; }

    public required ImmutableList<DecisionRecord> Decisions { get; init; }

    /// <summary>The ledger of a project of the state; throws <see cref="KeyNotFoundException"/> for one that is not in the pool.</summary>
    public static ProjectLedger Of(ProgrammeState state, string project, PolicyPack policy, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        var found = state.Projects[project];
        var @case = Standing.Of(found, policy, day);
        var readings = Subsidy.Of(@case, policy.Subsidy);
        var due = DuePayments.Of(found, policy, day);
        var grants = state.Grants.Where(g => g.Project == project).ToList();
        return new ProjectLedger
        {
            Project = project,
            Case = @case,
            Readings = readings,
            Due = due,
            Sums = new MoneySums
            {
                CostsFen = Fen.Sum(found.Money.Costs.Select(c => c.AmountFen)),
                SpentFen = @case.Spend,
                CommittedFen = Fen.Sum(found.Money.Underway.Select(p => p.AmountFen)),
                PaidFen = @case.Paid,
                DueFen = Fen.Sum(due.Select(d => d.AmountFen)),
                ExposedFen = readings.Result.Exposed,
                UnfundedFen = readings.Result.Unfunded,
                BorneFen = readings.Result.Borne,
                GrantsFen = Fen.Sum(grants.Select(g => g.AmountFen)),
            },
            Funding = Funding.Of(found.Money, readings.Result, policy.Subsidy),
            Lines = Running(LedgerLines.Of(found, policy.Subsidy).Concat(grants.Select(LedgerLines.Of))),
            Payments = found.Money.Payments,
            Decisions = found.Money.Decisions,
        };
    }

    /// <summary>Puts lines into the log's order and runs the balance through them.</summary>
    internal static IReadOnlyList<LedgerLine> Running(IEnumerable<LedgerLine> lines)
    {
        var (spent, paid) = (Fen.Zero, Fen.Zero);
        var running = new List<LedgerLine>();
        foreach (var line in lines.OrderBy(l => l.Position))
        {
            spent += line.Kind == LedgerKind.Cost ? line.AmountFen : Fen.Zero;
            paid += line.Kind is LedgerKind.Payment or LedgerKind.Return ? line.AmountFen : Fen.Zero;
            running.Add(line with { SpentFen = spent, PaidFen = paid });
        }

        return running;
    }
}

/// <summary>The district's ledger: every project's, and the sums over them.</summary>
/// <param name="AsOf">The day.</param>
/// <param name="Projects">By number in the pool.</param>
/// <param name="Sums">Over all projects, with what was given to the district itself.</param>
/// <param name="Lines">Every line in the log's order, with the district's running balance.</param>
public sealed record DistrictLedger(DateOnly AsOf, IReadOnlyList<ProjectLedger> Projects, MoneySums Sums, IReadOnlyList<LedgerLine> Lines)
{
    /// <summary>The ledger of every project, those that left too: what was paid stays paid.</summary>
    public static DistrictLedger Of(ProgrammeState state, PolicyLibrary policies, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policies);
        var projects = state.Projects.Values.OrderBy(p => p.Pool.No).ThenBy(p => p.Id, StringComparer.Ordinal)
            .Select(p => ProjectLedger.Of(state, p.Id, policies.Of(p.Policy ?? state.Policy), day)).ToList();
        var sums = MoneySums.Of([.. projects.Select(p => p.Sums)]) with { GrantsFen = Fen.Sum(state.Grants.Select(g => g.AmountFen)) };
        var lines = projects.SelectMany(p => p.Lines).Concat(state.Grants.Where(g => g.Project is null).Select(LedgerLines.Of));
        return new(day, projects, sums, ProjectLedger.Running(lines));
    }

    /// <summary>The ledger of some projects: their lines with a balance of their own, and sums over them alone.</summary>
    public DistrictLedger Only(Func<string, bool> isWanted)
    {
        var wanted = Projects.Where(p => isWanted(p.Project)).ToList();
        return this with { Projects = wanted, Sums = MoneySums.Of([.. wanted.Select(p => p.Sums)]), Lines = ProjectLedger.Running(wanted.SelectMany(p => p.Lines)) };
    }
}
