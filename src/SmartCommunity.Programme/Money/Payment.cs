using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Money;

/// <summary>One payment, from its request on.</summary>
/// <param name="No">From 1, through the project.</param>
/// <param name="Kind">Which payment of the rules it is.</param>
/// <param name="AmountFen">The amount.</param>
/// <param name="Level">The level it was worked out for.</param>
/// <param name="Evaluation">The evaluation it rests on (M-15).</param>
/// <param name="Requested">When and by whom it was requested.</param>
public sealed record Payment(int No, PaymentKind Kind, Fen AmountFen, Level Level, EvaluationLink Evaluation, EntryMark Requested)
{
    public PaymentStage Stage { get; init; } = PaymentStage.Requested;

    public EntryMark? Approved { get; init; }

    public EntryMark? Made { get; init; }

    public EntryMark? Refused { get; init; }

    /// <summary>Number of the voucher it was paid with.</summary>
    public string? VoucherNo { get; init; }

    public string? RefusedWhy { get; init; }

    public bool IsReward => Kind == PaymentKind.Reward;
}

/// <summary>Which payment of the rules.</summary>
public enum PaymentKind
{
    /// <summary>All of the base, when the year's task was done in its year (M-05, M-13).</summary>
    First,

    /// <summary>The reduced first payment of a late project (M-09).</summary>
    LateFirst,

    /// <summary>What follows a late pass (M-10).</summary>
    Final,

    /// <summary>What a higher level adds to what was paid for a lower one (M-11).</summary>
    TopUp,

    /// <summary>The reward for what was saved (M-14).</summary>
    Reward,

    /// <summary>What was decided in its own right in place of the rules (M-08).</summary>
    Decided,
}

/// <summary>How far a payment is.</summary>
public enum PaymentStage
{
    Requested,
    Approved,
    Paid,
    Refused,
}

/// <summary>The evaluation a payment rests on (M-15).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Reference">The month of a bulletin (<c>2022-06</c>), the year of an annual assessment, or the number of another evaluation.</param>
public sealed record EvaluationLink(EvaluationKind Kind, string Reference);

/// <summary>What a payment rests on.</summary>
public enum EvaluationKind
{
    /// <summary>评价通报 of a month.</summary>
    Bulletin,

    /// <summary>年度考核 of a year.</summary>
    Annual,

    /// <summary>Another evaluation, by its document number.</summary>
    Other,
}

/// <summary>Payments and their stages in both languages.</summary>
public static class PaymentWords
{
    /// <summary>A kind's name.</summary>
    public static Words Of(PaymentKind kind) => kind switch
    {
        PaymentKind.First => new("补助", "first payment"),
        PaymentKind.LateFirst => new("首付（当年未完成）", "late first payment"),
        PaymentKind.Final => new("尾款", "final payment"),
        PaymentKind.TopUp => new("升级补差", "top-up"),
        PaymentKind.Reward => new("节约奖励", "reward"),
        PaymentKind.Decided => new("一事一议", "decided payment"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of payment."),
    };

    /// <summary>A stage's name.</summary>
    public static Words Of(PaymentStage stage) => stage switch
    {
        PaymentStage.Requested => new("已申请", "requested"),
        PaymentStage.Approved => new("已批准", "approved"),
        PaymentStage.Paid => new("已拨付", "paid"),
        PaymentStage.Refused => new("已驳回", "refused"),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Not a stage of a payment."),
    };
}
