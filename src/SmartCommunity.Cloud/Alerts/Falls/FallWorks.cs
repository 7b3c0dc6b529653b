using System.Text.Json;
using SmartCommunity.Anomaly.Falls;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Cloud.Alerts.Falls;

/// <summary>
/// Judges impacts and records what is a fall as the event <c>fall</c> of the same device, with its probability and the model's version: the fold raises the alert from that event like from one of the device's own,
/// and a replay never judges again. An impact that was judged a fall before is not judged a second time.
/// </summary>
internal sealed class FallWorks(ImpactInbox inbox, FallModels models, ISeriesStore store, StoreEvents storeEvents, ILogger<FallWorks> logger) : BackgroundService
{
    private const string Fall = "fall";

    /// <summary>Id of the fall that an impact was judged to be.</summary>
    internal static string FallIdOf(string impactId) => $"{impactId}.{Fall}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (models.Classifier is null)
            FallLog.NoModel(logger, FallModels.File);
        try
        {
            await foreach (var impact in inbox.ReadAllAsync(stoppingToken))
                await JudgeAsync(impact, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping. What was not judged comes again from the log while no snapshot covers it.
        }
    }

    private async Task JudgeAsync(Impact impact, CancellationToken stoppingToken)
    {
        if (models.Classifier is not { } classifier)
            return;
        try
        {
            var (window, fault) = ImpactReader.Read(impact.DataJson);
            if (window is null)
            {
                FallLog.Unreadable(logger, impact.Device, impact.EventId, fault!);
                return;
            }

            var verdict = classifier.Judge(window);
            FallLog.Judged(logger, impact.Device, impact.EventId, verdict.Probability, verdict.IsFall, verdict.Model);
            var id = FallIdOf(impact.EventId);
            if (verdict.IsFall && await store.FindEventAsync(impact.Community, impact.Device, id, stoppingToken) is null)
                await storeEvents([FallOf(impact, verdict, id)], stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            FallLog.Failed(logger, e, impact.Device, impact.EventId);
        }
    }

    private static DecodedEvent FallOf(Impact impact, FallVerdict verdict, string id) => new()
    {
        Address = new DeviceAddress(impact.Community, impact.Class, impact.Device), AtMs = impact.AtMs + (long)verdict.Impact.TotalMilliseconds, ReceivedAtMs = impact.ReceivedAtMs, Quality = Quality.Estimated,
        EventId = id, Type = Fall,
        DataJson = JsonSerializer.Serialize(new { confidence = verdict.Probability, model = verdict.Model, impact = impact.EventId, reasonZh = verdict.Reason.Zh, reasonEn = verdict.Reason.En }, JsonSerializerOptions.Web),
    };
}
