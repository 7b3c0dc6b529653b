using System.Text.Json;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Money;

/// <summary>
/// M-01 to M-14: what a project is paid. Pure.
/// </summary>
/// <remarks>
/// <para>base = min(approved, spend); in time and passed: first = base; late: first = min(70 % × base, cap), and after passing second = 30 % × base (reading "percent") or base − first (reading "balance");
/// reward = 50 % × (approved − spend) after passing; due = first + second + reward − paid, and not below nothing.</para>
/// <para>Example: provincial acceptance, late, spend 12,000,000 yuan: 7,000,000 + 3,600,000 with 1,400,000 unfunded, or 7,000,000 + 5,000,000.</para>
/// <para>Rounding: percentages are rounded down to the fen. The later percentage is taken as the difference of two rounded ones, (70 + 30) % − 70 %, so both together lose no fen and never make one.</para>
/// <para>With the literal reading, a late provincial project is paid <em>less</em> for spending more between 10 and 12 million yuan: the cap holds the first payment, and each yuan more brings 0.30 and costs 0.50 of the reward. That follows from the text; it is not corrected here.</para>
/// </remarks>
public static class Subsidy
{
    /// <summary>A case by both readings.</summary>
    public static SubsidyReadings Of(SubsidyCase @case, SubsidyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new(By(@case, policy, FinalTranche.Percent), By(@case, policy, FinalTranche.Balance), policy.FinalTranche);
    }

    /// <summary>A case by one reading; throws <see cref="ArgumentOutOfRangeException"/> for a negative amount.</summary>
    public static SubsidyResult By(SubsidyCase @case, SubsidyPolicy policy, FinalTranche reading)
    {
        ArgumentNullException.ThrowIfNull(@case);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfNegative(@case.Spend.Value, nameof(@case));
        ArgumentOutOfRangeException.ThrowIfNegative(@case.PaidSubsidy.Value, nameof(@case));
        ArgumentOutOfRangeException.ThrowIfNegative(@case.PaidReward.Value, nameof(@case));

        var approved = Approved(@case, policy);
        var total = @case.Decision is { Kind: DecisionKind.Total };
        var @base = total ? approved : Fen.Min(approved, @case.Spend);
        var (first, second, afterPass) = total ? (approved, Fen.Zero, Fen.Zero) : Tranches(@case, policy, reading, approved, @base);
        var reward = total ? Fen.Zero : Fen.Min(Reward(@case, policy, approved), approved - first - second); // M-11 holds for all of it.
        var paid = @case.Paid;
        var due = (first + second + reward - paid).OrZero();
        var dueSubsidy = Fen.Min((first + second - @case.PaidSubsidy).OrZero(), due);
        var exposed = @case.Passed ? Fen.Zero : paid;
        var result = new SubsidyResult
        {
            Reading = reading,
            Approved = approved,
            Base = @base,
            First = first,
            Second = second,
            Reward = reward,
            AfterPass = afterPass,
            Borne = (@case.Spend - approved).OrZero(),
            Unfunded = (@base - first - second - afterPass).OrZero(),
            Exposed = exposed,
            Overpaid = (paid - first - second - reward).OrZero(),
            DueBack = @case.Ended && policy.ClawBack == ClawBack.WhenEnded ? exposed : Fen.Zero,
            DueSubsidy = dueSubsidy,
            DueReward = due - dueSubsidy,
        };
        return result with { Lines = SubsidyWording.Lines(@case, policy, result) };
    }

    /// <summary>The amount of a level (M-05).</summary>
    public static Fen Of(Level level, SubsidyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new(level == Level.Province ? policy.ProvinceFen : policy.CityFen);
    }

    /// <summary>Whether projects of a type are subsidised (M-01).</summary>
    public static bool IsSubsidised(ProjectType type, SubsidyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.EligibleTypes.Contains(JsonNamingPolicy.CamelCase.ConvertName(type.ToString()), StringComparer.Ordinal);
    }

    /// <summary>The amount approved for a late project: the percentage of M-09, up to its cap.</summary>
    internal static Fen Late(Fen of, SubsidyPolicy policy) => Fen.Min(of.Percent(policy.LatePercent), new(policy.LateCapFen));

    /// <summary>What the late percentages are taken of (ambiguity 2).</summary>
    internal static Fen TrancheBase(SubsidyPolicy policy, Fen approved, Fen @base) => policy.LatePercentOf == LatePercentOf.Level ? approved : @base;

    /// <summary>What the reward is counted from (ambiguity 5).</summary>
    internal static Fen RewardBase(SubsidyCase @case, SubsidyPolicy policy, Fen approved) =>
        @case.Late && policy.RewardFrom == RewardSource.Approved ? Late(approved, policy) : approved;

    private static Fen Approved(SubsidyCase @case, SubsidyPolicy policy) =>
        @case.Decision?.AmountFen ?? (IsSubsidised(@case.Type, policy) ? Of(@case.Level, policy) : Fen.Zero);

    private static (Fen First, Fen Second, Fen AfterPass) Tranches(SubsidyCase @case, SubsidyPolicy policy, FinalTranche reading, Fen approved, Fen @base)
    {
        // A project that ended without passing keeps what it was paid (M-09 says nothing of a return) and gets nothing more.
        if (@case is { Ended: true, Passed: false })
            return (Fen.Min(@base, @case.PaidSubsidy), Fen.Zero, Fen.Zero);
        if (!@case.Late || !@case.Listed)
            return @case.Passed ? (@base, Fen.Zero, Fen.Zero) : (Fen.Zero, Fen.Zero, @base);
        var of = TrancheBase(policy, approved, @base);
        var first = Late(of, policy);
        var missing = (@base - first).OrZero();
        var rest = reading == FinalTranche.Balance ? missing : Fen.Min(of.Percent(policy.LatePercent + policy.FinalPercent) - of.Percent(policy.LatePercent), missing);
        return @case.Passed ? (first, rest, Fen.Zero) : (first, Fen.Zero, rest);
    }

    private static Fen Reward(SubsidyCase @case, SubsidyPolicy policy, Fen approved) =>
        @case is { Passed: true, SpendIsFinal: true } && (!@case.Late || policy.RewardWhenLate)
            ? (RewardBase(@case, policy, approved) - @case.Spend).OrZero().Percent(policy.RewardPercent)
            : Fen.Zero;
}
