namespace SmartCommunity.Storage.Notifications;

/// <summary>The queue of one priority at one channel.</summary>
/// <param name="Channel">Name of the channel; null = every channel that is not in <paramref name="Known"/>.</param>
/// <param name="Priority">Priority.</param>
/// <param name="Known">Names of the channels that exist; read only when <paramref name="Channel"/> is null.</param>
/// <param name="Gather">How long notifications wait for others to the same address, to go as one message; zero = each goes alone.</param>
/// <param name="MaxGathered">Most notifications in one message, at least 1.</param>
public sealed record DeliveryLane(string? Channel, NotificationPriority Priority, IReadOnlyList<string> Known, TimeSpan Gather, int MaxGathered);

/// <summary>What one attempt takes: one notification, or several to the same address that go as one message.</summary>
/// <param name="MessageKey">The same for every attempt with this message: the key of the notification, or the name of the batch.</param>
/// <param name="Items">The notifications, at least one, oldest first.</param>
public sealed record TakenMessage(string MessageKey, IReadOnlyList<NotificationRecord> Items)
{
    /// <summary>Where the message goes.</summary>
    public ChannelAddress To => Items[0].At;
}

/// <summary>What happens to a notification after an attempt.</summary>
public enum NextStep
{
    /// <summary>It has its receipt.</summary>
    Deliver,

    /// <summary>The same address is tried again.</summary>
    TryAgain,

    /// <summary>The next address is tried; where there is none, it has failed.</summary>
    NextAddress,
}

/// <summary>How an attempt ended, and what follows.</summary>
/// <param name="Outcome">What became of the attempt.</param>
/// <param name="Detail">Receipt or error; kept to <see cref="NotificationOutbox.MaxDetailLength"/> characters.</param>
/// <param name="Step">What follows.</param>
/// <param name="NextAtMs">For <see cref="NextStep.TryAgain"/>: not before, epoch milliseconds.</param>
public sealed record AttemptEnd(AttemptOutcome Outcome, string Detail, NextStep Step, long NextAtMs);
