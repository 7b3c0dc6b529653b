using System.Text;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>The device that sent a payload, and the mapping file or register profile it is enrolled with (empty: none).</summary>
public readonly record struct PayloadSender(DeviceAddress Address, string Profile);

/// <summary>
/// Reads a whole payload into records, for re-runs of quarantined payloads and for the mapping bench: the dialect decodes, this collects. Thread-safe; bad input is never
/// an exception.
/// </summary>
public static class PayloadReader
{
    /// <summary>Reads a payload as received by the gateway at <paramref name="receivedAtMs"/>.</summary>
    public static PayloadReading Read(IDialect dialect, PayloadSender sender, string topic, ReadOnlyMemory<byte> payload, long receivedAtMs)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(topic);
        var (address, topicBytes) = (sender.Address, Encoding.UTF8.GetBytes(topic));
        if (DeviceClassCatalogue.Current.Find(address.Class) is null)
            return PayloadReading.Refuse(QuarantineReason.Topic, $"Class '{address.Class}' is not in the device catalogue.");
        if (dialect.KindOf(topicBytes, address) is not { } kind)
            return PayloadReading.Refuse(QuarantineReason.Topic, $"'{topic}' is not a topic of device '{address.Device}' as it is enrolled.");
        if (kind is TopicKind.CommandResponse or TopicKind.Request)
            return PayloadReading.Refuse(QuarantineReason.Topic, $"'{topic}' carries answers and questions; only measurements, events and status can be read again.");
        var found = new Collector();
        dialect.Decode(kind, new InboundPayload
        {
            Address = address,
            Class = ClassTable.Of(address.Class),
            Topic = topicBytes,
            Profile = sender.Profile,
            Bytes = payload.Span,
            ReceivedAtMs = receivedAtMs,
            Duplicate = false,
            Digest = 0, // Nothing here looks for duplicates: the same values at the same instants are stored once anyway.
        }, found);
        return new PayloadReading
        {
            Messages = found.Messages, Events = found.Events, Statuses = found.Statuses, Reason = found.Reason, Detail = found.Detail,
        };
    }

    private sealed class Collector : IDecodedSink
    {
        internal List<PayloadMessage> Messages { get; } = [];

        internal List<DecodedEvent> Events { get; } = [];

        internal List<(DeviceAddress Device, bool Online)> Statuses { get; } = [];

        internal string? Reason { get; private set; }

        internal string Detail { get; private set; } = "";

        public void OnTelemetry(in DecodedMessage message)
        {
            var values = new List<(string, double)>(message.Values.Length);
            foreach (var value in message.Values)
                values.Add((QuantityCatalogue.Default.All[value.QuantityIndex].Name, value.Value));
            Messages.Add(new PayloadMessage
            {
                Address = message.Address, AtMs = message.AtMs, Quality = message.Quality, Boot = message.Boot, Seq = message.Seq, Values = values,
            });
        }

        public void OnEvent(DecodedEvent happened) => Events.Add(happened);

        public void OnStatus(DeviceAddress device, bool online) => Statuses.Add((device, online));

        public void OnQuarantine(string reason, string detail) => (Reason, Detail) = (reason, detail);
    }
}
