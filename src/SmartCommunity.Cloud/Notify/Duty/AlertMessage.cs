using System.Globalization;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>What a message needs to know of an alert besides the alert.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Transition">What happened.</param>
/// <param name="Community">Its community.</param>
/// <param name="PlaceZh">Name of the place; empty: only the community.</param>
/// <param name="PlaceEn">The same, English.</param>
internal sealed record AlertCase(AlertRow Alert, AlertTransition Transition, NamedPlace Community, string PlaceZh, string PlaceEn);

/// <summary>Writes notifications of alerts, in both languages. Holds no measured value: what somebody's heart does stays in the console. Pure.</summary>
internal static class AlertMessage
{
    /// <summary>What the keys of an alert's notifications begin with.</summary>
    internal static string PrefixOf(string alert) => $"alert:{alert}:";

    /// <summary>What the keys of a transition's notifications begin with.</summary>
    internal static string PrefixOf(string alert, int number) => string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(alert)}{number}:");

    /// <summary>A notification that somebody has to do something.</summary>
    internal static NotificationDraft Act(AlertCase about, Recipient to, string link, DateTimeOffset dueAt)
    {
        var (zh, en) = TitlesOf(about);
        var isFamily = to.Role == DutyRoles.Family;
        var (stepZh, stepEn) = isFamily
            ? ("请立即联系家中老人；值班人员也在处理。", "Please call your relative at once; the duty desk is on it too.")
            : RuleOf(about) is { NextStep: var step } ? (step.Zh, step.En) : ("", "");
        return Draft(
            about, to.Id, to.Contact, (NotificationPriority)about.Alert.Priority, $"{LevelZh(about)}{zh}", $"{LevelEn(about)}{en}", Lines(WhereZh(about, isFamily), $"时间：{Clock(about.Alert.RaisedAtMs)}（北京时间）", stepZh),
            Lines(WhereEn(about, isFamily), $"At {Clock(about.Alert.RaisedAtMs)} (Asia/Shanghai)", stepEn), isFamily ? "" : link, dueAt);
    }

    /// <summary>A notification that it is over, to somebody who was told of it.</summary>
    internal static NotificationDraft Over(AlertCase about, string recipient, DutyContact contact, DateTimeOffset dueAt)
    {
        var (zh, en) = TitlesOf(about);
        var by = about.Transition.Actor;
        return Draft(
            about, recipient, contact, NotificationPriority.P3, $"已解除：{zh}", $"Over: {en}", Lines(WhereZh(about, isFamily: true), by.Length == 0 ? "状况已自行恢复。" : $"处理人：{by}"),
            Lines(WhereEn(about, isFamily: true), by.Length == 0 ? "It ended by itself." : $"Handled by {by}."), "", dueAt);
    }

    /// <summary>What stands where there is nobody to tell.</summary>
    internal static NotificationDraft Nobody(AlertCase about, string street, DateTimeOffset dueAt)
    {
        var (zh, en) = TitlesOf(about);
        return new NotificationDraft(
            $"{PrefixOf(about.Alert.Id, about.Transition.Number)}{AlertRouting.NobodyOf(street)}", (NotificationPriority)about.Alert.Priority, AlertRouting.NobodyOf(street), "", [], $"无人可通知：{LevelZh(about)}{zh}",
            WhereZh(about, isFamily: false), $"Nobody to tell: {LevelEn(about)}{en}", WhereEn(about, isFamily: false), "", dueAt);
    }

    private static NotificationDraft Draft(
        AlertCase about, string recipient, DutyContact contact, NotificationPriority priority, string titleZh, string titleEn, string textZh, string textEn, string link, DateTimeOffset dueAt) => new(
        $"{PrefixOf(about.Alert.Id, about.Transition.Number)}{recipient}", priority, recipient, contact.Name, [.. contact.Channels.Select(static c => new ChannelAddress(c.Channel, c.Address))],
        Cut(titleZh, NotificationDraft.MaxTitleLength), textZh, Cut(titleEn, NotificationDraft.MaxTitleLength), textEn, link, dueAt);

    private static AlertRule? RuleOf(AlertCase about) => RuleSets.Find(about.Alert.RuleSet, about.Alert.Rule);

    private static (string Zh, string En) TitlesOf(AlertCase about)
    {
        var title = RuleOf(about)?.Title ?? new RuleText(about.Alert.Rule, about.Alert.Rule);
        return ($"{title.Zh} · {about.Community.Zh}", $"{title.En} · {about.Community.En}");
    }

    private static string LevelZh(AlertCase about) => about.Transition.Level == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"【第{about.Transition.Level}级升级】");

    private static string LevelEn(AlertCase about) => about.Transition.Level == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"[Escalated to level {about.Transition.Level}] ");

    private static string WhereZh(AlertCase about, bool isFamily) =>
        $"地点：{about.Community.Zh}{(about.PlaceZh.Length == 0 ? "" : $" {about.PlaceZh}")}{(isFamily || about.Alert.Device.Length == 0 ? "" : $"；设备 {about.Alert.Device}")}";

    private static string WhereEn(AlertCase about, bool isFamily) =>
        $"Where: {about.Community.En}{(about.PlaceEn.Length == 0 ? "" : $", {about.PlaceEn}")}{(isFamily || about.Alert.Device.Length == 0 ? "" : $"; device {about.Alert.Device}")}";

    private static string Lines(params IEnumerable<string> lines) => string.Join('\n', lines.Where(static line => line.Length > 0));

    private static string Clock(long atMs) => ChinaTime.From(atMs).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Cut(string text, int max) => text.Length <= max ? text : $"{text.AsSpan(0, max - 1)}…";
}
