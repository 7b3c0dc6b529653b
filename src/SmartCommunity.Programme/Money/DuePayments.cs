using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Money;

/// <summary>A payment the rules give now and nobody has requested.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="AmountFen">Its amount, to the fen.</param>
/// <param name="Rules">The rules it follows from.</param>
public sealed record DuePayment(PaymentKind Kind, Fen AmountFen, params IReadOnlyList<string> Rules);

/// <summary>Which payments a project may request now, and what each amounts to. Pure.</summary>
public static class DuePayments
{
    /// <summary>What is due as of a day, less what is paid or underway.</summary>
    /// <param name="project">The project.</param>
    /// <param name="policy">Its policy.</param>
    /// <param name="day">The day.</param>
    /// <param name="except">A payment underway that is looked at as if it had not been requested; null for none.</param>
    public static IReadOnlyList<DuePayment> Of(ProjectState project, PolicyPack policy, DateOnly day, int? except = null)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        var standing = Standing.Of(project, policy, day);
        var underway = project.Money.Underway.Where(p => p.No != except).ToList();
        var @case = standing with
        {
            PaidSubsidy = standing.PaidSubsidy + Fen.Sum(underway.Where(p => !p.IsReward).Select(p => p.AmountFen)),
            PaidReward = standing.PaidReward + Fen.Sum(underway.Where(p => p.IsReward).Select(p => p.AmountFen)),
        };
        var result = Subsidy.By(@case, policy.Subsidy, policy.Subsidy.FinalTranche);
        var earlier = project.Money.Payments.Where(p => p.Stage == PaymentStage.Paid).Concat(underway);
        return [.. Parts(@case, result, earlier).Where(d => d.AmountFen > Fen.Zero)];
    }

    private static IEnumerable<DuePayment> Parts(SubsidyCase @case, SubsidyResult result, IEnumerable<Payment> earlier)
    {
        if (@case.Decision is { Kind: DecisionKind.Total })
        {
            yield return new(PaymentKind.Decided, result.DueSubsidy, "M-08");
            yield break;
        }

        var lateFirst = @case.Late ? Fen.Min((result.First - @case.PaidSubsidy).OrZero(), result.DueSubsidy) : Fen.Zero;
        yield return new(PaymentKind.LateFirst, lateFirst, "M-09", "M-13");
        var rest = result.DueSubsidy - lateFirst;
        var settledLower = earlier.Any(p => p.Kind is PaymentKind.First or PaymentKind.Final or PaymentKind.TopUp && p.Level < @case.Level);
        yield return settledLower
            ? new(PaymentKind.TopUp, rest, "M-11")
            : @case.Late ? new(PaymentKind.Final, rest, "M-10") : new(PaymentKind.First, rest, "M-04", "M-05", "M-13");
        yield return new(PaymentKind.Reward, result.DueReward, "M-14");
    }
}
