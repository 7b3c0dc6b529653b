using System.IO.Hashing;
using System.Text;
using Google.Protobuf;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Decode;

/// <summary>One payload as it came.</summary>
internal readonly ref struct Arrival(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> bytes, bool isDuplicate)
{
    internal TopicKind Kind { get; } = kind;

    internal ReadOnlySpan<byte> Topic { get; } = topic;

    internal ReadOnlySpan<byte> Bytes { get; } = bytes;

    internal bool IsDuplicate { get; } = isDuplicate;
}

/// <summary>
/// The way of every payload of every device, over MQTT or HTTP: its dialect, the outbox, and the quarantine for what cannot be taken. Never waits: the sink it returns has the commits
/// to wait for. Thread-safe as long as each device is used by one at a time.
/// </summary>
internal sealed class PayloadIntake(Outbox.Outbox outbox, CommandDesk commands, ValueWatch watch, IntakeMeter meter, TimeProvider time)
{
    internal OutboxSink Take(SpeakingDevice device, in Arrival arrival)
    {
        meter.CountReceived();
        var sink = new OutboxSink(outbox, watch) { ReceivedAtMs = time.GetUtcNow().ToUnixTimeMilliseconds() };
        switch (arrival.Kind)
        {
            case TopicKind.CommandResponse:
                TakeAnswer(device, in arrival, sink);
                break;
            case TopicKind.Request:
                device.Dialect.Answer(arrival.Topic, arrival.Bytes);
                break;
            default:
                Decode(device, in arrival, sink);
                TakeAnswers(device, sink);
                break;
        }

        if (sink.Reason is { } reason)
            Quarantine(device, in arrival, reason, sink);
        return sink;
    }

    private void TakeAnswer(SpeakingDevice device, in Arrival arrival, OutboxSink sink)
    {
        var reading = device.Dialect.ReadAnswer(arrival.Topic, arrival.Bytes.ToArray());
        if (reading.Reason is { } reason)
            sink.OnQuarantine(reason, reading.Fault);
        else if (commands.OnAnswer(reading.Device, reading.Answer, out var fault) is { } commit)
            sink.Track(commit);
        else
            sink.OnQuarantine(QuarantineReason.Shape, fault);
    }

    /// <summary>Data that answers commands: one that nobody waits for any more is data all the same.</summary>
    private void TakeAnswers(SpeakingDevice device, OutboxSink sink)
    {
        foreach (var reading in device.Dialect.TakeAnswers())
        {
            if (commands.OnAnswer(reading.Device, reading.Answer, out _) is { } commit)
                sink.Track(commit);
        }
    }

    private static void Decode(SpeakingDevice device, in Arrival arrival, OutboxSink sink) =>
        device.Dialect.Decode(arrival.Kind, new InboundPayload
        {
            Address = device.Address,
            Class = device.Class,
            Topic = arrival.Topic,
            Profile = device.Entry.Profile,
            Bytes = arrival.Bytes,
            ReceivedAtMs = sink.ReceivedAtMs,
            Duplicate = arrival.IsDuplicate,
            Digest = DigestOf(arrival.Kind, arrival.Topic, arrival.Bytes),
        }, sink);

    /// <summary>What tells a payload that says nothing of itself from others: topic and content; 0 where it is not asked for.</summary>
    internal static ulong DigestOf(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) =>
        kind == TopicKind.Telemetry ? XxHash3.HashToUInt64(payload, (long)XxHash3.HashToUInt64(topic)) : 0;

    private void Quarantine(SpeakingDevice device, in Arrival arrival, string reason, OutboxSink sink)
    {
        meter.CountQuarantined(reason);
        sink.Track(outbox.Append(device.Address, new QuarantinedPayload
        {
            ReceivedAtMs = sink.ReceivedAtMs,
            Topic = Encoding.UTF8.GetString(arrival.Topic),
            Reason = reason,
            Detail = sink.Detail,
            Payload = ByteString.CopyFrom(arrival.Bytes),
        }));
    }
}
