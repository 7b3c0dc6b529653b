using SmartCommunity.Gateway.Commands;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>What a device may do with a topic filter it asked for.</summary>
internal enum FilterVerdict
{
    Refused,

    /// <summary>Granted; nothing waits for it.</summary>
    Granted,

    /// <summary>Granted, and from now on commands reach the device.</summary>
    TakesCommands,
}

/// <summary>A message of the gateway to a device, before it is framed.</summary>
internal readonly record struct DialectMessage(byte[] Topic, byte[] Payload)
{
    /// <summary>A command to which the dialect has no answer: it has succeeded when the device acknowledged it.</summary>
    internal bool EndsWithDelivery { get; init; }

    /// <summary>It stood there before the device asked for it.</summary>
    internal bool IsRetained { get; init; }
}

/// <summary>The way back to one connection. Thread-safe; never waits. Messages leave in order, with QoS 0.</summary>
internal interface IDialectOutlet
{
    /// <summary>Queues a message; one beyond the connection's bound is dropped and counted.</summary>
    void Publish(in DialectMessage message);

    /// <summary>Queues a message that leaves when what is being decoded is on disk, and never when it is not. Called while decoding.</summary>
    void PublishWhenStored(in DialectMessage message);
}

/// <summary>
/// One dialect on one connection: which topics the device owns, what its payloads mean, what it is told. Holds what the dialect must remember while the connection lasts
/// (names learned from births, questions under way). Everything but <see cref="CommandFor"/> belongs to the connection's reader; nothing here throws for what a device sent.
/// </summary>
internal interface IDialectSession
{
    /// <summary>What the device may publish under this topic, or null when it is not its own. Called for every PUBLISH: no allocation.</summary>
    TopicKind? KindOf(ReadOnlySpan<byte> topic);

    /// <summary>What a Last Will on this topic is, or null when it may not be there.</summary>
    TopicKind? WillKindOf(ReadOnlySpan<byte> topic) => KindOf(topic);

    /// <summary>False when the dialect knows no QoS 2: a PUBLISH with it ends the connection.</summary>
    bool AcceptsQos2 => true;

    /// <summary>True when the payload says a safety event; asked before the rate limit.</summary>
    bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload);

    /// <summary>Decodes telemetry, events and status.</summary>
    void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink);

    /// <summary>Answers a question (<see cref="TopicKind.Request"/>) through the outlet.</summary>
    void Answer(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload);

    /// <summary>Reads the answer to a command (<see cref="TopicKind.CommandResponse"/>).</summary>
    AnswerReading ReadAnswer(ReadOnlySpan<byte> topic, ReadOnlyMemory<byte> payload);

    /// <summary>Answers to commands that the payload decoded last held, for dialects that answer with data. Each is handed out once.</summary>
    IReadOnlyList<AnswerReading> TakeAnswers() => [];

    /// <summary>Decides about a SUBSCRIBE.</summary>
    FilterVerdict Subscribe(string filter);

    /// <summary>The SUBACK that granted the filter left: what the dialect says first can go out now.</summary>
    void OnSubscribed(string filter);

    /// <summary>The device no longer wants the filter; false when it never had it.</summary>
    bool Unsubscribe(string filter);

    /// <summary>A command as the dialect says it to the device or to one that it carries; null when it cannot be said now. Thread-safe.</summary>
    DialectMessage? CommandFor(DeviceAddress target, StoredCommand command);
}

/// <summary>The answer to a command as read: which device answers what, or why it cannot be read.</summary>
internal readonly record struct AnswerReading(DeviceAddress Device, CommandAnswer Answer, string? Reason, string Fault)
{
    internal static AnswerReading Of(DeviceAddress device, CommandAnswer answer) => new(device, answer, Reason: null, "");

    /// <summary>Not an answer: goes to quarantine with this reason.</summary>
    internal static AnswerReading Refuse(DeviceAddress device, string reason, string fault) => new(device, default, reason, fault);
}
