using System.Text;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// The topics one device may use, as the bytes that stand in a PUBLISH: matching is a comparison of bytes, without decoding text. Immutable.
/// </summary>
internal sealed class DeviceTopics(string telemetry, string events, string status, string command, string commandResponse)
{
    private readonly byte[] _telemetry = Encoding.UTF8.GetBytes(telemetry);
    private readonly byte[] _events = Encoding.UTF8.GetBytes(events);
    private readonly byte[] _status = Encoding.UTF8.GetBytes(status);
    private readonly byte[] _commandResponse = Encoding.UTF8.GetBytes(commandResponse);

    /// <summary>The only filter the device may subscribe to.</summary>
    internal string Command { get; } = command;

    internal byte[] CommandUtf8 { get; } = Encoding.UTF8.GetBytes(command);

    internal string Telemetry { get; } = telemetry;

    /// <summary>What the device may publish under this topic, or null when it is not its own. The most frequent topic is asked first.</summary>
    internal TopicKind? Match(ReadOnlySpan<byte> topic)
    {
        if (topic.SequenceEqual(_telemetry))
            return TopicKind.Telemetry;
        if (topic.SequenceEqual(_events))
            return TopicKind.Event;
        if (topic.SequenceEqual(_status))
            return TopicKind.Status;
        return topic.SequenceEqual(_commandResponse) ? TopicKind.CommandResponse : null;
    }
}
