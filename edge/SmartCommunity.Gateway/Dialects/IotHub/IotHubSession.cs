using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.IotHub;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects.IotHub;

/// <summary>
/// Azure IoT Hub's dialect on one connection. A command is a direct method where the device listens to methods, else a cloud-to-device message, which ends when it is acknowledged;
/// desired properties come as the twin's patch, with the versions the cloud gives them.
/// </summary>
internal sealed class IotHubSession(IotHubDialect dialect, DeviceAddress device, TwinFile twins, IDialectOutlet outlet) : IDialectSession
{
    /// <summary>Subscriptions the hub grants a device: devicebound, twin responses, desired changes, methods, and one to spare.</summary>
    private const int MaxSubscriptions = 5;

    private const int Ok = 200, NoContent = 204, FirstFailure = 300, BadRequest = 400, ServerError = 500;

    private readonly IotHubTopics _topics = new(device.Device);

    /// <summary>Protects _filters and _methods: commands come from another thread.</summary>
    private readonly Lock _gate = new();
    private readonly HashSet<string> _filters = new(StringComparer.Ordinal);

    /// <summary>Commands by the request id of their method call.</summary>
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);
    private int _lastRequest;

    /// <summary>The hub closes a connection that publishes with QoS 2.</summary>
    public bool AcceptsQos2 => false;

    public TopicKind? KindOf(ReadOnlySpan<byte> topic) => _topics.KindOf(topic);

    /// <summary>A Last Will is on the events topic and says that the device is gone.</summary>
    public TopicKind? WillKindOf(ReadOnlySpan<byte> topic) => _topics.KindOf(topic) == TopicKind.Telemetry ? TopicKind.Status : null;

    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => dialect.IsSafety(kind, topic, payload);

    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink)
    {
        dialect.Decode(kind, in payload, _topics, sink);
        if (kind == TopicKind.Event)
            AnswerReport(IotHubTopics.RequestIdOf(payload.Topic) ?? "", payload.Bytes);
    }

    public void Answer(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        var request = IotHubTopics.RequestIdOf(topic) ?? "";
        var twin = twins.Find(device.Device);
        var body = new JsonObject
        {
            ["desired"] = WithVersion(twin.DesiredJson, twin.DesiredVersion), ["reported"] = WithVersion(twin.ReportedJson, twin.ReportedVersion),
        };
        outlet.Publish(Response(Ok, request, version: null, body));
    }

    public AnswerReading ReadAnswer(ReadOnlySpan<byte> topic, ReadOnlyMemory<byte> payload)
    {
        if (IotHubTopics.ResultOf(topic) is not var (status, request))
            return AnswerReading.Refuse(device, QuarantineReason.Topic, "The topic of a method's result is $iothub/methods/res/{status}/?$rid={request id}.");
        string? command;
        lock (_gate)
            _methods.Remove(request, out command);
        if (command is null)
            return AnswerReading.Refuse(device, QuarantineReason.Shape, $"$rid '{request}' names no method call of this connection.");
        if (payload.Length > 0 && !CommandAnswer.IsJson(Encoding.UTF8.GetString(payload.Span)))
            return AnswerReading.Refuse(device, QuarantineReason.Malformed, "The result of a method must be JSON.");
        var result = payload.Length > 0 ? Encoding.UTF8.GetString(payload.Span) : "null";
        var isOk = status is >= Ok and < FirstFailure;
        return AnswerReading.Of(device, new CommandAnswer(command, isOk, isOk ? result : $$"""{"status":{{status}},"payload":{{result}}}"""));
    }

    public FilterVerdict Subscribe(string filter)
    {
        lock (_gate)
        {
            if (filter != IotHubTopics.TwinResponses && filter != IotHubTopics.DesiredChanges && filter != IotHubTopics.Methods && filter != _topics.CloudToDevice)
                return FilterVerdict.Refused;
            if (_filters.Count >= MaxSubscriptions && !_filters.Contains(filter))
                return FilterVerdict.Refused;
            _filters.Add(filter);
            return filter == IotHubTopics.TwinResponses ? FilterVerdict.Granted : FilterVerdict.TakesCommands;
        }
    }

    public void OnSubscribed(string filter)
    {
        // A device asks for its twin itself.
    }

    public bool Unsubscribe(string filter)
    {
        lock (_gate)
            return _filters.Remove(filter);
    }

    public DialectMessage? CommandFor(DeviceAddress target, StoredCommand command)
    {
        lock (_gate)
        {
            if (command.Name == TwinProperties.SetCommand)
                return _filters.Contains(IotHubTopics.DesiredChanges) ? DesiredPatch(command) : null;
            if (_filters.Contains(IotHubTopics.Methods))
                return MethodCall_NeedsLock(command);
            return _filters.Contains(_topics.CloudToDevice) ? ToDevice(command) : null;
        }
    }

    private DialectMessage MethodCall_NeedsLock(StoredCommand command)
    {
        var request = (++_lastRequest).ToString("x", CultureInfo.InvariantCulture);
        _methods[request] = command.Id;
        return new DialectMessage(Encoding.UTF8.GetBytes($"$iothub/methods/POST/{command.Name}/?$rid={request}"), Arguments(command));
    }

    private DialectMessage ToDevice(StoredCommand command)
    {
        var bag = $"$.mid={Uri.EscapeDataString(command.Id)}&$.to={Uri.EscapeDataString($"/devices/{device.Device}/messages/devicebound")}&method={Uri.EscapeDataString(command.Name)}";
        return new DialectMessage(Encoding.UTF8.GetBytes(_topics.CloudToDevice[..^1] + bag), Arguments(command)) { EndsWithDelivery = true };
    }

    private DialectMessage? DesiredPatch(StoredCommand command)
    {
        if (JsonNode.Parse(command.ArgsJson) is not JsonObject args || args["properties"] is not JsonObject properties || args["version"]?.GetValue<long>() is not { } version)
            return null;
        JsonObject patch = [];
        twins.Change(device.Device, twin =>
        {
            patch = TwinPatch.Between((JsonObject)JsonNode.Parse(twin.DesiredJson)!, properties);
            return twin with { DesiredJson = properties.ToJsonString(), DesiredVersion = version };
        });
        patch["$version"] = version;
        var topic = string.Create(CultureInfo.InvariantCulture, $"$iothub/twin/PATCH/properties/desired/?$version={version}");
        return new DialectMessage(Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(patch.ToJsonString())) { EndsWithDelivery = true };
    }

    /// <summary>The hub's answer to a report; a good one leaves when the report is on disk.</summary>
    private void AnswerReport(string request, ReadOnlySpan<byte> patch)
    {
        if (IotHubDialect.ReportFault(patch) is { } fault)
        {
            outlet.Publish(Response(BadRequest, request, version: null, new JsonObject { ["message"] = fault }));
            return;
        }

        try
        {
            var change = (JsonObject)JsonNode.Parse(patch)!;
            var twin = twins.Change(device.Device, before => before with
            {
                ReportedJson = TwinPatch.Apply((JsonObject)JsonNode.Parse(before.ReportedJson)!, change).ToJsonString(), ReportedVersion = before.ReportedVersion + 1,
            });
            outlet.PublishWhenStored(Response(NoContent, request, twin.ReportedVersion, body: null));
        }
        catch (SqliteException)
        {
            outlet.Publish(Response(ServerError, request, version: null, new JsonObject { ["message"] = "The gateway cannot write; report again." }));
        }
        catch (ArgumentException e)
        {
            // A property twice in one object: JSON by its grammar, but no document.
            outlet.Publish(Response(BadRequest, request, version: null, new JsonObject { ["message"] = e.Message }));
        }
    }

    private static DialectMessage Response(int status, string request, long? version, JsonObject? body)
    {
        var topic = string.Create(CultureInfo.InvariantCulture, $"$iothub/twin/res/{status}/?$rid={Uri.EscapeDataString(request)}");
        if (version is { } number)
            topic += string.Create(CultureInfo.InvariantCulture, $"&$version={number}");
        return new DialectMessage(Encoding.UTF8.GetBytes(topic), body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    private static JsonObject WithVersion(string json, long version)
    {
        var document = (JsonObject)JsonNode.Parse(json)!;
        document["$version"] = version;
        return document;
    }

    private static byte[] Arguments(StoredCommand command) => Encoding.UTF8.GetBytes(command.ArgsJson.Length == 0 ? "{}" : command.ArgsJson);
}
