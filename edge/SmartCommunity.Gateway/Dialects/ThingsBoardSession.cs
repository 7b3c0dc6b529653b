using System.Text;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.ThingsBoard;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// ThingsBoard's API on one connection. Remembers the client attributes that the device reported since it connected, to answer its requests with, and which number each command
/// was sent under.
/// </summary>
internal sealed class ThingsBoardSession(ThingsBoardDialect dialect, DeviceDirectory directory, DeviceAddress device, IDialectOutlet outlet) : IDialectSession
{
    private readonly ReportedAttributes _attributes = new();
    private readonly ThingsBoardCalls _calls = new();

    /// <summary>Filters the device subscribed to. The reader's own.</summary>
    private readonly HashSet<string> _filters = new(StringComparer.Ordinal);

    private volatile bool _takesOwn;
    private volatile bool _takesCarried;
    private volatile bool _takesOwnProperties;
    private volatile bool _takesCarriedProperties;

    public TopicKind? KindOf(ReadOnlySpan<byte> topic) => ThingsBoardDialect.KindOf(topic);

    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => dialect.IsSafety(kind, topic, payload);

    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink)
    {
        dialect.Decode(kind, in payload, sink);
        var topic = ThingsBoardTopics.Find(payload.Topic, out _);
        if (topic == ThingsBoardTopic.Attributes)
            _attributes.Remember(payload.Bytes, isGateway: false, IsCarried);
        else if (topic == ThingsBoardTopic.GatewayAttributes)
            _attributes.Remember(payload.Bytes, isGateway: true, IsCarried);
    }

    public void Answer(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        switch (ThingsBoardTopics.Find(topic, out var request))
        {
            case ThingsBoardTopic.AttributesRequest when _filters.Contains(ThingsBoardTopics.AttributesResponses):
                Publish($"v1/devices/me/attributes/response/{Encoding.ASCII.GetString(request)}", ThingsBoardAnswers.Attributes(payload, _attributes));
                break;
            case ThingsBoardTopic.RpcRequest when _filters.Contains(ThingsBoardTopics.RpcResponses):
                Publish($"v1/devices/me/rpc/response/{Encoding.ASCII.GetString(request)}", ThingsBoardAnswers.NoCalls());
                break;
            case ThingsBoardTopic.GatewayAttributesRequest when _filters.Contains(ThingsBoardTopics.GatewayAttributesResponse):
                Publish(ThingsBoardTopics.GatewayAttributesResponse, ThingsBoardAnswers.GatewayAttributes(payload, _attributes, IsCarried));
                break;
            default:
                break; // A question whose answer nobody subscribed to, or a claim: devices are claimed in the console.
        }
    }

    public AnswerReading ReadAnswer(ReadOnlySpan<byte> topic, ReadOnlyMemory<byte> payload)
    {
        var kind = ThingsBoardTopics.Find(topic, out var request);
        var answer = ThingsBoardAnswers.Read(payload, isGateway: kind == ThingsBoardTopic.GatewayRpc);
        if (answer.Fault is { } fault)
            return AnswerReading.Refuse(device, answer.IsJson ? QuarantineReason.Shape : QuarantineReason.Malformed, fault);
        if (kind == ThingsBoardTopic.RpcResponse)
            return Match(device, int.TryParse(request, out var number) ? number : -1, answer);
        return directory.FindCarried(device.Device, answer.Device) is { } carried
            ? Match(carried, answer.Number, answer)
            : AnswerReading.Refuse(device, QuarantineReason.UnknownDevice, $"'{answer.Device}' is not enrolled as a device that '{device.Device}' carries.");
    }

    public FilterVerdict Subscribe(string filter)
    {
        switch (filter)
        {
            case ThingsBoardTopics.RpcRequests:
                _takesOwn = true;
                break;
            case ThingsBoardTopics.GatewayRpc:
                _takesCarried = true;
                break;
            case ThingsBoardTopics.Attributes:
                _takesOwnProperties = true;
                break;
            case ThingsBoardTopics.GatewayAttributes:
                _takesCarriedProperties = true;
                break;
            case ThingsBoardTopics.AttributesResponses or ThingsBoardTopics.RpcResponses or ThingsBoardTopics.GatewayAttributesResponse:
                _filters.Add(filter);
                return FilterVerdict.Granted;
            default:
                return FilterVerdict.Refused;
        }

        _filters.Add(filter);
        return FilterVerdict.TakesCommands;
    }

    public void OnSubscribed(string filter)
    {
        // Commands that wait are the desk's to send.
    }

    public bool Unsubscribe(string filter)
    {
        _takesOwn &= filter != ThingsBoardTopics.RpcRequests;
        _takesCarried &= filter != ThingsBoardTopics.GatewayRpc;
        _takesOwnProperties &= filter != ThingsBoardTopics.Attributes;
        _takesCarriedProperties &= filter != ThingsBoardTopics.GatewayAttributes;
        return _filters.Remove(filter);
    }

    public DialectMessage? CommandFor(DeviceAddress target, StoredCommand command)
    {
        if (command.Name == TwinProperties.SetCommand && Properties(target, command) is { } properties)
            return properties;
        if (target == device)
        {
            if (!_takesOwn)
                return null;
            var call = _calls.Number(target, command.Id);
            return new DialectMessage(Encoding.ASCII.GetBytes($"v1/devices/me/rpc/request/{call}"), ThingsBoardAnswers.Call(command));
        }

        if (!_takesCarried || directory.Find(target.Device) is not { } entry)
            return null;
        return new DialectMessage(Encoding.ASCII.GetBytes(ThingsBoardTopics.GatewayRpc), ThingsBoardAnswers.CallOf(entry.Alias, _calls.Number(target, command.Id), command));
    }

    /// <summary>Desired properties are ThingsBoard's shared attributes, which have no answer; null: the device did not subscribe to them, and gets them as a call.</summary>
    private DialectMessage? Properties(DeviceAddress target, StoredCommand command)
    {
        var isOwn = target == device;
        if (!(isOwn ? _takesOwnProperties : _takesCarriedProperties) || ThingsBoardAnswers.PropertiesOf(command) is not { } properties)
            return null;
        if (isOwn)
            return new DialectMessage(Encoding.ASCII.GetBytes(ThingsBoardTopics.Attributes), Encoding.UTF8.GetBytes(properties)) { EndsWithDelivery = true };
        return directory.Find(target.Device) is { } entry
            ? new DialectMessage(Encoding.ASCII.GetBytes(ThingsBoardTopics.GatewayAttributes), ThingsBoardAnswers.AttributesOf(entry.Alias, properties)) { EndsWithDelivery = true }
            : null;
    }

    private bool IsCarried(string name) => directory.FindCarried(device.Device, name) is not null;

    private AnswerReading Match(DeviceAddress target, int number, in ThingsBoardAnswer answer) =>
        _calls.Find(target, number) is { } command
            ? AnswerReading.Of(target, new CommandAnswer(command, answer.IsOk, answer.ResultJson))
            : AnswerReading.Refuse(device, QuarantineReason.Shape, $"The answer's number {number} is of no command that was sent to '{target.Device}' since it connected.");

    private void Publish(string topic, byte[] payload) => outlet.Publish(new DialectMessage(Encoding.ASCII.GetBytes(topic), payload));
}
