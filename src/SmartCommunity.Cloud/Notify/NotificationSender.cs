using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Cloud.Notify;

/// <summary>
/// Sends what lies in the outbox: a loop for each priority at each channel. A stop lets what is under way end (at most 5 s) and keeps its receipt; what is cut off is sent again at the next
/// start, under the same message key.
/// </summary>
internal sealed partial class NotificationSender(NotificationOutbox outbox, NotifyChannels channels, NotifyMetrics metrics, TimeProvider time, ILogger<NotificationSender> logger) : BackgroundService
{
    /// <summary>How long ended notifications and their keys are kept, as long as the scores' minutes.</summary>
    internal static readonly TimeSpan Retention = TimeSpan.FromDays(400);

    /// <summary>How long a stop waits for answers: less than the host's ten seconds.</summary>
    internal static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    private const int MaxGathered = 20; // Lines of a digest that a telephone shows in two screens.

    private static readonly TimeSpan OutboxRetry = TimeSpan.FromSeconds(5); // A full disk is not freed faster by asking more often.
    private static readonly TimeSpan TrimInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(1);

    // What the policy goes by where there is no channel.
    private static readonly WebhookSettings UnknownChannel = new() { Attempts = 1 };

    private readonly DeliveryPolicy _policy = new(channels.JitterSeed);
    private readonly Dictionary<string, SendWindow> _windows = [];
    private readonly CancellationTokenSource _cut = new(Timeout.InfiniteTimeSpan, time);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _cut.Dispose();
    }

    /// <summary>Ends everything at once, without keeping a single answer: what a kill does.</summary>
    internal async Task CutAsync()
    {
        await _cut.CancelAsync();
        await StopAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var grace = stoppingToken.Register(() => _cut.CancelAfter(StopGrace));
        await RepeatedlyAsync(
            () =>
            {
                if (outbox.Recover() is > 0 and var recovered)
                    LogRecovered(recovered);
                foreach (var channel in channels.All)
                    _windows[channel.Settings.Name!] = WindowOf(channel.Settings);
                return Task.CompletedTask;
            },
            stoppingToken);
        LogStarted(channels.All.Count, string.Join(", ", channels.Names));
        await Task.WhenAll([.. Loops(stoppingToken), TrimAsync(stoppingToken)]);
    }

    private IEnumerable<Task> Loops(CancellationToken stop)
    {
        foreach (var priority in Enum.GetValues<NotificationPriority>())
        {
            foreach (var channel in channels.All)
                yield return LoopAsync(channel, LaneOf(channel.Settings, priority), stop);
            yield return LoopAsync(channel: null, new DeliveryLane(null, priority, channels.Names, TimeSpan.Zero, MaxGathered: 1), stop);
        }
    }

    // What was sent before a restart counts: the receiver has not forgotten it.
    private SendWindow WindowOf(ChannelSettings settings)
    {
        // An attempt ends at its time-out at the latest: within the receiver's minute there are never more than the limit, however long each was under way.
        var length = RateWindow + settings.Timeout;
        var sent = outbox.SentSince(settings.Name!, (time.GetUtcNow() - length).ToUnixTimeMilliseconds());
        return new SendWindow(settings.Limit, settings.Reserved, length, sent.Select(DateTimeOffset.FromUnixTimeMilliseconds), time);
    }

    private static DeliveryLane LaneOf(ChannelSettings settings, NotificationPriority priority) =>
        new(settings.Name, priority, [], priority == NotificationPriority.P3 ? settings.Digest : TimeSpan.Zero, MaxGathered);

    // What one lane may have under way: enough that a slow receiver does not hold up its lane, few enough to know every connection.
    private static int SlotsOf(NotificationPriority priority) => priority switch
    {
        NotificationPriority.P1 => 8,
        NotificationPriority.P2 => 4,
        _ => 2,
    };

    private async Task LoopAsync(INotificationChannel? channel, DeliveryLane lane, CancellationToken stop)
    {
        var window = channel is null ? null : _windows[channel.Settings.Name!];
        using var loop = new DeliveryLoop(outbox, lane, window, SlotsOf(lane.Priority), time, message => SendAsync(channel, window, message));
        await RepeatedlyAsync(() => loop.RunAsync(stop), stop);
    }

    private async Task SendAsync(INotificationChannel? channel, SendWindow? window, TakenMessage message)
    {
        try
        {
            var result = channel is null ? SendResult.Refused($"channel '{message.To.Channel}' is not configured") : await AttemptAsync(channel, message);
            var now = time.GetUtcNow();
            if (result is { Outcome: AttemptOutcome.Throttled, RetryAfter: { } pause })
                window?.PauseUntil(now + pause);
            var hasNext = message.Items.All(static item => item.Rank + 1 < item.Draft.Channels.Count);
            var end = _policy.After(result, channel?.Settings ?? UnknownChannel, message.Items[0].Tries, hasNext, now, Persists(message, now));
            // An answer that is not kept would be asked for again: this is tried until it is, or the process is cut.
            await RepeatedlyAsync(() => Keep(message, end), _cut.Token);
            Report(message, end, now);
        }
        catch (OperationCanceledException) when (_cut.IsCancellationRequested)
        {
            LogCut(message.MessageKey, message.To.Channel);
        }
    }

    private static bool Persists(TakenMessage message, DateTimeOffset now) =>
        message.Items.All(item => item.Draft.Priority == NotificationPriority.P1 && now - item.Draft.DueAt < DeliveryPolicy.UrgentPatience);

    private Task Keep(TakenMessage message, AttemptEnd end)
    {
        _cut.Token.ThrowIfCancellationRequested();
        outbox.Complete(message, end);
        return Task.CompletedTask;
    }

    private async Task<SendResult> AttemptAsync(INotificationChannel channel, TakenMessage message)
    {
        try
        {
            var result = await channel.SendAsync(new ChannelMessage(message.MessageKey, message.To.Address, [.. message.Items.Select(static item => item.Draft)]), _cut.Token);
            return result with { Detail = channel.Secrets.Aggregate(result.Detail, static (text, secret) => text.Replace(secret, "•••", StringComparison.Ordinal)) };
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !_cut.IsCancellationRequested)
        {
            LogChannelFault(message.MessageKey, channel.Settings.Name!, fault.GetType().Name);
            return SendResult.Failed(fault.GetType().Name);
        }
    }

    private void Report(TakenMessage message, AttemptEnd end, DateTimeOffset now)
    {
        var isLast = end.Step == NextStep.NextAddress && message.Items.Any(static item => item.Rank + 1 == item.Draft.Channels.Count);
        metrics.OnAttempt(message.To.Channel, message, end, isLast, now);
        if (end.Step == NextStep.Deliver)
            LogDelivered(message.MessageKey, message.To.Channel, message.Items.Count, message.Items[0].Tries);
        else if (isLast)
            LogFailed(message.MessageKey, message.To.Channel, end.Detail);
        else
            LogAttemptFailed(message.MessageKey, message.To.Channel, message.Items[0].Tries, end.Outcome, end.Detail, end.Step);
    }

    private async Task TrimAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await RepeatedlyAsync(
                () =>
                {
                    outbox.Trim((time.GetUtcNow() - Retention).ToUnixTimeMilliseconds());
                    return Task.CompletedTask;
                },
                stop);
            await Task.Delay(TrimInterval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs something over the outbox again until it succeeds or is stopped: a full disk must end no lane.</summary>
    private async Task RepeatedlyAsync(Func<Task> run, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await run();
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException && !stop.IsCancellationRequested)
            {
                LogOutboxFault(fault, OutboxRetry.TotalSeconds);
            }

            await Task.Delay(OutboxRetry, time, stop);
        }
    }

    [LoggerMessage(2900, LogLevel.Information, "Notifications go out through {Count} channels: {Names}.")]
    private partial void LogStarted(int count, string names);

    [LoggerMessage(2901, LogLevel.Warning, "{Count} notifications were being sent when the process ended; they are sent again under the same key.")]
    private partial void LogRecovered(int count);

    [LoggerMessage(2902, LogLevel.Debug, "Message {Key} has its receipt from {Channel}: {Count} notifications, attempt {Attempt}.")]
    private partial void LogDelivered(string key, string channel, int count, int attempt);

    [LoggerMessage(2903, LogLevel.Warning, "Attempt {Attempt} with message {Key} at {Channel} ended {Outcome} ({Detail}); next: {Step}.")]
    private partial void LogAttemptFailed(string key, string channel, int attempt, AttemptOutcome outcome, string detail, NextStep step);

    [LoggerMessage(2904, LogLevel.Error, "Message {Key} reached nobody: the last address, at {Channel}, is exhausted ({Detail}).")]
    private partial void LogFailed(string key, string channel, string detail);

    [LoggerMessage(2905, LogLevel.Warning, "Message {Key} was cut off at {Channel}; it is sent again at the next start.")]
    private partial void LogCut(string key, string channel);

    [LoggerMessage(2906, LogLevel.Error, "Channel {Channel} failed with {Fault} on message {Key}.")]
    private partial void LogChannelFault(string key, string channel, string fault);

    [LoggerMessage(2907, LogLevel.Error, "The outbox of notifications cannot be read or written; trying again in {Seconds}s.")]
    private partial void LogOutboxFault(Exception fault, double seconds);
}
