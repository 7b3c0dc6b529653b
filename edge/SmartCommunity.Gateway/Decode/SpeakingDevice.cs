using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Decode;

/// <summary>
/// A device that proved who it is: how it speaks and how much it may send, whatever it speaks over. Not thread-safe: owned by a connection's reader, or guarded by a lock.
/// </summary>
internal sealed class SpeakingDevice(DirectoryEntry entry, IDialectSession dialect, IntakeOptions options, TimeProvider time)
{
    private readonly TokenBucket _routine = new(options.MessagesPerSecond, options.MessageBurst, time);

    /// <summary>Safety events have their own generous bucket, so that a talkative device cannot silence its own SOS.</summary>
    private readonly TokenBucket _safety = new(options.SafetyEventsPerSecond, options.SafetyEventBurst, time);

    internal DirectoryEntry Entry { get; } = entry;

    internal DeviceAddress Address => Entry.Address;

    internal IDialectSession Dialect { get; } = dialect;

    internal ClassTable Class { get; } = ClassTable.Of(entry.Address.Class);

    /// <summary>Takes a token for a payload; false: it is above its rate.</summary>
    internal bool TryTakeToken(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) =>
        (Dialect.IsSafety(kind, topic, payload) && _safety.TryTake()) || _routine.TryTake();

    /// <summary>How long until a routine payload is taken again.</summary>
    internal TimeSpan UntilNext() => _routine.UntilNext();
}
