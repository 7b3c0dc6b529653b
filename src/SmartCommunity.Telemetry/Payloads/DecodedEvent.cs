namespace SmartCommunity.Telemetry.Payloads;

/// <summary>Something a device says happened, after decoding. Immutable.</summary>
public sealed record DecodedEvent
{
    /// <summary>The device it happened at.</summary>
    public required DeviceAddress Address { get; init; }

    /// <summary>When it happened, epoch milliseconds, after the clock check.</summary>
    public required long AtMs { get; init; }

    /// <summary>When the gateway received it, epoch milliseconds.</summary>
    public required long ReceivedAtMs { get; init; }

    /// <summary>The flags of the clock check.</summary>
    public required Quality Quality { get; init; }

    /// <summary>The device's own id, or one made of device, type and time: the same payload received at the same instant gives the same id.</summary>
    public required string EventId { get; init; }

    /// <summary>An event type of the device's class, e.g. <c>sos</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What the device says of it, raw JSON; empty when it says nothing.</summary>
    public required string DataJson { get; init; }
}
