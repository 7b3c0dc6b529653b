using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Money;

/// <summary>One payment expected in a year.</summary>
/// <param name="Project">The project.</param>
/// <param name="Month">When; null when no date follows from anything.</param>
/// <param name="Kind">Which payment.</param>
/// <param name="If">What it depends on.</param>
/// <param name="LowFen">By what is booked.</param>
/// <param name="HighFen">The most it can be: the approved amount is spent in full.</param>
/// <param name="Why">In words.</param>
/// <param name="Rules">The rules it follows from.</param>
public sealed record ExpectedPayment(string Project, Month? Month, PaymentKind Kind, PaymentCondition If, Fen LowFen, Fen HighFen, Words Why, IReadOnlyList<string> Rules)
{
    /// <summary>Probability, 0 to 1, that it comes; null when nobody has estimated it. 1 for what is due.</summary>
    public double? Probability { get; init; }

    /// <summary>The low amount times the probability; null without one.</summary>
    public Fen? WeightedLowFen => Probability is { } p ? LowFen.Times(p) : null;

    /// <summary>The high amount times the probability; null without one.</summary>
    public Fen? WeightedHighFen => Probability is { } p ? HighFen.Times(p) : null;
}

/// <summary>What an expected payment depends on.</summary>
public enum PaymentCondition
{
    /// <summary>Nothing: it is due, requested or approved.</summary>
    None,

    /// <summary>The project passes by the end of its year.</summary>
    PassesInTime,

    /// <summary>The project does not pass by the end of its year.</summary>
    MissesItsYear,

    /// <summary>A project that missed its year passes later.</summary>
    PassesLate,
}

/// <summary>Payments expected in a year, by month. Pure: worked out from due dates, stages and what is booked.</summary>
/// <param name="Year">The year.</param>
/// <param name="AsOf">The day it was worked out.</param>
/// <param name="Lines">By month, those without a month last.</param>
public sealed record PaymentForecast(int Year, DateOnly AsOf, IReadOnlyList<ExpectedPayment> Lines)
{
    private const int LastMonth = 12;

    /// <summary>Sums by month, with those without a month last.</summary>
    public IReadOnlyList<ForecastMonth> Months => [.. Lines.GroupBy(l => l.Month).Select(g => new ForecastMonth(g.Key, ForecastSums.Of([.. g])))];

    /// <summary>The sums of the year, with those without a month.</summary>
    public ForecastSums Sums => ForecastSums.Of(Lines);

    /// <summary>The forecast of a year, which is the day's or a later one.</summary>
    /// <param name="state">The programme.</param>
    /// <param name="policies">The packs known.</param>
    /// <param name="day">The day.</param>
    /// <param name="year">The year.</param>
    /// <param name="passes">
    /// Probability that a project passes by the due month; null where nobody knows. A pass between that and the end of its year is paid in full too: what is weighted by it is on the low side, and the late payment on the high side.
    /// </param>
    public static PaymentForecast Of(ProgrammeState state, PolicyLibrary policies, DateOnly day, int year, Func<string, double?>? passes = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentOutOfRangeException.ThrowIfLessThan(year, day.Year);
        var lines = state.Projects.Values.SelectMany(p => Expected(p, policies.Of(p.Policy ?? state.Policy), day, year)).Select(l => l with { Probability = Likely(l, passes) });
        return new(year, day, [.. lines.OrderBy(l => l.Month is null).ThenBy(l => l.Month).ThenBy(l => state.Projects[l.Project].Pool.No).ThenBy(l => l.Project, StringComparer.Ordinal).ThenBy(l => l.Kind)]);
    }

    private static double? Likely(ExpectedPayment line, Func<string, double?>? passes) => line.If switch
    {
        PaymentCondition.None => 1,
        PaymentCondition.PassesInTime => passes?.Invoke(line.Project),
        PaymentCondition.MissesItsYear => 1 - passes?.Invoke(line.Project),
        _ => null,
    };

    private static IEnumerable<ExpectedPayment> Expected(ProjectState project, PolicyPack policy, DateOnly day, int year)
    {
        var now = day.Year == year ? Month.Of(day) : (Month?)null;
        if (now is { } month)
        {
            foreach (var payment in project.Money.Underway)
                yield return new(project.Id, month, payment.Kind, PaymentCondition.None, payment.AmountFen, payment.AmountFen, Underway(payment), ["M-15"]);
            foreach (var due in DuePayments.Of(project, policy, day))
                yield return new(project.Id, month, due.Kind, PaymentCondition.None, due.AmountFen, due.AmountFen, new("已到期，可申请。", "It is due and may be requested."), due.Rules);
        }

        var @case = Standing.Of(project, policy, day);
        if (@case is { Passed: false, Ended: false, Decision: not { Kind: DecisionKind.Total } })
        {
            foreach (var line in Later(project, policy, @case, day, year).Where(l => l.HighFen > Fen.Zero))
                yield return line;
        }
    }

