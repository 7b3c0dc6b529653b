namespace SmartCommunity.Storage.Notifications;

/// <summary>How far a notification got.</summary>
public enum NotificationState
{
    /// <summary>Waits for its time, its turn or its next attempt.</summary>
    Queued = 0,

    /// <summary>A channel has it. After a crash it is queued again: whether it arrived is not known.</summary>
    Sending = 1,

    /// <summary>A channel gave a receipt.</summary>
    Delivered = 2,

    /// <summary>Every address was exhausted.</summary>
    Failed = 3,

    /// <summary>Withdrawn before it was sent.</summary>
    Superseded = 4,

    /// <summary>There was nobody to tell: no address was known when it was due.</summary>
    NoRecipient = 5,
}

/// <summary>What became of one attempt.</summary>
public enum AttemptOutcome
{
    /// <summary>Not answered yet.</summary>
    Open = 0,

    /// <summary>The channel gave a receipt.</summary>
    Delivered = 1,

    /// <summary>It failed and may succeed when tried again.</summary>
    Failed = 2,

    /// <summary>The channel refuses this message for good.</summary>
    Refused = 3,

    /// <summary>The channel takes nothing for a while.</summary>
    Throttled = 4,

    /// <summary>The process ended before the answer was kept: it may have arrived.</summary>
    Cut = 5,
}

/// <summary>One attempt to deliver a notification.</summary>
/// <param name="Number">From 1, in the order they were made.</param>
/// <param name="Channel">Channel it went through.</param>
/// <param name="Address">Address there.</param>
/// <param name="Batch">Name of the message that gathered several notifications; null = it went alone.</param>
/// <param name="StartedAtMs">Epoch milliseconds.</param>
/// <param name="EndedAtMs">Epoch milliseconds; null while open.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">Receipt or error; empty while open.</param>
public sealed record NotificationAttempt(
    int Number, string Channel, string Address, string? Batch, long StartedAtMs, long? EndedAtMs, AttemptOutcome Outcome, string Detail);

/// <summary>A notification as it lies in the outbox.</summary>
/// <param name="Draft">What was handed in.</param>
/// <param name="State">How far it got.</param>
/// <param name="Rank">Index of the address it is at.</param>
/// <param name="Tries">Attempts made at that address.</param>
/// <param name="EnqueuedAtMs">When it was handed in, epoch milliseconds.</param>
/// <param name="NextAtMs">Not tried before, epoch milliseconds.</param>
/// <param name="EndedAtMs">When it was delivered, failed or superseded, epoch milliseconds; null while open.</param>
/// <param name="Detail">Receipt, last error or reason of its state; empty = none.</param>
/// <param name="Batch">Name of the message that gathers it with others; null = it goes alone.</param>
public sealed record NotificationRecord(
    NotificationDraft Draft, NotificationState State, int Rank, int Tries, long EnqueuedAtMs, long NextAtMs, long? EndedAtMs, string Detail, string? Batch)
{
    /// <summary>The address it is at, or ended at; empty when there was nobody to tell.</summary>
    public ChannelAddress At => Draft.Channels.Count == 0 ? ChannelAddress.None : Draft.Channels[Rank];
}

/// <summary>Which notifications to list; what is null matches everything.</summary>
/// <param name="State">State.</param>
/// <param name="Priority">Priority.</param>
/// <param name="Recipient">Exact id of the recipient.</param>
public sealed record NotificationFilter(NotificationState? State = null, NotificationPriority? Priority = null, string? Recipient = null);

/// <summary>How many notifications are open in one priority, and since when the oldest is due.</summary>
public sealed record NotificationBacklog(NotificationPriority Priority, long Count, long OldestDueAtMs);
