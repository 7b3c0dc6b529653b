namespace SmartCommunity.Telemetry.Payloads;

/// <summary>
/// One PUBLISH of a device as the decoders see it. The bytes are the receive buffer's: they are gone when decoding returns.
/// </summary>
public readonly ref struct InboundPayload
{
    /// <summary>The device that sent it, which may carry others.</summary>
    public required DeviceAddress Address { get; init; }

    public required ClassTable Class { get; init; }

    public required ReadOnlySpan<byte> Topic { get; init; }

    /// <summary>Name of the mapping file or register profile the sender is enrolled with; null for dialects without.</summary>
    public string? Profile { get; init; }

    public required ReadOnlySpan<byte> Bytes { get; init; }

    public required long ReceivedAtMs { get; init; }

    /// <summary>The DUP flag: the device says that it sent this before.</summary>
    public required bool Duplicate { get; init; }

    /// <summary>64-bit digest of (topic, payload), which recognises a repeated payload.</summary>
    public required ulong Digest { get; init; }
}
