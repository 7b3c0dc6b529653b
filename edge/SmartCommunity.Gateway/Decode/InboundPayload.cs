namespace SmartCommunity.Gateway.Decode;

using SmartCommunity.Telemetry;

/// <summary>
/// One PUBLISH of a device as the decoders see it. The bytes are the receive buffer's: they are gone when decoding returns.
/// </summary>
internal readonly ref struct InboundPayload
{
    internal required DeviceAddress Address { get; init; }

    internal required ClassTable Class { get; init; }

    internal required ReadOnlySpan<byte> Bytes { get; init; }

    internal required long ReceivedAtMs { get; init; }

    /// <summary>The DUP flag: the device says that it sent this before.</summary>
    internal required bool Duplicate { get; init; }

    /// <summary>Hash of the topic, the seed of the digest that recognises a repeated payload.</summary>
    internal required long TopicHash { get; init; }
}
