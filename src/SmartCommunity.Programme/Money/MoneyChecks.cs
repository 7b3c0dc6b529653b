using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Money;

/// <summary>Checks the acts of money share.</summary>
internal static class MoneyChecks
{
    /// <summary>An amount entered: above nothing, and no slip of the keyboard.</summary>
    public static IEnumerable<Refusal> Amount(Fen amount, params string[] rules)
    {
        if (amount <= Fen.Zero || amount > Fen.MaxEntry)
            yield return new Refusal("amountFen", new Words($"须大于 0，不超过 {Fen.MaxEntry.Text.Zh}；现为 {amount.Text.Zh}。", $"must be above 0 and at most {Fen.MaxEntry}; it is {amount}."), rules);
    }

    /// <summary>Two who must be different people.</summary>
    public static IEnumerable<Refusal> NotSame(string actor, string other, Words otherIs, params string[] rules)
    {
        if (string.Equals(actor.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase))
            yield return new Refusal("actor", new Words($"“{actor}”是{otherIs.Zh}，须由他人办理。", $"'{actor}' is {otherIs.En}; somebody else has to do this."), rules);
    }

    /// <summary>The evaluation a payment rests on (M-15): of a time that is over.</summary>
    public static IEnumerable<Refusal> Evaluation(EvaluationLink link, DateOnly day)
    {
        const string Field = "evaluation.reference";
        const string Rule = "M-15";
        switch (link.Kind)
        {
            case EvaluationKind.Bulletin when !Month.TryParse(link.Reference, out var month):
                yield return new Refusal(Field, new Words($"“{link.Reference}”不是月份（如 2022-06）。", $"'{link.Reference}' is not a month as 2022-06."), Rule);
                break;
            case EvaluationKind.Bulletin when Month.TryParse(link.Reference, out var month) && month >= Month.Of(day):
                yield return new Refusal(Field, new Words($"{month} 的评价通报尚未发布。", $"There is no bulletin of {month} yet on {day:yyyy-MM-dd}."), Rule);
                break;
            case EvaluationKind.Annual when !int.TryParse(link.Reference, out var year) || year >= day.Year:
                yield return new Refusal(Field, new Words($"“{link.Reference}”不是 {day.Year} 年之前的年度。", $"'{link.Reference}' is not a year before {day.Year}."), Rule);
                break;
            default:
                foreach (var refusal in Entered.Text(Field, link.Reference, Entered.MaxName, Rule))
                    yield return refusal;
                break;
        }
    }

    /// <summary>That a payment's amount is what the rules give for its kind now; says the right one.</summary>
    public static IEnumerable<Refusal> IsDue(ProjectState project, PolicyPack policy, DateOnly day, PaymentKind kind, Fen amount, int? except = null)
    {
        var due = DuePayments.Of(project, policy, day, except);
        var name = PaymentWords.Of(kind);
        if (due.FirstOrDefault(d => d.Kind == kind) is { } right)
        {
            if (right.AmountFen != amount)
                yield return new Refusal("amountFen", new Words($"{name.Zh}应为 {right.AmountFen.Text.Zh}（{right.AmountFen.Value} 分），而非 {amount.Text.Zh}。", $"The {name.En} is {right.AmountFen} ({right.AmountFen.Value} fen), not {amount}."), right.Rules);
            yield break;
        }

        if (due.Count > 0)
        {
            yield return new Refusal(
                "kind",
                new Words(
                    $"现不应付{name.Zh}；应付：{string.Join("，", due.Select(d => $"{PaymentWords.Of(d.Kind).Zh} {d.AmountFen.Text.Zh}"))}。",
                    $"No {name.En} is due now; due: {string.Join(", ", due.Select(d => $"{PaymentWords.Of(d.Kind).En} {d.AmountFen}"))}."),
                [.. due.SelectMany(d => d.Rules).Distinct()]);
            yield break;
        }

        yield return NothingDue(Subsidy.By(Standing.Of(project, policy, day), policy.Subsidy, policy.Subsidy.FinalTranche), kind);
    }

    // The line that explains the amount asked for explains best why it is nothing.
    private static Refusal NothingDue(SubsidyResult result, PaymentKind kind)
    {
        var wanted = kind switch
        {
            _ when result.Approved == Fen.Zero => SubsidyLineKind.Approved,
            PaymentKind.Reward => SubsidyLineKind.Reward,
            PaymentKind.TopUp => SubsidyLineKind.Approved,
            PaymentKind.Final => result.Lines.Any(l => l.Kind == SubsidyLineKind.Second) ? SubsidyLineKind.Second : SubsidyLineKind.First,
            _ => SubsidyLineKind.First,
        };
        var line = result.Lines.First(l => l.Kind == wanted);
        return new Refusal("kind", new Words($"现无应付款项（已拨付或在办的不再申请）。{line.Why.Zh}", $"Nothing is due now that is not paid or underway. {line.Why.En}"), line.Rules);
    }
}
