using System.Diagnostics.Metrics;
using SmartCommunity.Contracts;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>Counters and histograms of the ingest, OpenTelemetry names. Thread-safe.</summary>
internal sealed class IngestMetrics
{
    /// <summary>Name of the cloud's meter.</summary>
    internal const string MeterName = "SmartCommunity.Cloud";

    private readonly Counter<long> _measurements;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _quarantined;
    private readonly Histogram<double> _commit;
    private readonly Histogram<double> _latency;

    public IngestMetrics(IMeterFactory meters, IngestQueue queue)
    {
        var meter = meters.Create(MeterName);
        _measurements = meter.CreateCounter<long>("smartcommunity.ingest.measurements", "{measurement}", "Measurements committed to the series store.");
        _frames = meter.CreateCounter<long>("smartcommunity.ingest.frames", "{frame}", "Frames taken from gateways, by outcome.");
        _rejected = meter.CreateCounter<long>("smartcommunity.ingest.rejected", "{measurement}", "Measurements refused for good (foreign device, unknown quantity).");
        _quarantined = meter.CreateCounter<long>("smartcommunity.ingest.quarantined", "{payload}", "Payloads committed to quarantine.");
        _commit = meter.CreateHistogram<double>("smartcommunity.ingest.commit.duration", "s", "Time of one group commit, from taking the frames to durable.", advice: DurationBuckets.Seconds);
        _latency = meter.CreateHistogram<double>("smartcommunity.ingest.latency", "s", "From the gateway's receive time of a frame's newest message to durable in the cloud.", advice: DurationBuckets.Seconds);
        meter.CreateObservableGauge("smartcommunity.ingest.queue.depth", () => queue.Depth, "{item}", "Frames and entries waiting for the writer.");
    }

    /// <summary>False while commits fail; readiness follows it.</summary>
    internal bool StoreIsUp { get; set; } = true;

    internal void OnCommitted(SeriesCommit commit, IReadOnlyList<IngestItem> items, long takenAtMs, TimeSpan duration)
    {
        const double MillisecondsPerSecond = 1000.0;
        _measurements.Add(commit.Rows.Count);
        _quarantined.Add(commit.Quarantined.Count);
        _commit.Record(duration.TotalSeconds);
        foreach (var frame in items.OfType<FrameItem>())
        {
            _frames.Add(1, new KeyValuePair<string, object?>("outcome", frame.IsDuplicate ? "duplicate" : "committed"));
            _rejected.Add(frame.Rejected);
            if (frame.Columns is { Messages: > 0 } columns)
                _latency.Record((takenAtMs - columns.ReceivedAtMs[^1]) / MillisecondsPerSecond + duration.TotalSeconds);
        }
    }
}
