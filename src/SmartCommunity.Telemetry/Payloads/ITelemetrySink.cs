namespace SmartCommunity.Telemetry.Payloads;

/// <summary>Takes what <see cref="TelemetryDecoder"/> finds in one payload, in payload order.</summary>
public interface ITelemetrySink
{
    /// <summary>A message with at least one good value; gone when the call returns.</summary>
    void OnTelemetry(in DecodedMessage message);

    /// <summary>At most once per payload, last: the payload holds something that could not be accepted.</summary>
    void OnQuarantine(string reason, string detail);
}
