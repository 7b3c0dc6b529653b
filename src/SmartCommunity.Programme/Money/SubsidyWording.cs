using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Money;

/// <summary>Says in both languages how each amount of a result came about, with the rules it follows from.</summary>
internal static class SubsidyWording
{
    public static IReadOnlyList<SubsidyLine> Lines(SubsidyCase @case, SubsidyPolicy policy, SubsidyResult result)
    {
        var lines = new List<SubsidyLine> { Approved(@case, policy, result), Base(@case, result), First(@case, policy, result) };
        if (@case is { Late: true, Listed: true } && @case.Decision is not { Kind: DecisionKind.Total })
            lines.Add(Second(@case, policy, result));
        else if (result.AfterPass > Fen.Zero)
            lines.Add(new(SubsidyLineKind.AfterPass, result.AfterPass, new($"按期通过后拨付 {result.AfterPass.Text.Zh}。", $"Once it passes in time: {result.AfterPass}."), "M-04", "M-05"));
        if (@case.Decision is not { Kind: DecisionKind.Total })
            lines.Add(Reward(@case, policy, result));
        lines.AddRange(Consequences(@case, result));
        lines.Add(Due(@case, result));
        return lines;
    }

    /// <summary>A level's name.</summary>
    public static Words Of(Level level) => level == Level.Province ? new("省级", "provincial") : new("市级", "city");

    private static SubsidyLine Approved(SubsidyCase @case, SubsidyPolicy policy, SubsidyResult result)
    {
        var amount = result.Approved.Text;
        if (@case.Decision is { } decision)
        {
            return decision.Kind == DecisionKind.Total
                ? new(SubsidyLineKind.Approved, result.Approved, new($"一事一议（{decision.DocumentNo}）：共拨付 {amount.Zh}。", $"Decided in its own right ({decision.DocumentNo}): {amount.En} in all."), "M-08")
                : new(SubsidyLineKind.Approved, result.Approved, new($"一事一议（{decision.DocumentNo}）：核定补助 {amount.Zh}。", $"Decided in its own right ({decision.DocumentNo}): {amount.En} approved."), "M-08");
        }

        if (!Subsidy.IsSubsidised(@case.Type, policy))
            return new(SubsidyLineKind.Approved, result.Approved, new("新建类不在补助范围，一事一议除外。", "New building is not subsidised, unless decided in its own right."), "M-01", "M-08");
        var level = Of(@case.Level);
        return @case.Passed
            ? new(SubsidyLineKind.Approved, result.Approved, new($"已通过{level.Zh}验收：核定补助 {amount.Zh}，为上限。", $"It passed {level.En} acceptance: {amount.En} approved, which is the most it gets."), "M-01", "M-05", "M-11")
            : new(SubsidyLineKind.Approved, result.Approved, new($"尚未通过，按{level.Zh}核定：{amount.Zh}。", $"Not passed yet; approved at the {level.En} level: {amount.En}."), "M-01", "M-05");
    }

    private static SubsidyLine Base(SubsidyCase @case, SubsidyResult result) => @case.Decision is { Kind: DecisionKind.Total }
        ? new(SubsidyLineKind.Base, result.Base, new($"以决定的金额为准：{result.Base.Text.Zh}。", $"The amount decided counts: {result.Base}."), "M-08")
        : new(
            SubsidyLineKind.Base, result.Base,
            new($"基数 = min(核定 {result.Approved.Text.Zh}，实际支出 {@case.Spend.Text.Zh}) = {result.Base.Text.Zh}。", $"Base = min(approved {result.Approved}, spent {@case.Spend}) = {result.Base}."), "M-06", "M-13");

