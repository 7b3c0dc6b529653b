using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Money;

/// <summary>What pays for a project's costs while it is built (F-01): the sources add up to the costs, to the fen.</summary>
/// <param name="CostsFen">Costs of every class.</param>
/// <param name="SubsidyFen">Subsidy the rules give now, for what was spent; the reward comes on top and pays for nothing.</param>
/// <param name="AfterPassFen">Subsidy that follows if it passes.</param>
/// <param name="OtherFunds">What other funds pay (M-02, M-03), by class and fund.</param>
/// <param name="UnitFen">What is left to the responsible unit; negative where a subsidy may exceed the cost.</param>
public sealed record Funding(Fen CostsFen, Fen SubsidyFen, Fen AfterPassFen, IReadOnlyList<FundShare> OtherFunds, Fen UnitFen)
{
    internal static Funding Of(ProjectMoney money, SubsidyResult result, SubsidyPolicy policy)
    {
        var costs = Fen.Sum(money.Costs.Select(c => c.AmountFen));
        var funds = money.Costs.Where(c => policy.OtherFunds.Any(f => f.Code == c.Class)).GroupBy(c => (c.Class, c.Fund))
            .Select(g => new FundShare(policy.OtherFunds.First(f => f.Code == g.Key.Class), g.Key.Fund, Fen.Sum(g.Select(c => c.AmountFen))))
            .OrderBy(f => f.Fund.Code, StringComparer.Ordinal).ThenBy(f => f.Named, StringComparer.Ordinal).ToList();
        var subsidy = result.First + result.Second;
        return new(costs, subsidy, result.AfterPass, funds, costs - subsidy - result.AfterPass - Fen.Sum(funds.Select(f => f.AmountFen)));
    }
}

/// <summary>What one other fund pays.</summary>
/// <param name="Fund">The fund's class.</param>
/// <param name="Named">Which fund, where the class has several.</param>
/// <param name="AmountFen">The amount.</param>
public sealed record FundShare(OtherFund Fund, string? Named, Fen AmountFen);
