namespace SmartCommunity.Contracts.Http;

/// <summary>A text in both languages.</summary>
public sealed record TwoLanguages(string Zh, string En);

/// <summary>A notification and how far it got.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Priority"><c>P1</c>, <c>P2</c> or <c>P3</c>.</param>
/// <param name="Recipient">Id of who is told.</param>
/// <param name="RecipientName">Name of who is told.</param>
/// <param name="Title">Title.</param>
/// <param name="Link">Page to open, without what signs it; empty = none.</param>
/// <param name="State"><c>queued</c>, <c>sending</c>, <c>delivered</c>, <c>failed</c>, <c>superseded</c> or <c>noRecipient</c> (there was nobody to tell).</param>
/// <param name="Channel">Channel it is at, or ended at.</param>
/// <param name="Address">Address there, with its middle hidden.</param>
/// <param name="Attempts">Attempts made at that address.</param>
/// <param name="DueAt">When it was to be sent.</param>
/// <param name="EnqueuedAt">When it was handed in.</param>
/// <param name="NextAt">While queued: not tried before.</param>
/// <param name="EndedAt">When it was delivered, failed or superseded.</param>
/// <param name="Detail">Receipt, last error or reason; empty = none.</param>
public sealed record NotificationView(
    string Key, string Priority, string Recipient, string RecipientName, TwoLanguages Title, string Link, string State, string Channel, string Address, int Attempts,
    DateTimeOffset DueAt, DateTimeOffset EnqueuedAt, DateTimeOffset? NextAt, DateTimeOffset? EndedAt, string Detail);

/// <summary>One attempt to deliver a notification.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Channel">Channel it went through.</param>
/// <param name="Address">Address there, with its middle hidden.</param>
/// <param name="Batch">Message that gathered several notifications; null = it went alone.</param>
/// <param name="StartedAt">When it was made.</param>
/// <param name="EndedAt">When it was answered; null = not yet.</param>
/// <param name="Outcome"><c>open</c>, <c>delivered</c>, <c>failed</c>, <c>refused</c>, <c>throttled</c> or <c>cut</c> (the process ended before the answer was kept: it may have arrived).</param>
/// <param name="Detail">Receipt or error.</param>
public sealed record NotificationAttemptView(
    int Number, string Channel, string Address, string? Batch, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Outcome, string Detail);

/// <summary>A notification with its text and every attempt.</summary>
/// <param name="Notification">The notification.</param>
/// <param name="Text">Its text.</param>
/// <param name="Channels">Channels of its addresses, in order.</param>
/// <param name="AllAttempts">Every attempt, in order.</param>
public sealed record NotificationDetailView(NotificationView Notification, TwoLanguages Text, IReadOnlyList<string> Channels, IReadOnlyList<NotificationAttemptView> AllAttempts);

/// <summary>A test message, marked as one.</summary>
public sealed record NewTestNotification
{
    /// <summary>Name of a configured channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Address there, at most 254 characters; a robot takes an empty one.</summary>
    public required string Address { get; init; }
}