    private static SubsidyLine First(SubsidyCase @case, SubsidyPolicy policy, SubsidyResult result)
    {
        var first = result.First.Text;
        if (@case.Decision is { Kind: DecisionKind.Total })
            return new(SubsidyLineKind.First, result.First, new($"按决定拨付 {first.Zh}。", $"Paid as decided: {first.En}."), "M-08");
        if (@case is { Ended: true, Passed: false })
            return new(SubsidyLineKind.First, result.First, new($"未通过而退出：不再拨付，已拨付 {@case.Paid.Text.Zh}。", $"It left without passing: nothing more is paid; {@case.Paid} was."), "M-04", "M-09");
        if (!@case.Listed)
            return new(SubsidyLineKind.First, result.First, new("尚未公布为创建项目，暂不拨付。", "Not published as a project yet; nothing is paid."), "T-05", "M-04");
        if (!@case.Late)
        {
            return @case.Passed
                ? new(SubsidyLineKind.First, result.First, new($"当年完成并通过验收：拨付基数 {first.Zh}。", $"Done in its year and passed: the base, {first.En}."), "M-04", "M-05", "M-13")
                : new(SubsidyLineKind.First, result.First, new("以奖代补：尚未通过验收，当年未过，暂不拨付。", "Paid against results: not passed, and its year is not over; nothing yet."), "M-04");
        }

        var of = Subsidy.TrancheBase(policy, result.Approved, result.Base);
        var cap = new Fen(policy.LateCapFen);
        return new(
            SubsidyLineKind.First, result.First,
            new($"当年未完成：{policy.LatePercent}% × {of.Text.Zh} = {of.Percent(policy.LatePercent).Text.Zh}，最高 {cap.Text.Zh}，为 {first.Zh}。",
                $"Not done in its year: {policy.LatePercent} % × {of} = {of.Percent(policy.LatePercent)}, at most {cap}: {first.En}."), "M-09");
    }

    private static SubsidyLine Second(SubsidyCase @case, SubsidyPolicy policy, SubsidyResult result)
    {
        var amount = @case.Passed ? result.Second : result.AfterPass;
        var kind = @case.Passed ? SubsidyLineKind.Second : SubsidyLineKind.AfterPass;
        if (@case is { Ended: true, Passed: false })
            return new(kind, amount, new("不再通过，无后续拨付。", "It will not pass; no later payment."), "M-10");
        var when = @case.Passed ? new Words("已通过", "Passed") : new Words("通过后", "Once it passes");
        var of = Subsidy.TrancheBase(policy, result.Approved, result.Base);
        return result.Reading == FinalTranche.Balance
            ? new(kind, amount, new($"{when.Zh}，补足余额：{result.Base.Text.Zh} − {result.First.Text.Zh} = {amount.Text.Zh}。", $"{when.En}, the balance: {result.Base} − {result.First} = {amount}."), "M-10")
            : new(kind, amount, new($"{when.Zh}，再拨付 {policy.FinalPercent}% × {of.Text.Zh} = {amount.Text.Zh}。", $"{when.En}, {policy.FinalPercent} % × {of} = {amount}."), "M-10");
    }

    private static SubsidyLine Reward(SubsidyCase @case, SubsidyPolicy policy, SubsidyResult result)
    {
        const SubsidyLineKind Kind = SubsidyLineKind.Reward;
        if (!@case.Passed)
            return new(Kind, result.Reward, new("未通过验收，无奖励。", "Not passed: no reward."), "M-14");
        if (@case.Late && !policy.RewardWhenLate)
            return new(Kind, result.Reward, new("当年未完成，按政策无奖励。", "Not done in its year: by this policy no reward."), "M-14");
        var from = Subsidy.RewardBase(@case, policy, result.Approved);
        var would = (from - @case.Spend).OrZero().Percent(policy.RewardPercent);
        var sum = new Words($"{policy.RewardPercent}% × (核定 {from.Text.Zh} − 支出 {@case.Spend.Text.Zh}) = {would.Text.Zh}", $"{policy.RewardPercent} % × (approved {from} − spent {@case.Spend}) = {would}");
        var more = SpendingMore(@case, policy, result, from);
        if (!@case.SpendIsFinal)
            return new(Kind, result.Reward, new($"决算未完成，暂无奖励；按现支出为 {sum.Zh}。{more.Zh}", $"The accounts are open, so no reward yet; by what is spent now, {sum.En}.{more.En}"), "M-14");
        return @case.Spend < from
            ? new(Kind, result.Reward, new($"节约奖励：{sum.Zh}。{more.Zh}", $"Reward for what was saved: {sum.En}.{more.En}"), "M-14")
            : new(Kind, result.Reward, new("支出不低于核定补助，无奖励。", "Not less was spent than approved: no reward."), "M-14");
    }

