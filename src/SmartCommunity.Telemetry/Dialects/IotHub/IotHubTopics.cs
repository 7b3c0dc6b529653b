using System.Text;

namespace SmartCommunity.Telemetry.Dialects.IotHub;

/// <summary>
/// The topics of Azure IoT Hub's MQTT interface (api-version 2021-04-12) as one device uses them. Matching compares bytes. Immutable.
/// </summary>
public sealed class IotHubTopics(string device)
{
    /// <summary>Filter of the answers to twin questions.</summary>
    public const string TwinResponses = "$iothub/twin/res/#";

    /// <summary>Filter of changes of desired properties.</summary>
    public const string DesiredChanges = "$iothub/twin/PATCH/properties/desired/#";

    /// <summary>Filter of direct methods.</summary>
    public const string Methods = "$iothub/methods/POST/#";

    private readonly byte[] _events = Encoding.UTF8.GetBytes($"devices/{device}/messages/events/");

    /// <summary>Filter of cloud-to-device messages.</summary>
    public string CloudToDevice { get; } = $"devices/{device}/messages/devicebound/#";

    private static ReadOnlySpan<byte> TwinGet => "$iothub/twin/GET/"u8;

    private static ReadOnlySpan<byte> TwinReport => "$iothub/twin/PATCH/properties/reported/"u8;

    private static ReadOnlySpan<byte> MethodResult => "$iothub/methods/res/"u8;

    /// <summary>What the device may publish under a topic, or null. Reported properties travel as an event, see <see cref="TwinProperties"/>.</summary>
    public TopicKind? KindOf(ReadOnlySpan<byte> topic)
    {
        if (topic.StartsWith(_events) || topic.SequenceEqual(_events.AsSpan(0, _events.Length - 1)))
            return TopicKind.Telemetry;
        if (topic.StartsWith(TwinReport))
            return TopicKind.Event;
        if (topic.StartsWith(TwinGet))
            return TopicKind.Request;
        return topic.StartsWith(MethodResult) ? TopicKind.CommandResponse : null;
    }

    /// <summary>The property bag of a message's topic.</summary>
    public ReadOnlySpan<byte> BagOf(ReadOnlySpan<byte> topic) => topic.Length <= _events.Length ? default : topic[_events.Length..];

    /// <summary>The request id of a twin question or report: its <c>$rid</c>; null when there is none.</summary>
    public static string? RequestIdOf(ReadOnlySpan<byte> topic) => PropertyBag.Find(topic[(topic.LastIndexOf((byte)'/') + 1)..], "$rid");

    /// <summary>Status and request id in the topic of a method's result, <c>$iothub/methods/res/{status}/?$rid={id}</c>.</summary>
    public static (int Status, string RequestId)? ResultOf(ReadOnlySpan<byte> topic)
    {
        var rest = topic[MethodResult.Length..];
        var slash = rest.IndexOf((byte)'/');
        return slash > 0 && System.Buffers.Text.Utf8Parser.TryParse(rest[..slash], out int status, out var used) && used == slash && RequestIdOf(topic) is { } id
            ? (status, id)
            : null;
    }
}
