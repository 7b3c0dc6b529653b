using MessagePack;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>
/// Runs the detectors behind what is committed: one thread for all communities, so that they never take more than one core, and mostly a thousandth of it. What they say goes into the communities' logs.
/// Once an hour it forgets what is too old and sets the offices' strengths anew.
/// </summary>
internal sealed class DetectorWorks(DetectorInbox inbox, DetectorLedger ledger, LearnedModels models, OfficeStrengths strengths, IngestQueue queue, TimeProvider clock, ILogger<DetectorWorks> logger) : BackgroundService
{
    private const long HourMs = 3_600_000;

    private readonly Dictionary<string, CommunityDetectors> _communities = new(StringComparer.Ordinal);
    private long _hour;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DetectorLog.Models(logger, models.Names, LearnedModels.LoadFile, LearnedModels.OccupancyFile, LearnedModels.KitFile);
        try
        {
            await foreach (var samples in inbox.ReadAllAsync(stoppingToken))
                await JudgeAsync(samples, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping. What the log lacks is given once more at the next start.
        }
    }

    private async Task JudgeAsync(CommunitySamples samples, CancellationToken stoppingToken)
    {
        if (!_communities.TryGetValue(samples.Community, out var detectors))
            _communities[samples.Community] = detectors = new CommunityDetectors(samples.Community, ledger, models);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(samples.EndMs);
        try
        {
            var started = clock.GetTimestamp();
            var due = detectors.Judge(samples);
            foreach (var body in due)
                await LogAsync(samples.Community, body, stoppingToken);
            DetectorLog.Judged(logger, detectors.Count, samples.Community, at, clock.GetElapsedTime(started).TotalMilliseconds, due.Sum(static d => d.Said.Length));
            await KeepUpAsync(samples.EndMs, stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Begins anew from the ledger: a detector that was fed half a quarter is not trusted.
            _communities.Remove(samples.Community);
            DetectorLog.Failed(logger, e, samples.Community, at);
        }
    }

    private async Task KeepUpAsync(long endMs, CancellationToken stoppingToken)
    {
        if (endMs / HourMs <= _hour)
            return;
        _hour = endMs / HourMs;
        ledger.Trim(endMs - CommunityDetectors.KeptMs);
        foreach (var (community, strength) in strengths.Due(endMs))
            await LogAsync(community, new LoggedDetections(0, [], strength), stoppingToken);
    }

    private ValueTask LogAsync(string community, LoggedDetections body, CancellationToken stoppingToken) =>
        queue.EnqueueAsync(new LogItem([community], LogEntryKind.Detections, MessagePackSerializer.Serialize(body, cancellationToken: CancellationToken.None)), stoppingToken);
}
