using System.Diagnostics.Metrics;
using SmartCommunity.Contracts;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>A way in which the gateway itself makes a safety matter known.</summary>
internal enum LocalOutput
{
    Siren,
    Webhook,
}

/// <summary>Why a matter did not go out by an output.</summary>
internal enum NotSent
{
    /// <summary>A siren was told of the same state, or of another matter a moment ago.</summary>
    Merged,

    /// <summary>Too old for a siren.</summary>
    Late,

    /// <summary>The queue was full.</summary>
    Dropped,
}

/// <summary>The instruments of the local rules on the gateway's meter; no tag holds a device id. Thread-safe.</summary>
internal sealed class LocalMeter : IDisposable
{
    private readonly Meter _meter = new(OutboxMeter.MeterName);
    private readonly TimeProvider _time;
    private readonly Counter<long> _triggered;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _notSent;
    private readonly Histogram<double> _latency;

    public LocalMeter(TimeProvider time)
    {
        _time = time;
        _triggered = _meter.CreateCounter<long>("smartcommunity.gateway.local.triggered", "{event}", "Safety events on disk that the gateway acted on, by type.");
        _delivered = _meter.CreateCounter<long>("smartcommunity.gateway.local.delivered", "{call}", "Commands that a siren acknowledged, calls that the webhook took.");
        _failed = _meter.CreateCounter<long>(
            "smartcommunity.gateway.local.failed", "{call}", "Commands that expired or a siren refused, calls that the webhook did not take in three tries.");
        _notSent = _meter.CreateCounter<long>("smartcommunity.gateway.local.not_sent", "{call}", "Safety events that an output was not told, by reason.");
        _latency = _meter.CreateHistogram<double>(
            "smartcommunity.gateway.local.latency", "s", "From receiving a safety event to a siren's or the webhook's acknowledgement.", advice: DurationBuckets.Seconds);
    }

    /// <summary>True for an instrument of this very gateway: others of the same name may run in the process.</summary>
    internal bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    /// <summary>A safety matter is on disk.</summary>
    internal void Triggered(string type) => _triggered.Add(1, new KeyValuePair<string, object?>("type", type));

    /// <summary>An output took a matter that came in at that moment, epoch milliseconds.</summary>
    internal void Delivered(LocalOutput output, long receivedAtMs)
    {
        _delivered.Add(1, Tag(output));
        _latency.Record(Math.Max(0, _time.GetUtcNow().ToUnixTimeMilliseconds() - receivedAtMs) / (double)TimeSpan.MillisecondsPerSecond, Tag(output));
    }

    /// <summary>An output did not take a matter, for good.</summary>
    internal void Failed(LocalOutput output) => _failed.Add(1, Tag(output));

    /// <summary>A matter was kept from an output.</summary>
    internal void Kept(LocalOutput output, NotSent why) => _notSent.Add(1, Tag(output), new KeyValuePair<string, object?>("reason", why.ToString()));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(LocalOutput output) => new("output", output.ToString());
}
