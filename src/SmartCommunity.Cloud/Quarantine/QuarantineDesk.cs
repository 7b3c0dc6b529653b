using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>Payloads that were not accepted: look at them, map a vendor's field, run them again. Thread-safe.</summary>
public sealed partial class QuarantineDesk(
    RegistryStore registry, ISeriesStore series, EnrolmentIndex index, GatewayEnrolment gateways, StoreMeasurements store, ILogger<QuarantineDesk> logger) : IDisposable
{
    /// <summary>Most payloads of one re-run: some seconds of work. The report's refusals say whether to call again with a narrower filter.</summary>
    public const int MaxRerun = 10_000;

    private const string Open = "open";

    // Payloads decoded, stored and marked together.
    private const int ChunkRows = 500;

    private readonly FieldMappings _mappings = new(registry, index, gateways);

    // One re-run at a time: two would store the same payload twice.
    private readonly SemaphoreSlim _rerun = new(1, 1);

    /// <summary>Quarantined payloads that match, newest first, with at most 8 KiB of each payload.</summary>
    public async Task<Page<QuarantineView>> ListAsync(QuarantineFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        var (rows, total) = await series.QuarantineAsync(filter, pageSize, (page - 1) * pageSize, cancellationToken);
        return new Page<QuarantineView>([.. rows.Select(QuarantineViews.Of)], total, page, pageSize);
    }

    /// <summary>All mappings, by class, device and field.</summary>
    public Task<IReadOnlyList<FieldMappingView>> MappingsAsync(CancellationToken cancellationToken) => _mappings.ListAsync(cancellationToken);

    /// <summary>Adds or replaces the mapping of (class, device, field); gateways get it at once. The id of <paramref name="mapping"/> is ignored.</summary>
    public Task<Outcome<FieldMappingView>> MapAsync(FieldMappingView mapping, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return _mappings.PutAsync(mapping, cancellationToken);
    }

    /// <summary>Removes a mapping; gateways get it at once. What was stored through it stays.</summary>
    public Task<Outcome<FieldMappingView>> UnmapAsync(long id, CancellationToken cancellationToken) => _mappings.RemoveAsync(id, cancellationToken);

    /// <summary>
    /// Decodes open quarantined payloads again with today's mappings, at most <see cref="MaxRerun"/>; every value that is good now is stored with its own times.
    /// A payload without a fault leaves the quarantine, one with a fault stays open. Running a payload again stores the same values at the same instants, which the series
    /// store counts once; so a crash between storing and marking does no harm.
    /// </summary>
    public async Task<Outcome<RerunReport>> RerunAsync(QuarantineFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await _rerun.WaitAsync(cancellationToken);
        try
        {
            var report = await RerunOpenAsync(filter with { State = Open }, cancellationToken);
            LogRerun(report.Accepted, report.Measurements, report.StillRefused.Count);
            return report;
        }
        finally
        {
            _rerun.Release();
        }
    }

    /// <summary>Puts payloads away for good; returns how many changed.</summary>
    public Task<int> DismissAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return ids.Count == 0 ? Task.FromResult(0) : series.SetQuarantineStateAsync(ids, "dismissed", cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _rerun.Dispose();

    private async Task<RerunReport> RerunOpenAsync(QuarantineFilter filter, CancellationToken cancellationToken)
    {
        var map = await _mappings.SnapshotAsync(cancellationToken);
        var refusals = new List<RerunRefusal>();
        var seen = new HashSet<long>();
        var (accepted, stored) = (0, 0);
        while (seen.Count < MaxRerun)
        {
            // Accepted payloads leave the filter, so what was refused is all there is to skip.
            var (rows, _) = await series.QuarantineAsync(filter, Math.Min(ChunkRows, MaxRerun - seen.Count), refusals.Count, cancellationToken);
            var fresh = rows.Where(row => seen.Add(row.Id)).ToArray();
            if (fresh.Length == 0)
                break;
            var readings = fresh.Select(row => (Row: row, Reading: Read(row, map))).ToArray();
            refusals.AddRange(readings.Where(r => !r.Reading.IsClean).Select(r => new RerunRefusal(r.Row.Id, r.Reading.Reason!, r.Reading.Detail)));
            var measurements = readings.SelectMany(r => r.Reading.Measurements(r.Row.Device, r.Row.ReceivedAtMs)).ToArray();
            if (measurements.Length > 0)
                await store(measurements, cancellationToken);
            var clean = readings.Where(r => r.Reading.IsClean).Select(r => r.Row.Id).ToArray();
            // Stored is stored: the mark is not cancelled.
            if (clean.Length > 0)
                await series.SetQuarantineStateAsync(clean, "rerun", CancellationToken.None);
            (accepted, stored) = (accepted + clean.Length, stored + measurements.Length);
        }

        return new RerunReport(accepted, stored, refusals);
    }

    private PayloadReading Read(QuarantineRow row, Func<DeviceAddress, string, FieldConversion?> map)
    {
        if (row.Truncated)
            return PayloadReading.Refuse(QuarantineReason.TooLarge, "Only the beginning of the payload was kept; it cannot be run again.");
        if (!NativeTopic.TryParse(row.Topic, out var topic) || topic.Kind != TopicKind.Telemetry)
            return PayloadReading.Refuse(QuarantineReason.Topic, $"'{row.Topic}' is not a telemetry topic; only measurements can be run again.");
        if (topic.Address.Device != row.Device || index.Find(row.Device) is not { } enrolment || enrolment.Community != topic.Address.Community || enrolment.Class != topic.Address.Class)
            return PayloadReading.Refuse(QuarantineReason.Topic, $"'{row.Topic}' is not a topic of device '{row.Device}' as it is enrolled.");
        return NativePayloadReader.Read(row.Payload, topic.Address, row.ReceivedAtMs, field => map(topic.Address, field));
    }

    [LoggerMessage(2500, LogLevel.Information, "Re-run of quarantined payloads: {Accepted} accepted, {Measurements} measurements stored, {Refused} still refused.")]
    private partial void LogRerun(int accepted, int measurements, int refused);
}
