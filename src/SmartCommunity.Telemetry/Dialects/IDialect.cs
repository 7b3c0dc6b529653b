using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>
/// A way devices speak: bytes and topic in; measurements, events, status and faults out. The gateway decodes with it what a device sends, and the cloud what comes
/// out of quarantine or onto the mapping bench: both say the same. Implementations keep nothing from one payload to the next and are thread-safe.
/// </summary>
public interface IDialect
{
    /// <summary>Code of the dialect as it stands in an enrolment, e.g. <c>native</c>.</summary>
    string Code { get; }

    /// <summary>What <paramref name="sender"/> may publish under this topic, or null when it is not its own.</summary>
    TopicKind? KindOf(ReadOnlySpan<byte> topic, DeviceAddress sender);

    /// <summary>True when the payload says one of <see cref="SafetyEvents"/>; asked before the rate limit, so it must be quick and never throw.</summary>
    bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload);

    /// <summary>Decodes a payload of the kind <see cref="KindOf"/> gave. Never throws for what a device sent.</summary>
    void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink);
}
