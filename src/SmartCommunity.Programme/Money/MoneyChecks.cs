using System.Globalization;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Programme.Money;

/// <summary>Checks the acts of money share.</summary>
internal static class MoneyChecks
{
    private const string EvaluationField = "evaluation.reference", EvaluationRule = "M-15";

    /// <summary>An amount entered: above nothing, and no slip of the keyboard.</summary>
    public static IEnumerable<Refusal> Amount(Fen amount, params string[] rules)
    {
        if (amount <= Fen.Zero || amount > Fen.MaxEntry)
            yield return new Refusal("amountFen", new Words($"须大于 0，不超过 {Fen.MaxEntry.Text.Zh}；现为 {amount.Text.Zh}。", $"must be above 0 and at most {Fen.MaxEntry}; it is {amount}."), rules);
    }

    /// <summary>The evaluation a payment rests on (M-15): a bulletin that is frozen and has the project, a year that is over and has such a bulletin, or another evaluation by its number.</summary>
    public static IEnumerable<Refusal> Evaluation(EvaluationLink link, ProgrammeState state, string project, DateOnly day) => link.Kind switch
    {
        EvaluationKind.Bulletin => Month.TryParse(link.Reference, out var month)
            ? Bulletin(month, state.Rhythm, project, day)
            : [OfEvaluation(new($"“{link.Reference}”不是月份（如 2022-06）。", $"'{link.Reference}' is not a month as 2022-06."))],
        EvaluationKind.Annual => int.TryParse(link.Reference, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year < day.Year
            ? Annual(year, state.Rhythm, project)
            : [OfEvaluation(new($"“{link.Reference}”不是 {day.Year} 年之前的年度。", $"'{link.Reference}' is not a year before {day.Year}."))],
        _ => Entered.Text(EvaluationField, link.Reference, Entered.MaxName, EvaluationRule),
    };

    private static IEnumerable<Refusal> Bulletin(Month month, RhythmState rhythm, string project, DateOnly day)
    {
        if (month >= Month.Of(day))
            yield return OfEvaluation(new($"{month} 的评价通报在 {day:yyyy-MM-dd} 尚未发布。", $"There is no bulletin of {month} yet on {day:yyyy-MM-dd}."));
        else if (!rhythm.Bulletins.TryGetValue(month, out var issue))
            yield return OfEvaluation(new(
                $"没有 {month} 的冻结通报（{(rhythm.Bulletins.IsEmpty ? "尚无任何通报" : $"现有 {rhythm.Bulletins.Keys.First()} 至 {rhythm.Bulletins.Keys.Last()}")}）；平台以外的评价请选“其他评价”并填写文号。",
                $"No bulletin of {month} is frozen ({(rhythm.Bulletins.IsEmpty ? "there is none at all" : $"there are {rhythm.Bulletins.Keys.First()} to {rhythm.Bulletins.Keys.Last()}")}); for an evaluation from elsewhere choose another evaluation, by its document number."));
        else if (issue.Bulletin.Row(project) is null)
            yield return OfEvaluation(new($"{month} 的评价通报未评价该项目。", $"The bulletin of {month} does not evaluate this project."));
    }

    // A year's evaluation is what its bulletins say of the project.
    private static IEnumerable<Refusal> Annual(int year, RhythmState rhythm, string project)
    {
        if (!rhythm.Bulletins.Values.Any(b => b.Bulletin.Month.Year == year && b.Bulletin.Row(project) is not null))
        {
            yield return OfEvaluation(new(
                $"{year} 年没有评价该项目的冻结通报；平台以外的评价请选“其他评价”并填写文号。", $"No frozen bulletin of {year} evaluates this project; for an evaluation from elsewhere choose another evaluation, by its document number."));
        }
    }

    private static Refusal OfEvaluation(Words why) => new(EvaluationField, why, EvaluationRule);

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
