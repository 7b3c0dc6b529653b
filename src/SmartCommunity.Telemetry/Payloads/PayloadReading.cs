namespace SmartCommunity.Telemetry.Payloads;

/// <summary>How a vendor's field becomes a quantity: value = raw × scale + offset.</summary>
/// <param name="Quantity">Name out of <see cref="QuantityCatalogue"/>.</param>
/// <param name="Scale">Factor, finite and not 0.</param>
/// <param name="Offset">Added after the factor, in the quantity's unit.</param>
public readonly record struct FieldConversion(string Quantity, double Scale, double Offset);

/// <summary>One telemetry message of a payload: the values of one device at one instant. Immutable.</summary>
public sealed record PayloadMessage
{
    /// <summary>Says that a message has no boot counter or no sequence number.</summary>
    public const long None = DecodedMessage.None;

    /// <summary>The device that measured: the sender, or one that it carries.</summary>
    public required DeviceAddress Address { get; init; }

    /// <summary>When it was measured, after the clock check.</summary>
    public required long AtMs { get; init; }

    /// <summary>The device's verdict with the flags of the clock check.</summary>
    public required Quality Quality { get; init; }

    /// <summary>The device's boot counter, or <see cref="None"/>.</summary>
    public required long Boot { get; init; }

    /// <summary>The device's sequence number, or <see cref="None"/>.</summary>
    public required long Seq { get; init; }

    /// <summary>Quantity name and value in its unit, in payload order; never empty, no quantity twice.</summary>
    public required IReadOnlyList<(string Quantity, double Value)> Values { get; init; }
}

/// <summary>
/// What a payload holds: the messages that could be read, and what was wrong with the rest. As at the gateway, a fault costs its value or its
/// message, not its neighbours; storing the same payload again is harmless because it gives the same values at the same instants.
/// </summary>
public sealed record PayloadReading
{
    /// <summary>The messages in payload order, each with the values that are good.</summary>
    public IReadOnlyList<PayloadMessage> Messages { get; init; } = [];

    /// <summary>The events in payload order.</summary>
    public IReadOnlyList<DecodedEvent> Events { get; init; } = [];

    /// <summary>What the payload says of devices' being there, in payload order.</summary>
    public IReadOnlyList<(DeviceAddress Device, bool Online)> Statuses { get; init; } = [];

    /// <summary>A code of <see cref="QuarantineReason"/>: the first fault; null when there is none.</summary>
    public string? Reason { get; init; }

    /// <summary>Sentences naming fields and limits; empty when there is no fault.</summary>
    public string Detail { get; init; } = "";

    /// <summary>True when nothing was wrong.</summary>
    public bool IsClean => Reason is null;

    /// <summary>All values as measurements.</summary>
    public IEnumerable<Measurement> Measurements(long receivedAtMs) =>
        from message in Messages
        from value in message.Values
        select new Measurement(message.Address.Device, value.Quantity, message.AtMs, receivedAtMs, value.Value, message.Quality);

    /// <summary>A payload of which nothing can be read.</summary>
    public static PayloadReading Refuse(string reason, string detail) => new() { Reason = reason, Detail = detail };
}
