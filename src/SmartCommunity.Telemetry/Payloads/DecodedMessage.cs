namespace SmartCommunity.Telemetry.Payloads;

/// <summary>One value of a message: position of the quantity in <see cref="QuantityCatalogue.All"/>, and the value in its unit.</summary>
public readonly record struct DecodedValue(int QuantityIndex, double Value);

/// <summary>
/// One telemetry message after decoding: the measurements of one device at one instant. Lives on the stack; the outbox copies what it keeps.
/// </summary>
public readonly ref struct DecodedMessage
{
    /// <summary>A message without boot counter or sequence number says −1.</summary>
    public const long None = -1;

    public required DeviceAddress Address { get; init; }

    public required long AtMs { get; init; }

    public required long ReceivedAtMs { get; init; }

    public required Quality Quality { get; init; }

    public required long Boot { get; init; }

    public required long Seq { get; init; }

    public required ReadOnlySpan<DecodedValue> Values { get; init; }

    /// <summary>64-bit digest of (topic, payload, position in the payload's array): the duplicate key of a message without seq.</summary>
    public required ulong Digest { get; init; }

    /// <summary>
    /// The digest identifies the message: it carries its own timestamp, or the DUP flag says that it was sent before. False: an
    /// identical payload may well be a new measurement, so the digest must not be used to drop it.
    /// </summary>
    public required bool DigestIdentifies { get; init; }
}
