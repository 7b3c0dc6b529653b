using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>
/// Acts on safety matters without asking the cloud: reads the alarm lane behind its commits, tells the sirens of the community and queues the webhook. So what sounded is on disk and
/// will be delivered, what the lane recognised as sent before sounds no second time, and what a crash interrupted is taken up at the next start. Intake never waits for it.
/// </summary>
internal sealed class SafetyReader : BackgroundService
{
    /// <summary>What the outbox calls this reader.</summary>
    private const string Reader = "localRules";

    /// <summary>Bytes read at once; in ordinary times a block has one event.</summary>
    private const int ReadBytes = 1 << 20;

    private static readonly TimeSpan RetryWait = TimeSpan.FromSeconds(1);

    private readonly Outbox.Outbox _outbox;
    private readonly SirenOutput _sirens;
    private readonly WebhookOutput _webhook;
    private readonly LocalMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger<SafetyReader> _logger;
    private readonly MatterMark _mark;
    private readonly SemaphoreSlim _committed = new(0, 1);

    /// <summary>Holds what is not done yet: every hosted service is constructed before the first one starts, so nothing is trimmed before this.</summary>
    public SafetyReader(
        Outbox.Outbox outbox, SirenOutput sirens, WebhookOutput webhook, GatewayOptions options, LocalMeter meter, TimeProvider time, ILogger<SafetyReader> logger)
    {
        (_outbox, _sirens, _webhook, _meter, _time, _logger) = (outbox, sirens, webhook, meter, time, logger);
        _mark = new MatterMark(Path.Combine(options.DataDirectory, "local.mark"), logger);
        Follow(outbox.Alarm.Current);
        outbox.Alarm.HoldAfter(Reader, _mark.DoneThrough);
        outbox.Changed += OnCommitted;
    }

    public override void Dispose()
    {
        _outbox.Changed -= OnCommitted;
        base.Dispose();
        _committed.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (!await ReadAsync(stoppingToken))
                    await _committed.WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not done is on disk.
        }
    }

    /// <summary>True when there may be more to read.</summary>
    private async Task<bool> ReadAsync(CancellationToken stoppingToken)
    {
        try
        {
            var lane = _outbox.Alarm;
            Follow(lane.Current);
            var blocks = await lane.ReadAsync(_mark.ReadThrough, ReadBytes);
            foreach (var block in blocks)
                Take(block);
            if (blocks.Count > 0)
                lane.HoldAfter(Reader, _mark.DoneThrough);
            return blocks.Count > 0;
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            // The one place where everything is retried: nothing may end the reading.
            LocalLog.NotRead(_logger, error);
            await Task.Delay(RetryWait, _time, stoppingToken);
            return true;
        }
    }

    /// <summary>Another epoch, or a file that lost its end: what is there is read from its start.</summary>
    private void Follow(in LaneStanding standing)
    {
        if (standing.Epoch != _mark.Epoch || standing.LastSequence < _mark.ReadThrough)
            _mark.Begin(standing.Epoch);
    }

    private void Take(OutboxBlock block)
    {
        if (BatchColumns.Read(block.Batch.Span, out var fault) is { } columns)
        {
            foreach (var matter in SafetyMatter.In(columns))
                Act(matter, block.FirstSequence - 1);
        }
        else
        {
            LocalLog.Unreadable(_logger, block.FirstSequence, block.Count, fault);
        }

        _mark.Read(block.LastSequence);
    }

    private void Act(SafetyMatter matter, long position)
    {
        _meter.Triggered(matter.Type);
        var end = _mark.Open(position);
        void Done()
        {
            end();
            _outbox.Alarm.HoldAfter(Reader, _mark.DoneThrough);
        }

        var isQueued = _webhook.TryQueue(matter, Done);
        var sirens = Tell(matter);
        if (!isQueued)
            end();
        LocalLog.Triggered(_logger, matter.Type, matter.EventId, matter.Address.Community, sirens, isQueued);
    }

    /// <summary>What nobody foresaw costs one sound and never the matters behind it.</summary>
    private int Tell(SafetyMatter matter)
    {
        try
        {
            return _sirens.Tell(matter);
        }
        catch (Exception error)
        {
            _meter.Failed(LocalOutput.Siren);
            LocalLog.Faulted(_logger, LocalOutput.Siren, matter.Type, matter.EventId, error);
            return 0;
        }
    }

    private void OnCommitted()
    {
        try
        {
            if (_committed.CurrentCount == 0)
                _committed.Release();
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // Two signals at once are one, and after the end there is nobody to wake.
        }
    }
}

internal static partial class LocalLog
{
    [LoggerMessage(1480, LogLevel.Information, "Safety event {Type} {EventId} in community {Community}: {Sirens} sirens told, webhook queued: {Queued}.")]
    internal static partial void Triggered(ILogger logger, string type, string eventId, string community, int sirens, bool queued);

    [LoggerMessage(1481, LogLevel.Error, "The webhook was not told of safety event {Type} {EventId}: {Capacity} others wait.")]
    internal static partial void Dropped(ILogger logger, string type, string eventId, int capacity);

    [LoggerMessage(1482, LogLevel.Error, "The webhook did not take safety event {Type} {EventId} in {Tries} tries: {Fault}.")]
    internal static partial void NotTaken(ILogger logger, string type, string eventId, int tries, string fault);

    [LoggerMessage(1483, LogLevel.Error, "The alarm lane cannot be read for the local rules; it is tried again.")]
    internal static partial void NotRead(ILogger logger, Exception error);

    [LoggerMessage(1484, LogLevel.Error, "Block {FirstSequence} with {Items} items cannot be read by the local rules ({Fault}); the cloud gets it.")]
    internal static partial void Unreadable(ILogger logger, long firstSequence, int items, string fault);

    [LoggerMessage(1486, LogLevel.Error, "The {Output} could not be told of safety event {Type} {EventId}.")]
    internal static partial void Faulted(ILogger logger, LocalOutput output, string type, string eventId, Exception error);

    [LoggerMessage(1487, LogLevel.Error, "Which values stand at a safety limit could not be written; it is tried with the next one.")]
    internal static partial void RisesNotWritten(ILogger logger, Exception error);

    [LoggerMessage(1485, LogLevel.Error, "How far the local rules came could not be written; it is tried with the next event.")]
    internal static partial void MarkNotWritten(ILogger logger, Exception error);
}
