using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SmartCommunity.Contracts;
using SmartCommunity.Gateway.Uplink;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>
/// The intake's metrics, meter <c>SmartCommunity.Gateway</c>. Hot counters are plain numbers read when somebody collects; no tag ever holds a device
/// id. Thread-safe.
/// </summary>
internal sealed class IntakeMeter : IDisposable
{
    internal const string Name = "SmartCommunity.Gateway";

    private readonly Meter _meter = new(Name);

    /// <summary>The same numbers for the heartbeat to the cloud.</summary>
    private readonly GatewayCounts _counts;
    private readonly Histogram<double> _commitLatency;
    private readonly ConcurrentDictionary<string, Tally> _quarantined = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Tally> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Tally> _closed = new(StringComparer.Ordinal);
    private long _received;
    private long _stored;
    private long _notStored;
    private long _throttled;
    private long _dropped;

    internal IntakeMeter(Func<int> connections, GatewayCounts counts)
    {
        _counts = counts;
        _commitLatency = _meter.CreateHistogram<double>(
            "smartcommunity.gateway.commit.duration", unit: "s", description: "From receiving the oldest message of a released group to its PUBACK.", advice: DurationBuckets.Seconds);
        _meter.CreateObservableCounter("smartcommunity.gateway.messages", Outcomes, unit: "{message}", description: "Messages from devices by outcome.");
        _meter.CreateObservableCounter("smartcommunity.gateway.quarantined", () => Read(_quarantined, "reason"), unit: "{payload}", description: "Payloads put in quarantine by reason.");
        _meter.CreateObservableCounter("smartcommunity.gateway.refused", () => Read(_refused, "cause"), unit: "{request}", description: "Logins, publishes and subscriptions refused by cause.");
        _meter.CreateObservableCounter("smartcommunity.gateway.closed", () => Read(_closed, "cause"), unit: "{connection}", description: "Connections closed by the gateway by cause.");
        _meter.CreateObservableGauge("smartcommunity.gateway.connections", connections, unit: "{connection}", description: "Open connections of devices.");
    }

    /// <summary>Messages received since the start.</summary>
    internal long Received => Interlocked.Read(ref _received);

    internal void CountReceived()
    {
        Interlocked.Increment(ref _received);
        _counts.MessageReceived();
    }

    /// <summary>A message whose PUBACK waited for a commit: stored, or not (full or failed disk).</summary>
    internal void CountCommitted(bool stored)
    {
        Interlocked.Increment(ref stored ? ref _stored : ref _notStored);
        if (!stored)
            _counts.MessageRefused();
    }

    /// <summary>A message above the device's rate that was refused.</summary>
    internal void CountThrottled() => Interlocked.Increment(ref _throttled);

    /// <summary>A QoS 0 message above the device's rate: nobody can be told.</summary>
    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void CountQuarantined(string reason)
    {
        Count(_quarantined, reason);
        _counts.MessageQuarantined();
    }

    internal void CountRefused(string cause) => Count(_refused, cause);

    internal void CountClosed(CloseCause cause) => Count(_closed, cause.ToString());

    internal long Refused(string cause) => _refused.TryGetValue(cause, out var tally) ? Interlocked.Read(ref tally.Value) : 0;

    internal long Quarantined(string reason) => _quarantined.TryGetValue(reason, out var tally) ? Interlocked.Read(ref tally.Value) : 0;

    internal long Closed(CloseCause cause) => _closed.TryGetValue(cause.ToString(), out var tally) ? Interlocked.Read(ref tally.Value) : 0;

    internal long Throttled => Interlocked.Read(ref _throttled);

    internal long Dropped => Interlocked.Read(ref _dropped);

    internal void RecordCommit(TimeSpan duration) => _commitLatency.Record(duration.TotalSeconds);

    public void Dispose() => _meter.Dispose();

    private static void Count(ConcurrentDictionary<string, Tally> tallies, string tag) =>
        Interlocked.Increment(ref tallies.GetOrAdd(tag, static _ => new Tally()).Value);

    private static IEnumerable<Measurement<long>> Read(ConcurrentDictionary<string, Tally> tallies, string tag) =>
        tallies.Select(t => new Measurement<long>(Interlocked.Read(ref t.Value.Value), new KeyValuePair<string, object?>(tag, t.Key)));

    private IEnumerable<Measurement<long>> Outcomes() =>
    [
        Outcome("received", ref _received), Outcome("stored", ref _stored), Outcome("notStored", ref _notStored),
        Outcome("throttled", ref _throttled), Outcome("dropped", ref _dropped),
    ];

    private static Measurement<long> Outcome(string outcome, ref long value) =>
        new(Interlocked.Read(ref value), new KeyValuePair<string, object?>("outcome", outcome));

    private sealed class Tally
    {
        internal long Value;
    }
}
