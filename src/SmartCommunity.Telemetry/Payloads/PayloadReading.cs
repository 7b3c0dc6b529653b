namespace SmartCommunity.Telemetry.Payloads;

/// <summary>How a vendor's field becomes a quantity: value = raw × scale + offset.</summary>
/// <param name="Quantity">Name out of <see cref="QuantityCatalogue"/>.</param>
/// <param name="Scale">Factor, finite and not 0.</param>
/// <param name="Offset">Added after the factor, in the quantity's unit.</param>
public readonly record struct FieldConversion(string Quantity, double Scale, double Offset);

/// <summary>One telemetry message of a payload: the values of one device at one instant.</summary>
public sealed record PayloadMessage
{
    /// <summary>Says that a message has no boot counter or no sequence number.</summary>
    public const long None = -1;

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

/// <summary>What a payload holds, or why it is refused. A payload is taken whole or refused whole, so that running it again stores nothing twice.</summary>
public sealed record PayloadReading
{
    /// <summary>The messages in payload order; empty when refused.</summary>
    public IReadOnlyList<PayloadMessage> Messages { get; private init; } = [];

    /// <summary>A code of <see cref="QuarantineReason"/>; null when accepted.</summary>
    public string? Reason { get; private init; }

    /// <summary>A sentence naming field and limit; empty when accepted.</summary>
    public string Detail { get; private init; } = "";

    /// <summary>True when the payload was accepted.</summary>
    public bool Accepted => Reason is null;

    /// <summary>All values as measurements of a device.</summary>
    public IEnumerable<Measurement> Measurements(string device, long receivedAtMs) =>
        from message in Messages
        from value in message.Values
        select new Measurement(device, value.Quantity, message.AtMs, receivedAtMs, value.Value, message.Quality);

    internal static PayloadReading Of(IReadOnlyList<PayloadMessage> messages) => new() { Messages = messages };

    /// <summary>A refusal.</summary>
    public static PayloadReading Refuse(string reason, string detail) => new() { Reason = reason, Detail = detail };
}
