using System.Globalization;
using Microsoft.Extensions.Localization;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>Overrides, away modes and maintenance windows as people read them.</summary>
internal static class SettingText
{
    private const double MsPerSecond = 1_000, SecondsPerMinute = 60;

    /// <summary>While alerts are muted or wait for somebody, somebody should know.</summary>
    internal static Condition ConditionOf(AlertSettingView setting) => setting switch
    {
        { State: "waiting" } or { State: "acting", Kind: "window" } => Condition.Warning,
        { State: "acting" } or { EndedHow: "signOfLife" } => Condition.Normal,
        { State: "planned" } => Condition.Offline,
        _ => Condition.None,
    };

    /// <summary>When it begins, how long it still acts, or how it ended.</summary>
    internal static string When(AlertSettingView setting, long nowMs, IStringLocalizer words) => setting switch
    {
        { State: "ended", EndedHow: "signOfLife" } => words["care.back", setting.EndedBy, Times.Full(setting.EndedAt)],
        { State: "ended", EndedHow: "person" } => words["care.endedBy", setting.EndedBy, Times.Full(setting.EndedAt)],
        { State: "ended" } => words["care.endedAt", Times.Full(setting.EndedAt)],
        { State: "planned" } => words["care.begins", Times.Full(setting.From)],
        { Until: { } until } => words["care.endsIn", Times.Span(Math.Max(0, until.ToUnixTimeMilliseconds() - nowMs) / MsPerSecond)],
        _ => words["care.open"],
    };

    /// <summary>Which rules, and what is changed of them.</summary>
    internal static string What(AlertSettingView setting, IStringLocalizer words) => setting.Kind switch
    {
        "away" => words["care.whatAway"],
        "window" when setting.Rules.Count == 0 => words["care.whatAll"],
        "window" => string.Join(Languages.Pick("、", ", "), setting.Rules.Select(RuleName)),
        _ => $"{RuleName(setting.Rules[0])}{Languages.Pick("：", ": ")}{Numbers(setting.Numbers!, words)}",
    };

    /// <summary>What an override changes.</summary>
    internal static string Numbers(RuleNumbers numbers, IStringLocalizer words)
    {
        if (numbers.Off)
            return words["care.isOff"];
        (string Name, string? Value)[] all =
        [
            ("limit", Number(numbers.Limit)), ("clear", Number(numbers.Clear)), ("forSeconds", Span(numbers.ForSeconds, 1)), ("readings", Number(numbers.Readings)),
            ("dayMinutes", Span(numbers.DayMinutes, SecondsPerMinute)), ("nightMinutes", Span(numbers.NightMinutes, SecondsPerMinute)),
        ];
        return string.Join(Languages.Pick("，", ", "), all.Where(static n => n.Value is not null).Select(n => $"{words[$"care.short.{n.Name}"]} {n.Value}"));
    }

    internal static string RuleName(string id) => Languages.Pick(AlertDesk.TitleOf(id).Zh, AlertDesk.TitleOf(id).En);

    /// <summary>An instant for a field <c>datetime-local</c>, to the minute, Asia/Shanghai.</summary>
    internal static string Field(long epochMs) => ChinaTime.From(epochMs).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static string? Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture);

    private static string? Span(long? count, double seconds) => count is { } length ? Times.Span(length * seconds) : null;
}
