using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Money;

/// <summary>The classes a cost may have: those the subsidy covers (M-06), those other funds pay (M-02, M-03), and the rest.</summary>
public static class CostClasses
{
    /// <summary>The class of what neither the subsidy nor another fund covers.</summary>
    public const string Other = "other";

    /// <summary>Every class of a policy, with its name.</summary>
    public static IReadOnlyList<CostClass> Of(SubsidyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return
        [
            .. policy.EligibleCosts.Select(c => new CostClass(c.Code, c.Name, Counted: true, NeedsFund: false, Warning: null, "M-06")),
            .. policy.OtherFunds.Select(f => new CostClass(
                f.Code, f.Name, Counted: false, f.Named, new Words($"{f.Name.Zh}由其专项资金承担，不计入补助支出。", $"{f.Name.En} is paid by its own fund and does not count for the subsidy."), f.Rule)),
            new(Other, new("其他", "Other"), Counted: false, NeedsFund: false, new Words("不在补助的用途之内，不计入补助支出，由责任单位承担。", "Not what the subsidy is for; it does not count, and the responsible unit bears it."), "M-06"),
        ];
    }

    /// <summary>Whether costs of a class count for the subsidy.</summary>
    public static bool IsCounted(string @class, SubsidyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.EligibleCosts.Any(c => c.Code == @class);
    }
}

/// <summary>A class of cost.</summary>
/// <param name="Code">Its code in the policy.</param>
/// <param name="Name">Its name.</param>
/// <param name="Counted">Whether it counts for the subsidy.</param>
/// <param name="NeedsFund">Whether a cost says which fund pays it.</param>
/// <param name="Warning">What is to be known before a cost of it is booked; null for one that counts.</param>
/// <param name="Rule">The rule that says so.</param>
public sealed record CostClass(string Code, Words Name, bool Counted, bool NeedsFund, Words? Warning, string Rule);
