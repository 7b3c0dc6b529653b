using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Cloud.Notify;

/// <summary>One message for a channel: a notification, or several to the same address.</summary>
/// <param name="Key">The same for every attempt with this message; what a receiver deduplicates by.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Items">The notifications, at least one, oldest first.</param>
internal sealed record ChannelMessage(string Key, string Address, IReadOnlyList<NotificationDraft> Items)
{
    /// <summary>The most urgent of its notifications.</summary>
    internal NotificationPriority Priority => Items.Min(static item => item.Priority);
}

/// <summary>What a channel says of one attempt.</summary>
/// <param name="Outcome">Delivered, failed (may be tried again), refused (for good) or throttled.</param>
/// <param name="Detail">Receipt or error.</param>
/// <param name="RetryAfter">How long the channel wants to be left alone; null = it did not say.</param>
internal readonly record struct SendResult(AttemptOutcome Outcome, string Detail, TimeSpan? RetryAfter = null)
{
    internal static SendResult Delivered(string receipt) => new(AttemptOutcome.Delivered, receipt);

    internal static SendResult Failed(string error, TimeSpan? retryAfter = null) => new(AttemptOutcome.Failed, error, retryAfter);

    internal static SendResult Refused(string error) => new(AttemptOutcome.Refused, error);

    internal static SendResult Throttled(string error, TimeSpan retryAfter) => new(AttemptOutcome.Throttled, error, retryAfter);
}

/// <summary>Carries messages to people or machines. Thread-safe. Expected failures are results; cancellation throws, and then it is not known whether the message arrived.</summary>
internal interface INotificationChannel
{
    /// <summary>Its settings.</summary>
    ChannelSettings Settings { get; }

    /// <summary>What must never be written down; taken out of every receipt and error.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>Makes one attempt; ends after the channel's time-out at the latest.</summary>
    Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken);
}
