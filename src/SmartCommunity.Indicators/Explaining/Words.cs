using System.Globalization;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Indicators.Explaining;

/// <summary>Numbers, conditions and reasons in words of both languages. Numbers are written the same way in every culture.</summary>
internal static class Words
{
    private const double SmallestPlain = 0.001;
    private const string PlainFormat = "0.###";
    private const string SmallFormat = "G4";
    private const double SecondsPerMinute = 60;
    private const double SecondsPerHour = 3600;
    private const double SecondsPerDay = 86_400;

    internal static string Number(double value) =>
        value.ToString(value != 0 && Math.Abs(value) < SmallestPlain ? SmallFormat : PlainFormat, CultureInfo.InvariantCulture);

    internal static BilingualText Both(string text) => new(text, text);

    internal static BilingualText Join(IEnumerable<BilingualText> texts, string separatorZh, string separatorEn)
    {
        var all = texts.ToList();
        return new BilingualText(string.Join(separatorZh, all.Select(static t => t.Zh)), string.Join(separatorEn, all.Select(static t => t.En)));
    }

    internal static string Sign(CompareOp op) => op switch
    {
        CompareOp.Equal => "=",
        CompareOp.NotEqual => "≠",
        CompareOp.Less => "<",
        CompareOp.LessOrEqual => "≤",
        CompareOp.Greater => ">",
        _ => "≥",
    };

    internal static BilingualText Of(Condition condition)
    {
        var right = condition.Number is { } number ? Number(number) : string.Join("|", condition.Texts);
        return condition.Field switch
        {
            "hasPlace" => new BilingualText($"已绑定位置 {Sign(condition.Op)} {right}", $"bound to a place {Sign(condition.Op)} {right}"),
            "wanted" => new BilingualText($"应开启 {Sign(condition.Op)} {right}", $"commanded on {Sign(condition.Op)} {right}"),
            "presence" => new BilingualText($"在线状态 {Sign(condition.Op)} {right}", $"presence {Sign(condition.Op)} {right}"),
            _ => Both($"{condition.Field} {Sign(condition.Op)} {right}"),
        };
    }

    internal static BilingualText Duration(TimeSpan span)
    {
        var seconds = span.TotalSeconds;
        return seconds < SecondsPerMinute ? new BilingualText($"{Number(seconds)} 秒", $"{Number(seconds)} s")
            : seconds < SecondsPerHour ? new BilingualText($"{Number(seconds / SecondsPerMinute)} 分钟", $"{Number(seconds / SecondsPerMinute)} min")
            : seconds < SecondsPerDay ? new BilingualText($"{Number(seconds / SecondsPerHour)} 小时", $"{Number(seconds / SecondsPerHour)} h")
            : new BilingualText($"{Number(seconds / SecondsPerDay)} 天", $"{Number(seconds / SecondsPerDay)} d");
    }

    internal static BilingualText Of(WindowSpan window) => window.Kind switch
    {
        WindowKind.Rolling => new BilingualText($"近 {window.Days} 天", $"last {window.Days} d"),
        WindowKind.Day => new BilingualText("今日", "today"),
        WindowKind.Week => new BilingualText("本周", "this week"),
        _ => new BilingualText("本月", "this month"),
    };

    /// <summary>Why a value is missing or stale.</summary>
    internal static BilingualText Reason(string reason)
    {
        var colon = reason.IndexOf(':', StringComparison.Ordinal);
        var (code, what) = colon < 0 ? (reason, "") : (reason[..colon], reason[(colon + 1)..]);
        return code switch
        {
            Scoring.MissingReason.NoFact => new BilingualText($"未填报：{what}", $"never entered: {what}"),
            Scoring.MissingReason.NoRecords => new BilingualText($"无台账记录：{what}", $"no record of kind {what}"),
            Scoring.MissingReason.NoMatch => new BilingualText($"无符合条件的记录：{what}", $"no record of kind {what} meets the conditions"),
            Scoring.MissingReason.NoEvidence => new BilingualText($"无佐证材料：{what}", $"no evidence: {what}"),
            Scoring.MissingReason.NoEvidenceScore => new BilingualText($"佐证材料未评分：{what}", $"evidence without a reviewer's score: {what}"),
            Scoring.MissingReason.NoDevices => new BilingualText("无设备", "no device"),
            Scoring.MissingReason.NeverHeard => new BilingualText("设备从未上报", "no device was ever heard"),
            Scoring.MissingReason.NoSamples => new BilingualText("无有效测量", "no measurement that counts"),
            Scoring.MissingReason.NoEvents => new BilingualText("无事件", "no event"),
            Scoring.MissingReason.NoOutdoor => new BilingualText("无室外温度", "no outdoor temperature"),
            Scoring.MissingReason.DenominatorZero => new BilingualText("分母为 0", "the denominator is 0"),
            Scoring.MissingReason.NotANumber => new BilingualText("结果不是有限数值", "the result is no finite number"),
            Scoring.MissingReason.Unsupported => new BilingualText("该来源不支持此算子", "the operator cannot be had of this source"),
            Scoring.MissingReason.TooOld => new BilingualText("数据过期", "older than allowed"),
            _ => Both(reason),
        };
    }
}
