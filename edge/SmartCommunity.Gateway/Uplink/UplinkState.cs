using System.Diagnostics.Metrics;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Devices;

namespace SmartCommunity.Gateway.Uplink;

/// <summary>The facts that health checks, heartbeats and metrics tell about the uplink. Thread-safe.</summary>
internal sealed class UplinkState : IDisposable
{
    /// <summary>About 400 KB: an alarm never waits behind more.</summary>
    private const int UsagePerMessage = 5_000;

    private readonly Outbox.Outbox _outbox;
    private readonly GatewayCounts _counts;
    private readonly DailyUsage _usage;
    private readonly TimeProvider _time;
    private readonly Meter _meter = new(Outbox.OutboxMeter.MeterName);
    private readonly Counter<long> _bytes;
    private long _lastAckMs;
    private long _reconnects;
    private volatile bool _isConnected;
    private bool _toldRefusing;

    public UplinkState(Outbox.Outbox outbox, GatewayCounts counts, DailyUsage usage, TimeProvider time)
    {
        (_outbox, _counts, _usage, _time) = (outbox, counts, usage, time);
        _bytes = _meter.CreateCounter<long>("smartcommunity.gateway.uplink.sent", "By", "Bytes of batches sent, repeats included.");
        _meter.CreateObservableCounter("smartcommunity.gateway.uplink.reconnects", () => Reconnects, "{stream}", "Streams that ended or could not be opened.");
        _meter.CreateObservableGauge("smartcommunity.gateway.uplink.connected", () => IsConnected ? 1 : 0, "1", "1 while a stream is open.");
    }

    /// <summary>True between a Welcome and the end of its stream.</summary>
    internal bool IsConnected => _isConnected;

    /// <summary>When the cloud last acknowledged, epoch milliseconds; 0 for not since the start.</summary>
    internal long LastAckAtMs => Interlocked.Read(ref _lastAckMs);

    /// <summary>Streams that ended or could not be opened since the start.</summary>
    internal long Reconnects => Interlocked.Read(ref _reconnects);

    /// <summary>Items of both lanes that the cloud does not have.</summary>
    internal long BacklogItems => _outbox.Routine.Current.BacklogItems + _outbox.Alarm.Current.BacklogItems;

    /// <summary>Age of the oldest item that the cloud does not have, milliseconds.</summary>
    internal long OldestAgeMs => Math.Max(_outbox.AgeMs(_outbox.Routine), _outbox.AgeMs(_outbox.Alarm));

    internal void Opened() => _isConnected = true;

    internal void Acknowledged() => Interlocked.Exchange(ref _lastAckMs, _time.GetUtcNow().ToUnixTimeMilliseconds());

    internal void Ended()
    {
        _isConnected = false;
        Interlocked.Increment(ref _reconnects);
    }

    internal void Sent(int bytes) => _bytes.Add(bytes);

    /// <summary>True once after the disk began or ended refusing routine messages: the cloud is told at once. For the send loop only.</summary>
    internal bool IsRefusalNews() => _outbox.DiskRefusingRoutine != _toldRefusing;

    internal Heartbeat Heartbeat()
    {
        _toldRefusing = _outbox.DiskRefusingRoutine;
        return new Heartbeat
        {
            SentAtMs = _time.GetUtcNow().ToUnixTimeMilliseconds(),
            ConnectedDevices = _counts.ConnectedDevices,
            MessagesReceived = _counts.Received,
            MessagesRefused = _counts.Refused,
            MessagesQuarantined = _counts.Quarantined,
            DuplicatesDropped = _outbox.DuplicatesDropped,
            Backlog = { Backlog(_outbox.Routine.Current), Backlog(_outbox.Alarm.Current) },
            DiskRefusingRoutine = _toldRefusing,
            RssBytes = Environment.WorkingSet,
        };
    }

    /// <summary>What devices sent today, in messages of bounded size; nothing when nothing changed since <paramref name="told"/>.</summary>
    internal IEnumerable<QuotaUsage> Usage(Dictionary<string, DeviceUsage> told) =>
        _usage.News(told).Chunk(UsagePerMessage).Select(devices => new QuotaUsage { Devices = { devices } });

    public void Dispose() => _meter.Dispose();

    private static LaneBacklog Backlog(Outbox.LaneStanding standing) => new()
    {
        Lane = standing.Lane, Items = standing.BacklogItems, Bytes = standing.BacklogBytes, OldestReceivedAtMs = standing.OldestReceivedAtMs,
    };
}
