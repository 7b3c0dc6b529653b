using System.Diagnostics.Metrics;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Contracts;
using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Cloud.Notify;

/// <summary>Counters and histograms of the notifications, OpenTelemetry names. Thread-safe.</summary>
internal sealed class NotifyMetrics
{
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _delay;

    public NotifyMetrics(IMeterFactory meters, NotificationOutbox outbox, TimeProvider time)
    {
        const double MillisecondsPerSecond = 1000.0;
        var meter = meters.Create(IngestMetrics.MeterName);
        _attempts = meter.CreateCounter<long>("smartcommunity.notify.attempts", "{attempt}", "Messages handed to a channel, by channel and outcome.");
        _ended = meter.CreateCounter<long>("smartcommunity.notify.ended", "{notification}", "Notifications delivered or failed for good, by priority and state.");
        _delay = meter.CreateHistogram<double>("smartcommunity.notify.delay", "s", "From the time a notification was due to its receipt, by priority.", advice: DurationBuckets.Seconds);
        meter.CreateObservableGauge(
            "smartcommunity.notify.backlog", () => outbox.Backlog().Select(static b => new Measurement<long>(b.Count, Tag("priority", b.Priority.ToString()))),
            "{notification}", "Notifications queued or being sent, by priority.");
        meter.CreateObservableGauge(
            "smartcommunity.notify.backlog.age",
            () => outbox.Backlog().Select(b => new Measurement<double>(
                Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds() - b.OldestDueAtMs) / MillisecondsPerSecond, Tag("priority", b.Priority.ToString()))),
            "s", "How long the oldest open notification is due, by priority.");
    }

    internal void OnAttempt(string channel, TakenMessage message, AttemptEnd end, bool isLast, DateTimeOffset now)
    {
        _attempts.Add(1, Tag("channel", channel), Tag("outcome", end.Outcome.ToString()));
        foreach (var item in message.Items)
        {
            var priority = Tag("priority", item.Draft.Priority.ToString());
            if (end.Step == NextStep.Deliver)
            {
                _ended.Add(1, priority, Tag("state", nameof(NotificationState.Delivered)));
                _delay.Record(Math.Max(0, (now - item.Draft.DueAt).TotalSeconds), priority);
            }
            else if (isLast)
            {
                _ended.Add(1, priority, Tag("state", nameof(NotificationState.Failed)));
            }
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