    private static Words Underway(Payment payment) => payment.Stage == PaymentStage.Approved
        ? new($"已于 {payment.Approved!.On:yyyy-MM-dd} 批准，待拨付。", $"Approved on {payment.Approved.On:yyyy-MM-dd}, to be paid.")
        : new($"已于 {payment.Requested.On:yyyy-MM-dd} 申请，待批准。", $"Requested on {payment.Requested.On:yyyy-MM-dd}, to be approved.");

    // What a project that has not passed may still be paid: in its year, at the start of the next, or whenever it passes late.
    private static IEnumerable<ExpectedPayment> Later(ProjectState project, PolicyPack policy, SubsidyCase @case, DateOnly day, int year)
    {
        var taskYear = Standing.TaskYear(project, policy);
        var due = project.Process.Due(project.Pool, policy.Deadlines);
        if (taskYear == year && !@case.Late)
        {
            var planned = due?.On is { } on && on.Year == year ? Month.Of(on) : project.Pool.Finish.Year == year ? project.Pool.Finish : new Month(year, LastMonth);
            var (when, why) = planned < Month.Of(day)
                ? (new Month(year, LastMonth), new Words($"计划 {planned} 已过，最迟年底通过。", $"Planned for {planned}, which is over; it can still pass by the end of the year."))
                : (planned, due is null ? new Words($"尚未公布，按项目库完成时间 {planned}。", $"Not listed yet: the pool's finish, {planned}.") : new Words($"到期日 {due.On:yyyy-MM-dd}（{due.Rule}）。", $"Due on {due.On:yyyy-MM-dd} ({due.Rule})."));
            yield return Range(project, policy, @case, when, PaymentCondition.PassesInTime, PaymentKind.First, why, due?.Rule ?? "G-14", "M-05", "M-13");
        }

        if (taskYear == year - 1 && !@case.Late)
        {
            yield return Range(
                project, policy, @case with { Late = true, Listed = true }, new Month(year, 1), PaymentCondition.MissesItsYear, PaymentKind.LateFirst,
                new($"若 {taskYear} 年底仍未通过，次年按首付拨付。", $"If it has not passed by the end of {taskYear}, the reduced first payment follows."), "M-09");
        }

        if (taskYear < year)
        {
            yield return Range(
                project, policy, @case with { Late = true, Listed = true }, null, PaymentCondition.PassesLate, PaymentKind.Final,
                new("通过后拨付，通过日期未定。", "Once it passes; no date follows from anything."), "M-10");
        }
    }

    private static ExpectedPayment Range(ProjectState project, PolicyPack policy, SubsidyCase @case, Month? month, PaymentCondition condition, PaymentKind kind, Words why, params IReadOnlyList<string> rules)
    {
        var low = Amount(@case, policy.Subsidy, condition);
        var full = Subsidy.By(@case, policy.Subsidy, policy.Subsidy.FinalTranche).Approved;
        var high = Amount(@case with { Spend = Fen.Max(@case.Spend, full) }, policy.Subsidy, condition);
        return new(project.Id, month, kind, condition, low, Fen.Max(low, high), why, rules);
    }

    private static Fen Amount(SubsidyCase @case, SubsidyPolicy policy, PaymentCondition condition)
    {
        var result = Subsidy.By(@case with { Passed = condition != PaymentCondition.MissesItsYear, Listed = true, PaidSubsidy = Fen.Zero }, policy, policy.FinalTranche);
        return condition == PaymentCondition.PassesLate ? result.Second : (result.First - @case.PaidSubsidy).OrZero();
    }
}

/// <summary>Payments expected in a month.</summary>
/// <param name="Month">Null for those without a month.</param>
/// <param name="Sums">Their sums.</param>
public sealed record ForecastMonth(Month? Month, ForecastSums Sums);

/// <summary>Sums of payments expected: as they would all come, and beside it each times its probability.</summary>
/// <param name="CertainFen">Due, requested or approved.</param>
/// <param name="LowFen">Those that depend on something, by what is booked, as if all of them came.</param>
/// <param name="HighFen">The same, at most.</param>
/// <param name="WeightedLowFen">Those that depend on something and have a probability, each times it, by what is booked.</param>
/// <param name="WeightedHighFen">The same, at most.</param>
/// <param name="UnestimatedFen">Those whose probability nobody has estimated, at most: in none of the weighted sums.</param>
public sealed record ForecastSums(Fen CertainFen, Fen LowFen, Fen HighFen, Fen WeightedLowFen, Fen WeightedHighFen, Fen UnestimatedFen)
{
    internal static ForecastSums Of(IReadOnlyList<ExpectedPayment> lines)
    {
        var open = lines.Where(l => l.If != PaymentCondition.None).ToList();
        return new(
            Fen.Sum(lines.Where(l => l.If == PaymentCondition.None).Select(l => l.HighFen)), Fen.Sum(open.Select(l => l.LowFen)), Fen.Sum(open.Select(l => l.HighFen)),
            Fen.Sum(open.Select(l => l.WeightedLowFen ?? Fen.Zero)), Fen.Sum(open.Select(l => l.WeightedHighFen ?? Fen.Zero)), Fen.Sum(open.Where(l => l.Probability is null).Select(l => l.HighFen)));
    }
}
