using System.Text;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// The native topics of one device, as the bytes that stand in a PUBLISH: matching is a comparison of bytes, without decoding text. Immutable.
/// </summary>
internal sealed class DeviceTopics(DeviceAddress device)
{
    private readonly byte[] _telemetry = Utf8(device, TopicKind.Telemetry);
    private readonly byte[] _events = Utf8(device, TopicKind.Event);
    private readonly byte[] _status = Utf8(device, TopicKind.Status);
    private readonly byte[] _commandResponse = Utf8(device, TopicKind.CommandResponse);
    private readonly byte[] _reenroll = Utf8(device, TopicKind.Request);

    /// <summary>The filter under which commands come.</summary>
    internal string Command { get; } = new NativeTopic(device, TopicKind.Command).ToString();

    /// <summary>The filter under which answers to a re-enrolment come.</summary>
    internal string ReenrollResponse { get; } = $"{NativeTopic.Prefix}{device}/{NativeTopic.ReenrollResponse}";

    internal byte[] ReenrollResponseUtf8 { get; } = Encoding.UTF8.GetBytes($"{NativeTopic.Prefix}{device}/{NativeTopic.ReenrollResponse}");

    internal byte[] CommandUtf8 { get; } = Utf8(device, TopicKind.Command);

    /// <summary>What the device may publish under this topic, or null when it is not its own. The most frequent topic is asked first.</summary>
    internal TopicKind? Match(ReadOnlySpan<byte> topic)
    {
        if (topic.SequenceEqual(_telemetry))
            return TopicKind.Telemetry;
        if (topic.SequenceEqual(_events))
            return TopicKind.Event;
        if (topic.SequenceEqual(_status))
            return TopicKind.Status;
        if (topic.SequenceEqual(_commandResponse))
            return TopicKind.CommandResponse;
        return topic.SequenceEqual(_reenroll) ? TopicKind.Request : null;
    }

    private static byte[] Utf8(DeviceAddress device, TopicKind kind) => Encoding.UTF8.GetBytes(new NativeTopic(device, kind).ToString());
}
