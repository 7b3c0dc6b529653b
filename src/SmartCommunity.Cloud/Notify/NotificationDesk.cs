using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Cloud.Notify;

/// <summary>What people see of notifications, and test messages. Thread-safe.</summary>
public sealed class NotificationDesk
{
    private readonly NotificationOutbox _outbox;
    private readonly TimeProvider _time;

    internal NotificationDesk(NotificationOutbox outbox, NotifyChannels channels, TimeProvider time)
    {
        (_outbox, _time) = (outbox, time);
        Channels = channels.Configured;
    }

    /// <summary>Names of the states a notification may have.</summary>
    public static IReadOnlyList<string> States { get; } = [.. Enum.GetValues<NotificationState>().Select(WireName.Of)];

    /// <summary>Names of the priorities, the most urgent first.</summary>
    public static IReadOnlyList<string> Priorities { get; } = [.. Enum.GetValues<NotificationPriority>().Select(static p => p.ToString())];

    /// <summary>Names of the configured channels; empty = nobody is told outside the console.</summary>
    public IReadOnlyList<string> Channels { get; }

    /// <summary>One page of the notifications, newest first. A state or priority that does not exist matches nothing; null matches all.</summary>
    public Page<NotificationView> List(string? state, string? priority, string? recipient, int page, int pageSize)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        if ((state is not null && !States.Contains(state)) || (priority is not null && !Priorities.Contains(priority)))
            return new Page<NotificationView>([], 0, page, pageSize);
        var filter = new NotificationFilter(
            state is null ? null : Enum.Parse<NotificationState>(state, ignoreCase: true), priority is null ? null : Enum.Parse<NotificationPriority>(priority), recipient);
        var (items, total) = _outbox.List(filter, (page - 1) * pageSize, pageSize);
        return new Page<NotificationView>([.. items.Select(NotificationViews.Of)], total, page, pageSize);
    }

    /// <summary>A notification with every attempt, or null.</summary>
    public NotificationDetailView? Find(string key) => _outbox.Find(key) is { } record ? NotificationViews.Of(record, _outbox.Attempts(key)) : null;

    /// <summary>Who was told of an alert, of each transition in order.</summary>
    public IReadOnlyList<NotificationView> OfAlert(string alert)
    {
        ArgumentException.ThrowIfNullOrEmpty(alert);
        return [.. _outbox.BeginningWith(Duty.AlertMessage.PrefixOf(alert)).OrderBy(static n => n.EnqueuedAtMs).Select(NotificationViews.Of)];
    }

    /// <summary>Queues a test message, marked as one, as P2; it takes the same way as any other. Its attempts tell what became of it.</summary>
    public Outcome<NotificationView> Test(NewTestNotification test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test.Channel is null || !Channels.Contains(test.Channel))
        {
            return new Fault(
                FaultKind.Invalid, "channel", Channels.Count == 0 ? "No channel is configured; write channels.json." : $"channel '{test.Channel}' must be one of: {string.Join(", ", Channels)}.");
        }

        if (test.Address is not { Length: <= NotificationDraft.MaxAddressLength })
            return new Fault(FaultKind.Invalid, "address", $"address has {test.Address?.Length ?? 0} characters; it must be given, empty for nobody in particular, with at most {NotificationDraft.MaxAddressLength}.");
        var now = _time.GetUtcNow();
        var draft = new NotificationDraft(
            $"test:{Guid.CreateVersion7(now):N}", NotificationPriority.P2, "test", "", [new ChannelAddress(test.Channel, test.Address)],
            "【测试】通知通道测试", "这是一条测试消息，无需处理。", "[TEST] Test of a notification channel", "This is a test message; nothing has to be done.", Link: "", now);
        _outbox.Enqueue(draft);
        return NotificationViews.Of(_outbox.Find(draft.Key)!);
    }
}
