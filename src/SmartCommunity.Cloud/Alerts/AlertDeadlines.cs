namespace SmartCommunity.Cloud.Alerts;

/// <summary>
/// Alerts by the instant from which the passing of time may change them, so that a tick looks at no other. Follows from the alerts; in no snapshot. An alert may have become other meanwhile: whoever takes it
/// looks again. Not thread-safe.
/// </summary>
internal sealed class AlertDeadlines
{
    private readonly PriorityQueue<Alert, long> _queue = new();
    private readonly List<Alert> _due = [];

    /// <summary>Hands an alert out at an instant, unless it is handed out earlier anyway.</summary>
    internal void Watch(Alert alert, long dueMs)
    {
        if (dueMs >= alert.DueMs)
            return;
        alert.DueMs = dueMs;
        _queue.Enqueue(alert, dueMs);
    }

    /// <summary>Alerts whose instant has come, by rule and subject; valid until the next call. None of them is watched any more.</summary>
    internal IReadOnlyList<Alert> Take(long nowMs)
    {
        _due.Clear();
        while (_queue.TryPeek(out var alert, out var dueMs) && dueMs <= nowMs)
        {
            _queue.Dequeue();
            if (alert.DueMs != dueMs)
                continue; // It was handed out at an earlier one.
            alert.DueMs = long.MaxValue;
            _due.Add(alert);
        }

        _due.Sort(static (x, y) => AlertKeys.Instance.Compare(x.Key, y.Key));
        return _due;
    }
}
