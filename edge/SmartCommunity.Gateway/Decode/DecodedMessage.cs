using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Decode;

/// <summary>One value of a message: position of the quantity in <see cref="QuantityCatalogue.All"/>, and the value in its unit.</summary>
internal readonly record struct DecodedValue(int QuantityIndex, double Value);

/// <summary>
/// One telemetry message after decoding: the measurements of one device at one instant. Lives on the stack; the outbox copies what it keeps.
/// </summary>
internal readonly ref struct DecodedMessage
{
    /// <summary>A message without boot counter or sequence number says −1.</summary>
    internal const long None = -1;

    internal required DeviceAddress Address { get; init; }

    internal required long AtMs { get; init; }

    internal required long ReceivedAtMs { get; init; }

    internal required Quality Quality { get; init; }

    internal required long Boot { get; init; }

    internal required long Seq { get; init; }

    internal required ReadOnlySpan<DecodedValue> Values { get; init; }

    /// <summary>64-bit digest of (topic, payload, position in the payload's array): the duplicate key of a message without seq.</summary>
    internal required ulong Digest { get; init; }

    /// <summary>
    /// The digest identifies the message: it carries its own timestamp, or the DUP flag says that it was sent before. False: an
    /// identical payload may well be a new measurement, so the digest must not be used to drop it.
    /// </summary>
    internal required bool DigestIdentifies { get; init; }
}
