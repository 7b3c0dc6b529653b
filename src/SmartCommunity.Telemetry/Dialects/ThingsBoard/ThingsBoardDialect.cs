using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.ThingsBoard;

/// <summary>
/// ThingsBoard's device and gateway API over MQTT: what <c>ThingsBoard.md</c> describes. Messages come plain (<c>{"temp":21}</c>) or dated (<c>{"ts":…,"values":{…}}</c>), alone or in
/// an array; a gateway's are grouped by device name, and only devices enrolled as carried by it are stored. A key that is an event type of the class raises the event. Thread-safe.
/// </summary>
public sealed class ThingsBoardDialect(IDeviceFacts facts) : IDialect
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = TelemetryDecoder.MaxDepth };

    /// <inheritdoc/>
    public string Code => DialectCode.ThingsBoard;

    /// <inheritdoc/>
    public TopicKind? KindOf(ReadOnlySpan<byte> topic, DeviceAddress sender) => KindOf(topic);

    /// <summary>What a device may publish under this topic; the topics name no device, so they are everybody's.</summary>
    public static TopicKind? KindOf(ReadOnlySpan<byte> topic) => ThingsBoardTopics.Find(topic, out _) switch
    {
        null => null,
        ThingsBoardTopic.GatewayConnect or ThingsBoardTopic.GatewayDisconnect => TopicKind.Status,
        ThingsBoardTopic.RpcResponse or ThingsBoardTopic.GatewayRpc => TopicKind.CommandResponse,
        ThingsBoardTopic.AttributesRequest or ThingsBoardTopic.GatewayAttributesRequest or ThingsBoardTopic.RpcRequest => TopicKind.Request,
        ThingsBoardTopic.Claim or ThingsBoardTopic.GatewayClaim => TopicKind.Request,
        _ => TopicKind.Telemetry,
    };

    /// <inheritdoc/>
    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => kind == TopicKind.Telemetry && ThingsBoardEvents.IsSafety(payload, Options);

    /// <inheritdoc/>
    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var pass = new ThingsBoardPass(facts, in payload, sink);
        try
        {
            var reader = new Utf8JsonReader(payload.Bytes, Options);
            Read(ref reader, ThingsBoardTopics.Find(payload.Topic, out _), ref pass);
            reader.Read(); // Throws when something follows the value.
        }
        catch (JsonException e)
        {
            pass.Faults.Add(QuarantineReason.Malformed, $"The payload is not JSON of at most {TelemetryDecoder.MaxDepth} levels: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            pass.Faults.Add(QuarantineReason.Malformed, "The payload holds text that is not valid Unicode.");
        }

        pass.End();
    }

    private static void Read(ref Utf8JsonReader reader, ThingsBoardTopic? topic, ref ThingsBoardPass pass)
    {
        reader.Read();
        switch (topic)
        {
            case ThingsBoardTopic.Telemetry:
                pass.ReadMessages(ref reader);
                break;
            case ThingsBoardTopic.Attributes:
                pass.AreAttributes = true;
                pass.ReadMessages(ref reader);
                break;
            case ThingsBoardTopic.GatewayTelemetry:
                pass.ReadDevices(ref reader);
                break;
            case ThingsBoardTopic.GatewayAttributes:
                pass.AreAttributes = true;
                pass.ReadDevices(ref reader);
                break;
            case ThingsBoardTopic.GatewayConnect or ThingsBoardTopic.GatewayDisconnect:
                pass.ReadPresence(ref reader, online: topic == ThingsBoardTopic.GatewayConnect);
                break;
            default:
                reader.Skip();
                pass.Faults.Add(QuarantineReason.Topic, "The topic carries no data of ThingsBoard's API.");
                break;
        }
    }
}
