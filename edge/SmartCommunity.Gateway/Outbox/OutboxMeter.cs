using System.Diagnostics.Metrics;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>Instruments of the outbox on the gateway's meter.</summary>
internal static class OutboxMeter
{
    internal const string MeterName = "SmartCommunity.Gateway";

    internal static readonly Meter Meter = new(MeterName);

    internal static readonly Histogram<double> CommitLatency = Meter.CreateHistogram<double>(
        "smartcommunity.gateway.outbox.commit.latency", "ms", "From a block's first item to the end of its fsync.");

    internal static readonly Histogram<int> BlockItems = Meter.CreateHistogram<int>(
        "smartcommunity.gateway.outbox.block.items", "{item}", "Items of a committed block.");

    /// <summary>Publishes an outbox's standing for as long as the returned meter lives.</summary>
    internal static Meter Observe(Outbox outbox)
    {
        var meter = new Meter(MeterName);
        meter.CreateObservableGauge(
            "smartcommunity.gateway.outbox.depth", () => Each(outbox, lane => lane.Current.BacklogItems), "{item}", "Items that the cloud does not have.");
        meter.CreateObservableGauge(
            "smartcommunity.gateway.outbox.bytes", () => Each(outbox, lane => lane.Current.BacklogBytes), "By", "Bytes that the cloud does not have.");
        meter.CreateObservableGauge(
            "smartcommunity.gateway.outbox.oldest_age", () => Each(outbox, lane => outbox.AgeMs(lane)), "ms", "Age of the oldest item that the cloud does not have.");
        meter.CreateObservableCounter(
            "smartcommunity.gateway.outbox.refused", () => Each(outbox, lane => lane.Refused), "{item}", "Items refused for want of space or a failing disk.");
        meter.CreateObservableCounter(
            "smartcommunity.gateway.outbox.duplicates", () => Each(outbox, lane => lane.Duplicates), "{item}", "Items recognised as sent before.");
        meter.CreateObservableCounter(
            "smartcommunity.gateway.outbox.losses", () => Each(outbox, lane => lane.Lost), "{item}", "Items given up: corrupt, aged or over the quota.");
        return meter;
    }

    private static IEnumerable<Measurement<long>> Each(Outbox outbox, Func<OutboxLane, long> read) =>
    [
        new(read(outbox.Routine), new KeyValuePair<string, object?>("lane", "routine")),
        new(read(outbox.Alarm), new KeyValuePair<string, object?>("lane", "alarm")),
    ];
}
