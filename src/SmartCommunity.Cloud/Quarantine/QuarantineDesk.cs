using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>Payloads that were not accepted: look at them, map a vendor's field, run them again. Thread-safe.</summary>
public sealed partial class QuarantineDesk(
    RegistryStore registry, ISeriesStore series, EnrolmentIndex index, GatewayEnrolment gateways, StoreMeasurements storeMeasurements, StoreEvents storeEvents,
    ILogger<QuarantineDesk> logger) : IDisposable
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
    /// Decodes open quarantined payloads again with today's enrolments and mappings, at most <see cref="MaxRerun"/>; every value and event that is good now is stored with its
    /// own times. A payload without a fault leaves the quarantine, one with a fault stays open. Running a payload again stores the same values at the same instants, which the
    /// series store counts once, and an event whose id is stored is left out; so a crash between storing and marking does no harm.
    /// </summary>
    public async Task<Outcome<RerunReport>> RerunAsync(QuarantineFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await _rerun.WaitAsync(cancellationToken);
        try
        {
            var report = await RerunOpenAsync(filter with { State = Open }, cancellationToken);
            LogRerun(report.Accepted, report.Measurements, report.Events, report.StillRefused.Count);
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
        var dialects = new DialectSet(await RegistryFacts.ReadAsync(registry, _mappings, index, cancellationToken));
        var refusals = new List<RerunRefusal>();
        var seen = new HashSet<long>();
        var (accepted, measurements, events) = (0, 0, 0);
        while (seen.Count < MaxRerun)
        {
            // Accepted payloads leave the filter, so what was refused is all there is to skip.
            var (rows, _) = await series.QuarantineAsync(filter, Math.Min(ChunkRows, MaxRerun - seen.Count), refusals.Count, cancellationToken);
            var fresh = rows.Where(row => seen.Add(row.Id)).ToArray();
            if (fresh.Length == 0)
                break;
            var readings = fresh.Select(row => (Row: row, Reading: Read(row, dialects))).ToArray();
            refusals.AddRange(readings.Where(r => !r.Reading.IsClean).Select(r => new RerunRefusal(r.Row.Id, r.Reading.Reason!, r.Reading.Detail)));
            measurements += await StoreMeasurementsAsync([.. readings.SelectMany(r => r.Reading.Measurements(r.Row.ReceivedAtMs))], cancellationToken);
            events += await StoreEventsAsync([.. readings.SelectMany(r => r.Reading.Events)], cancellationToken);
            var clean = readings.Where(r => r.Reading.IsClean).Select(r => r.Row.Id).ToArray();
            // Stored is stored: the mark is not cancelled.
            if (clean.Length > 0)
                await series.SetQuarantineStateAsync(clean, "rerun", CancellationToken.None);
            accepted += clean.Length;
        }

        return new RerunReport(accepted, measurements, events, refusals);
    }

    private async Task<int> StoreMeasurementsAsync(Measurement[] measurements, CancellationToken cancellationToken)
    {
        if (measurements.Length > 0)
            await storeMeasurements(measurements, cancellationToken);
        return measurements.Length;
    }

    /// <summary>The gateway stores an event even when its payload has a fault and goes to quarantine too: such an event is there already.</summary>
    private async Task<int> StoreEventsAsync(DecodedEvent[] events, CancellationToken cancellationToken)
    {
        var fresh = new List<DecodedEvent>();
        foreach (var happened in events.DistinctBy(e => (e.Address.Device, e.EventId)))
        {
            var (community, device) = (happened.Address.Community, happened.Address.Device);
            var stored = await series.EventsAsync(community, device, happened.AtMs, happened.AtMs + 1, int.MaxValue, 0, cancellationToken);
            if (stored.All(e => e.EventId != happened.EventId))
                fresh.Add(happened);
        }

        if (fresh.Count > 0)
            await storeEvents(fresh, cancellationToken);
        return fresh.Count;
    }

    private PayloadReading Read(QuarantineRow row, DialectSet dialects)
    {
        if (row.Truncated)
            return PayloadReading.Refuse(QuarantineReason.TooLarge, "Only the beginning of the payload was kept; it cannot be run again.");
        if (index.Find(row.Device) is not { Retired: false } enrolment)
            return PayloadReading.Refuse(QuarantineReason.Topic, $"'{row.Topic}' was sent by '{row.Device}', which is not enrolled.");
        var sender = new DeviceAddress(enrolment.Community, enrolment.Class, enrolment.Device);
        return dialects.Find(enrolment.Dialect) is { } dialect
            ? PayloadReader.Read(dialect, new PayloadSender(sender, enrolment.Profile), row.Topic, row.Payload, row.ReceivedAtMs)
            : PayloadReading.Refuse(QuarantineReason.Topic, $"Device '{row.Device}' is enrolled with dialect '{enrolment.Dialect}', which cannot be read again.");
    }

    [LoggerMessage(2500, LogLevel.Information, "Re-run of quarantined payloads: {Accepted} accepted, {Measurements} measurements and {Events} events stored, {Refused} still refused.")]
    private partial void LogRerun(int accepted, int measurements, int events, int refused);
}
