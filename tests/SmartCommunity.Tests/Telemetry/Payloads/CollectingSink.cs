using System.IO.Hashing;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Telemetry.Payloads;

internal sealed record SeenMessage(long AtMs, Quality Quality, long Boot, long Seq, ulong Digest, bool DigestIdentifies, string Values);

/// <summary>Collects what a decoder found, as a dry run does.</summary>
internal sealed class CollectingSink : IDecodedSink
{
    internal List<SeenMessage> Messages { get; } = [];

    internal List<DecodedEvent> Events { get; } = [];

    internal bool? Online { get; private set; }

    internal string? Reason { get; private set; }

    internal string? Detail { get; private set; }

    public void OnTelemetry(in DecodedMessage message)
    {
        var values = new List<string>();
        foreach (var value in message.Values)
            values.Add(FormattableString.Invariant($"{QuantityCatalogue.Default.All[value.QuantityIndex].Name}={value.Value:R}"));
        Messages.Add(new SeenMessage(
            message.AtMs, message.Quality, message.Boot, message.Seq, message.Digest, message.DigestIdentifies, string.Join(' ', values)));
    }

    public void OnEvent(DecodedEvent happened) => Events.Add(happened);

    public void OnStatus(DeviceAddress device, bool online) => Online = online;

    public void OnQuarantine(string reason, string detail)
    {
        Assert.Null(Reason); // At most once per payload.
        (Reason, Detail) = (reason, detail);
    }
}

/// <summary>Decodes one payload of a wearable, received at a fixed instant.</summary>
internal static class Decoding
{
    internal const long ReceivedAtMs = 1_764_000_000_000;

    internal static InboundPayload Payload(ReadOnlySpan<byte> bytes, string deviceClass = "wearable", bool duplicate = false) => new()
    {
        Address = new DeviceAddress("baihe", deviceClass, "w-1"),
        Class = ClassTable.Of(deviceClass),
        Topic = "fc/v1/baihe/wearable/w-1/telemetry"u8,
        Bytes = bytes,
        ReceivedAtMs = ReceivedAtMs,
        Duplicate = duplicate,
        Digest = XxHash3.HashToUInt64(bytes, seed: 7),
    };

    internal static CollectingSink Telemetry(ReadOnlySpan<byte> bytes, string deviceClass = "wearable", FieldMap? map = null, bool duplicate = false)
    {
        var sink = new CollectingSink();
        new TelemetryDecoder(map ?? ((_, _) => null)).Decode(Payload(bytes, deviceClass, duplicate), sink);
        return sink;
    }

    internal static CollectingSink Event(ReadOnlySpan<byte> bytes, string deviceClass = "wearable")
    {
        var sink = new CollectingSink();
        EventDecoder.Decode(Payload(bytes, deviceClass), sink);
        return sink;
    }
}
