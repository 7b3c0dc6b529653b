using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Decode;

/// <summary>
/// A device that proved who it is: how it speaks and how much it may send, whatever it speaks over. Not thread-safe, except for <see cref="Quota"/>: owned by a connection's
/// reader, or guarded by a lock.
/// </summary>
internal sealed class SpeakingDevice
{
    /// <summary>
    /// What an MQTT 3.1.1 device above its daily limit still gets through. That version has no refusal, and a message that waited until midnight would hold back the SOS behind
    /// it; so such a device is slowed to one message a second.
    /// </summary>
    private const double TricklePerSecond = 1;

    private readonly IntakeOptions _options;
    private readonly TimeProvider _time;
    private readonly DailyUsage _usage;
    private readonly UsageCounter _today;
    private readonly TokenBucket _trickle;

    /// <summary>Safety events have their own generous bucket, so that a talkative device cannot silence its own SOS.</summary>
    private readonly TokenBucket _safety;
    private TokenBucket _routine;
    private DeviceQuota _applied;

    internal SpeakingDevice(DirectoryEntry entry, IDialectSession dialect, DailyUsage usage, IntakeOptions options, TimeProvider time)
    {
        (_options, _time, _usage, _today, Quota, _applied) = (options, time, usage, usage.Of(entry.Address.Device), entry.Quota, entry.Quota);
        Entry = entry;
        Dialect = dialect;
        Class = ClassTable.Of(entry.Address.Class);
        _routine = NewRoutine(entry.Quota);
        _trickle = new TokenBucket(TricklePerSecond, burst: 1, time);
        _safety = new TokenBucket(options.SafetyEventsPerSecond, options.SafetyEventBurst, time);
    }

    internal DirectoryEntry Entry { get; }

    internal DeviceAddress Address => Entry.Address;

    internal IDialectSession Dialect { get; }

    internal ClassTable Class { get; }

    /// <summary>What it may send; another one counts from the next payload. Thread-safe.</summary>
    internal volatile DeviceQuota Quota;

    /// <summary>How long to wait before a payload is tried again that was not taken.</summary>
    internal TimeSpan Wait { get; private set; }

    /// <summary>
    /// True when the payload is within the device's limits, and counts it. One that <paramref name="canOnlyWait"/> (its protocol has no refusal) trickles through a daily limit.
    /// </summary>
    internal bool TryTake(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, bool canOnlyWait)
    {
        if (!(Dialect.IsSafety(kind, topic, payload) && _safety.TryTake()))
        {
            var isAboveDay = _today.WouldExceed(CurrentQuota(), _usage.Today, payload.Length);
            var bucket = isAboveDay ? _trickle : _routine;
            if ((isAboveDay && !canOnlyWait) || !bucket.TryTake())
            {
                Wait = bucket.UntilNext();
                return false;
            }
        }

        _today.Taken(_usage.Today, payload.Length);
        return true;
    }

    /// <summary>Counts a payload that was refused for good, which <see cref="TryTake"/> had not taken.</summary>
    internal void CountRefused() => _today.Refused(_usage.Today);

    private DeviceQuota CurrentQuota()
    {
        var quota = Quota;
        if (quota != _applied)
            (_applied, _routine) = (quota, NewRoutine(quota));
        return quota;
    }

    private TokenBucket NewRoutine(DeviceQuota quota) => new(
        quota.MessagesPerSecond > 0 ? quota.MessagesPerSecond : _options.MessagesPerSecond, quota.BurstMessages > 0 ? quota.BurstMessages : _options.MessageBurst, _time);
}