    // See the remark of Subsidy: it follows from the text, and whoever decides is to know.
    private static Words SpendingMore(SubsidyCase @case, SubsidyPolicy policy, SubsidyResult result, Fen from) =>
        @case.Late && result.Reading == FinalTranche.Percent && policy.LatePercentOf == LatePercentOf.Actual && policy.FinalPercent < policy.RewardPercent && @case.Spend < from && result.First == new Fen(policy.LateCapFen)
            ? new($"注意：首付已到上限，按字面读法每多支出 1 元，尾款多 {Share(policy.FinalPercent)} 元、奖励少 {Share(policy.RewardPercent)} 元，支出越多所得越少。",
                $" Note: the cap holds the first payment, so by the literal reading each yuan more brings {Share(policy.FinalPercent)} and costs {Share(policy.RewardPercent)} of the reward: spending more brings less.")
            : new("", "");

    private static string Share(int percent) => new Fen(percent).Yuan.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<SubsidyLine> Consequences(SubsidyCase @case, SubsidyResult result)
    {
        if (result.Borne > Fen.Zero)
        {
            yield return new(
                SubsidyLineKind.Borne, result.Borne,
                new($"超出核定补助 {@case.Spend.Text.Zh} − {result.Approved.Text.Zh} = {result.Borne.Text.Zh}，由责任单位承担。", $"Above the approved amount {@case.Spend} − {result.Approved} = {result.Borne}; the responsible unit bears it."), "M-12");
        }

        if (result.Unfunded > Fen.Zero)
        {
            yield return new(
                SubsidyLineKind.Unfunded, result.Unfunded,
                new($"基数中 {result.Unfunded.Text.Zh} 按此读法无资金来源，留给责任单位。", $"By this reading nothing pays {result.Unfunded} of the base; the responsible unit is left with it."), "M-09", "M-10");
        }

        if (result.Exposed > Fen.Zero)
            yield return new(SubsidyLineKind.Exposed, result.Exposed, new($"已拨付而未通过：{result.Exposed.Text.Zh}；不自动追回。", $"Paid and not passed: {result.Exposed}; not claimed back by itself."), "M-09");
        if (result.Overpaid > Fen.Zero)
            yield return new(SubsidyLineKind.Overpaid, result.Overpaid, new($"多拨付 {result.Overpaid.Text.Zh}。", $"Paid above what the rules give: {result.Overpaid}."), "M-11", "M-13");
        if (result.DueBack > Fen.Zero)
            yield return new(SubsidyLineKind.DueBack, result.DueBack, new($"未通过而退出，应退回 {result.DueBack.Text.Zh}。", $"It left without passing and returns {result.DueBack}."), "M-09");
    }

    private static SubsidyLine Due(SubsidyCase @case, SubsidyResult result) => new(
        SubsidyLineKind.Due, result.Due,
        new($"现应拨付：{result.First.Text.Zh} + {result.Second.Text.Zh} + 奖励 {result.Reward.Text.Zh} − 已拨付 {@case.Paid.Text.Zh}，不低于零 = {result.Due.Text.Zh}。",
            $"Due now: {result.First} + {result.Second} + reward {result.Reward} − paid {@case.Paid}, not below nothing = {result.Due}."), "M-04", "M-11");
}
