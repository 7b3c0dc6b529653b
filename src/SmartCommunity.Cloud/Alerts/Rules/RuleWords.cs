using System.Globalization;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>Conditions of rules in words, in both languages. Pure.</summary>
public static class RuleWords
{
    private const double SecondsPerMinute = 60, SecondsPerHour = 3_600, Hundred = 100;

    /// <summary>What a rule waits for.</summary>
    public static RuleText Of(AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Of(rule.Condition, rule.Classes);
    }

    private static RuleText Of(RuleCondition condition, IReadOnlyCollection<string> classes) => condition switch
    {
        EventCondition c => new($"事件：{Events(c.Types, classes).Zh}", $"event: {Events(c.Types, classes).En}"),
        ThresholdCondition c => Of(c),
        RateCondition c => new($"{Name(c.Quantity).Zh}每小时变化 ≥ {Value(c.Quantity, c.PerHour).Zh}", $"{Name(c.Quantity).En} changes by ≥ {Value(c.Quantity, c.PerHour).En} an hour"),
        StuckCondition c => new($"{Name(c.Quantity).Zh}连续{Time(c.For).Zh}完全不变", $"{Name(c.Quantity).En} stays the very same for {Time(c.For).En}"),
        ClockCondition c => new($"连续{N(c.Readings)}条消息时钟不可信", $"clock not believed in {N(c.Readings)} messages in a row"),
        SilenceCondition c => new($"离线（网关在线）{Time(c.For).Zh}", $"silent for {Time(c.For).En} while its gateway is there"),
        GatewayAwayCondition c => new($"网关断线{Time(c.For).Zh}", $"gateway away for {Time(c.For).En}"),
        StateCondition c => Of(c),
        RepeatedCondition c => new(
            $"事件“{Events(c.Types, classes).Zh}”持续重复{Time(c.For).Zh}（间隔不超过{Time(c.Gap).Zh}）", $"event {Events(c.Types, classes).En} again and again for {Time(c.For).En} (never {Time(c.Gap).En} apart)"),
        UseCondition c => new(
            $"{Time(c.Within).Zh}内{Name(c.Quantity).Zh}用量 {(c.IsAbove ? "≥" : "≤")} {Value(c.Quantity, c.Limit).Zh}", $"{Name(c.Quantity).En}: use within {Time(c.Within).En} {(c.IsAbove ? "≥" : "≤")} {Value(c.Quantity, c.Limit).En}"),
        SteadyUseCondition c => new(
            $"{Time(c.For).Zh}内每{Time(c.Slot).Zh}都有用量（≥ {Value(c.Quantity, c.Step).Zh}）", $"{Name(c.Quantity).En} counts on by ≥ {Value(c.Quantity, c.Step).En} in every {Time(c.Slot).En} of {Time(c.For).En}"),
        CountCondition c => new(
            $"{Time(c.Within).Zh}内{(c.Of switch { CountedKind.Quarantined => "被隔离报文", CountedKind.Losses => "掉线", CountedKind.Refusals => "身份被拒（分钟）", _ => "消息" })} ≥ {N(c.Times)} 次",
            $"≥ {N(c.Times)} {(c.Of switch { CountedKind.Quarantined => "payloads quarantined", CountedKind.Losses => "connections lost", CountedKind.Refusals => "minutes with refusals", _ => "messages" })} within {Time(c.Within).En}"),
        AnomalyCondition c => new(
            $"检测器（{string.Join("、", c.Channels.Select(static n => Of(n).Zh))}）发现异常{(c.Strength > 1 ? $"（强度 ≥ {N(c.Strength)}）" : "")}，且在责任单位预警限额之内", $"a detector ({string.Join(", ", c.Channels.Select(static n => Of(n).En))}) finds it unusual{(c.Strength > 1 ? $" at strength {N(c.Strength)} or more" : "")}, within the office's budget of alerts"),
        OutageCondition c => new($"网关在线而 ≥ {N(c.Share * Hundred)}% 的设备（至少 {N(c.Least)} 台）失联", $"≥ {N(c.Share * Hundred)} % of the devices, {N(c.Least)} at least, lost while the gateway is there"),
        StillCondition c => new($"全部读数连续{Time(c.For).Zh}、{N(c.Readings)}次完全不变", $"every value the very same for {Time(c.For).En}, {N(c.Readings)} in a row"),
        PlausibleCondition c => new(
            $"连续{N(c.Readings)}次超出合理范围：{string.Join("；", c.Ranges.Select(static r => $"{Name(r.Quantity).Zh} {N(r.From)}–{Value(r.Quantity, r.To).Zh}"))}{(c.Jump is { } zh ? $"；或{Name(zh.Quantity).Zh}在{Time(zh.Within).Zh}内跳变 ≥ {Value(zh.Quantity, zh.By).Zh}（{zh.Class}）" : "")}",
            $"{N(c.Readings)} in a row outside of what is plausible: {string.Join("; ", c.Ranges.Select(static r => $"{Name(r.Quantity).En} {N(r.From)}–{Value(r.Quantity, r.To).En}"))}{(c.Jump is { } en ? $"; or {Name(en.Quantity).En} of {en.Class} jumped by ≥ {Value(en.Quantity, en.By).En} within {Time(en.Within).En}" : "")}"),
        QuietCondition c => new(
            $"家中无活动（白天 {RuleFields.TimeOfDay(c.DayFrom)}–{RuleFields.TimeOfDay(c.NightFrom)}）：{string.Join("；", c.Signals.Select(static s => Of(s).Zh))}",
            $"nothing moves in a home (day {RuleFields.TimeOfDay(c.DayFrom)}–{RuleFields.TimeOfDay(c.NightFrom)}): {string.Join("; ", c.Signals.Select(static s => Of(s).En))}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static RuleText Of(ThresholdCondition c)
    {
        var sign = c.IsAbove ? "≥" : "≤";
        var (zh, en) = ($"{Name(c.Quantity).Zh} {sign} {Value(c.Quantity, c.Limit).Zh}", $"{Name(c.Quantity).En} {sign} {Value(c.Quantity, c.Limit).En}");
        if (c.For > TimeSpan.Zero)
            (zh, en) = ($"{zh}，持续{Time(c.For).Zh}", $"{en} for {Time(c.For).En}");
        if (c.Readings > 1)
            (zh, en) = ($"{zh}，连续{N(c.Readings)}次", $"{en}, {N(c.Readings)} in a row");
        if (c.Within is { } within)
            (zh, en) = ($"{RuleFields.TimeOfDay(within.From)}–{RuleFields.TimeOfDay(within.To)} 间{zh}", $"{en}, between {RuleFields.TimeOfDay(within.From)} and {RuleFields.TimeOfDay(within.To)}");
        if (c.While is { } besides)
            (zh, en) = ($"{zh}，且{Name(besides.Quantity).Zh} {(besides.IsAbove ? "≥" : "≤")} {Value(besides.Quantity, besides.Limit).Zh}", $"{en}, while {Name(besides.Quantity).En} {(besides.IsAbove ? "≥" : "≤")} {Value(besides.Quantity, besides.Limit).En}");
        return c.Clear == c.Limit ? new(zh, en) : new($"{zh}；恢复至 {Value(c.Quantity, c.Clear).Zh} 解除", $"{en}; ends at {Value(c.Quantity, c.Clear).En}");
    }

    private static RuleText Of(StateCondition c)
    {
        var (zh, en) = ($"{Name(c.Quantity).Zh}为“{Word(c.Quantity, c.Is).Zh}”", $"{Name(c.Quantity).En} is {Word(c.Quantity, c.Is).En}");
        if (c.For > TimeSpan.Zero)
            (zh, en) = ($"{zh}，持续{Time(c.For).Zh}", $"{en} for {Time(c.For).En}");
        return c.Within is not { } within
            ? new(zh, en)
            : new($"{RuleFields.TimeOfDay(within.From)}–{RuleFields.TimeOfDay(within.To)} 间{zh}", $"{en}, begun between {RuleFields.TimeOfDay(within.From)} and {RuleFields.TimeOfDay(within.To)}");
    }

    private static RuleText Of(DetectorChannel channel) => channel switch
    {
        DetectorChannel.Series => new("走势", "its course"),
        DetectorChannel.Peers => new("与同类比较", "its peers"),
        DetectorChannel.Stuck => new("长时间不变", "standing still"),
        DetectorChannel.Step => new("跳变", "a step"),
        DetectorChannel.Expected => new("与模型预期比较", "what a model expects"),
        DetectorChannel.Kit => new("居家设备各量是否相符", "what fits together in a home"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static RuleText Of(QuietSignal s) => new(
        $"{Name(s.Quantity).Zh} 白天{Time(s.Day).Zh}/夜间{Time(s.Night).Zh}{(s.Alone is { } zh ? $"（仅此一种时{Time(zh).Zh}）" : "")}",
        $"{Name(s.Quantity).En} {Time(s.Day).En} by day, {Time(s.Night).En} by night{(s.Alone is { } en ? $" ({Time(en).En} where there is nothing else)" : "")}");

    /// <summary>A state as a file of rules writes it: a code's name, true or false, a number.</summary>
    internal static string Code(string quantity, double value) => QuantityCatalogue.Default.Find(quantity) switch
    {
        { Kind: QuantityKind.Enumeration } q => q.Codes.FirstOrDefault(c => c.Value == (int)value).Key ?? N(value),
        { Kind: QuantityKind.Boolean } => value > 0 ? "true" : "false",
        _ => N(value),
    };

    private static RuleText Word(string quantity, double value)
    {
        if (QuantityCatalogue.Default.Find(quantity) is { Kind: QuantityKind.Boolean })
            return value > 0 ? new("是", "true") : new("否", "false");
        var word = DisplayWords.Code(Code(quantity, value));
        return new(word.Zh, word.En);
    }

    private static RuleText Name(string quantity) => QuantityCatalogue.Default.Find(quantity) is { } q ? new(q.Zh, q.En) : new(quantity, quantity);

    private static RuleText Value(string quantity, double value)
    {
        if (QuantityCatalogue.Default.Find(quantity) is not { Unit: not "1", Kind: QuantityKind.Number } q)
            return new(N(value), N(value));
        var unit = DisplayWords.Unit(q.Unit);
        return new($"{N(value)} {unit.Zh}", $"{N(value)} {unit.En}");
    }

    private static RuleText Events(IReadOnlyList<string> types, IReadOnlyCollection<string> classes) =>
        new(string.Join("、", types.Select(t => DisplayWords.Event(t, classes).Zh)), string.Join(", ", types.Select(t => DisplayWords.Event(t, classes).En)));

    private static RuleText Time(TimeSpan time)
    {
        var seconds = time.TotalSeconds;
        if (seconds >= SecondsPerHour && seconds % SecondsPerHour == 0)
            return new($"{N(seconds / SecondsPerHour)}小时", $"{N(seconds / SecondsPerHour)} h");
        return seconds % SecondsPerMinute == 0 ? new($"{N(seconds / SecondsPerMinute)}分钟", $"{N(seconds / SecondsPerMinute)} min") : new($"{N(seconds)}秒", $"{N(seconds)} s");
    }

    private static string N(double value) => value.ToString(CultureInfo.InvariantCulture);
}
