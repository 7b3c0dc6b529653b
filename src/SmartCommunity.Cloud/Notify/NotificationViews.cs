using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Cloud.Notify;

/// <summary>Notifications as they are shown. Addresses of people are hidden but for their ends: enough to recognise a wrong one, too little to copy.</summary>
internal static class NotificationViews
{
    internal static NotificationView Of(NotificationRecord record) => new(
        record.Draft.Key, record.Draft.Priority.ToString(), record.Draft.Recipient, record.Draft.RecipientName, new TwoLanguages(record.Draft.TitleZh, record.Draft.TitleEn), Unsigned(record.Draft.Link),
        WireName.Of(record.State), record.At.Channel, Hidden(record.At.Address), record.Tries, record.Draft.DueAt, At(record.EnqueuedAtMs),
        record.State == NotificationState.Queued ? At(record.NextAtMs) : null, record.EndedAtMs is { } ended ? At(ended) : null, record.Detail);

    internal static NotificationDetailView Of(NotificationRecord record, IReadOnlyList<NotificationAttempt> attempts) => new(
        Of(record), new TwoLanguages(record.Draft.TextZh, record.Draft.TextEn), [.. record.Draft.Channels.Select(static c => c.Channel)],
        [.. attempts.Select(static a => new NotificationAttemptView(
            a.Number, a.Channel, Hidden(a.Address), a.Batch, At(a.StartedAtMs), a.EndedAtMs is { } ended ? At(ended) : null, WireName.Of(a.Outcome), a.Detail))]);

    /// <summary>Of an address of eight characters and more the first three and the last two, of a shorter one the first.</summary>
    internal static string Hidden(string address)
    {
        const int shortLength = 8;
        const string middle = "•••";
        return address.Length == 0 ? "" : address.Length < shortLength ? $"{address[..1]}{middle}" : $"{address[..3]}{middle}{address[^2..]}";
    }

    /// <summary>A link that acknowledges without what signs it, which is its recipient's alone.</summary>
    private static string Unsigned(string link) => link.IndexOf($"{Duty.AckLinks.Path}?", StringComparison.Ordinal) is >= 0 and var at ? link[..(at + Duty.AckLinks.Path.Length)] : link;

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
