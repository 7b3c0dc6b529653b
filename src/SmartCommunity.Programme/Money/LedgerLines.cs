using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Money;

/// <summary>Turns what was entered into lines of a ledger.</summary>
internal static class LedgerLines
{
    public static IEnumerable<LedgerLine> Of(ProjectState project, SubsidyPolicy policy)
    {
        var classes = CostClasses.Of(policy).ToDictionary(c => c.Code);
        foreach (var cost in project.Money.Costs)
        {
            // A class of an earlier version of the policy stays in the ledger under its code.
            var name = classes.TryGetValue(cost.Class, out var found) ? found.Name : new Words(cost.Class, cost.Class);
            var text = cost.Corrects is { } wrong
                ? new Words($"冲销第 {wrong} 笔（{name.Zh}）：{cost.What}", $"Counter-entry of {wrong} ({name.En}): {cost.What}")
                : new Words($"{name.Zh}{(cost.Fund is null ? "" : $"（{cost.Fund}）")}：{cost.What}", $"{name.En}{(cost.Fund is null ? "" : $" ({cost.Fund})")}: {cost.What}");
            yield return new(cost.Mark.Position, cost.Mark.On, project.Id, CostClasses.IsCounted(cost.Class, policy) ? LedgerKind.Cost : LedgerKind.OtherCost, text, cost.DocumentNo, cost.Mark.By, cost.AmountFen);
        }

        foreach (var payment in project.Money.Payments.Where(p => p.Made is not null))
            yield return new(payment.Made!.Position, payment.Made.On, project.Id, LedgerKind.Payment, PaymentWords.Of(payment.Kind), payment.VoucherNo!, payment.Made.By, payment.AmountFen);
        foreach (var back in project.Money.Returns)
            yield return new(back.Mark.Position, back.Mark.On, project.Id, LedgerKind.Return, new Words($"退回第 {back.Payment} 笔拨付：{back.Reason}", $"Payment {back.Payment} returned: {back.Reason}"), back.DocumentNo, back.Mark.By, -back.AmountFen);
    }

    public static LedgerLine Of(UpperGrant grant) => new(
        grant.Mark.Position, grant.Mark.On, grant.Project, LedgerKind.Grant, new Words($"上级专项补助（{grant.Source}），由区统筹", $"Money from above ({grant.Source}), used by the district as a whole"), grant.DocumentNo, grant.Mark.By, grant.AmountFen);
}
