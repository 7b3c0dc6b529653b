namespace SmartCommunity.Telemetry;

/// <summary>The value of one quantity of one device, with both clocks.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Quantity">Name out of <see cref="QuantityCatalogue"/>.</param>
/// <param name="AtMs">When it was measured, epoch milliseconds (UTC).</param>
/// <param name="ReceivedAtMs">When the gateway received it, epoch milliseconds (UTC).</param>
/// <param name="Value">The value in the quantity's unit; booleans are 0 and 1, enumerations their code.</param>
/// <param name="Quality">How far it can be trusted.</param>
public readonly record struct Measurement(
    string Device, string Quantity, long AtMs, long ReceivedAtMs, double Value, Quality Quality);
