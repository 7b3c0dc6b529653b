namespace SmartCommunity.Telemetry.Payloads;

/// <summary>
/// Reads a whole telemetry payload into records, for re-runs of quarantined payloads: <see cref="TelemetryDecoder"/> reads, this collects. Pure and thread-safe;
/// bad input is never an exception.
/// </summary>
public static class NativePayloadReader
{
    /// <summary>Reads a payload as received by the gateway at <paramref name="receivedAtMs"/>; <paramref name="map"/> gives the conversion of a vendor's field, or null.</summary>
    public static PayloadReading Read(ReadOnlyMemory<byte> payload, DeviceAddress address, long receivedAtMs, Func<string, FieldConversion?> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (DeviceClassCatalogue.Default.Find(address.Class) is null)
            return PayloadReading.Refuse(QuarantineReason.Topic, $"Class '{address.Class}' is not in the device catalogue.");
        var found = new Collector();
        var inbound = new InboundPayload
        {
            Address = address,
            Class = ClassTable.Of(address.Class),
            Bytes = payload.Span,
            ReceivedAtMs = receivedAtMs,
            Duplicate = false,
            Digest = 0, // Nothing here looks for duplicates: the same values at the same instants are stored once anyway.
        };
        new TelemetryDecoder((_, field) => map(field)).Decode(in inbound, found);
        return new PayloadReading { Messages = found.Messages, Reason = found.Reason, Detail = found.Detail };
    }

    private sealed class Collector : ITelemetrySink
    {
        internal List<PayloadMessage> Messages { get; } = [];

        internal string? Reason { get; private set; }

        internal string Detail { get; private set; } = "";

        public void OnTelemetry(in DecodedMessage message)
        {
            var values = new List<(string, double)>(message.Values.Length);
            foreach (var value in message.Values)
                values.Add((QuantityCatalogue.Default.All[value.QuantityIndex].Name, value.Value));
            Messages.Add(new PayloadMessage { AtMs = message.AtMs, Quality = message.Quality, Boot = message.Boot, Seq = message.Seq, Values = values });
        }

        public void OnQuarantine(string reason, string detail) => (Reason, Detail) = (reason, detail);
    }
}
