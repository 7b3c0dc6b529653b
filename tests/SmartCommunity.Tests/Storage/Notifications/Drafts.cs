using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Tests.Storage.Notifications;

/// <summary>Notifications of the tests.</summary>
internal static class Drafts
{
    /// <summary>2026-11-23 20:00:00 in Shanghai.</summary>
    internal static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    internal static NotificationDraft Of(string key, NotificationPriority priority = NotificationPriority.P2, params IReadOnlyList<ChannelAddress> channels) => new(
        key, priority, "duty-1", "值班员", channels.Count == 0 ? [new ChannelAddress("desk", "duty-1")] : channels,
        "老人跌倒", "百合社区 12 幢 301", "An elder fell", "Baihe, building 12, 301", "https://console.example/alerts/a1", Start);
}
