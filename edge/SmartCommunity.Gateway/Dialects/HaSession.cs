using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Dialects.HomeAssistant;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// A carrier that announces itself by Home Assistant's discovery. Its topics are its own affair, so any is accepted; what they mean is in its configs, which are kept over its
/// connections and over restarts. Commands go to the entity they concern and end when its state shows them.
/// </summary>
internal sealed class HaSession : IDialectSession
{
    private const string StatusTopic = "homeassistant/status";

    /// <summary>Most filters of a connection: a node of a hundred switches.</summary>
    private const int MaxFilters = 128;

    // Protects _configs and _filters: commands come from other threads.
    private readonly Lock _gate = new();
    private readonly HaDialect _dialect;
    private readonly DeviceAddress _carrier;
    private readonly IDeviceFacts _facts;
    private readonly IDialectOutlet _outlet;
    private readonly HaConfigs _configs = new();
    private readonly List<string> _filters = [];
    private readonly PendingCommands<(string ObjectId, string State, double? Number)> _commands = new();

    internal HaSession(HaDialect dialect, DeviceAddress carrier, IDeviceFacts facts, IDialectOutlet outlet, DiscoveryFile file, ILogger logger)
    {
        (_dialect, _carrier, _facts, _outlet) = (dialect, carrier, facts, outlet);
        var faults = default(PayloadFaults);
        foreach (var (topic, payload) in file.Of(carrier.Device))
        {
            if (HaConfigTopic.Parse(topic) is { } parsed)
                _configs.Put(parsed, topic, payload, ref faults); // Its faults were told when it came.
        }

        _configs.Changed = (topic, payload) => Keep(file, logger, topic, payload);
    }

    public TopicKind? KindOf(ReadOnlySpan<byte> topic) => topic.StartsWith("fc/"u8) || topic.StartsWith("$"u8) ? null : TopicKind.Telemetry;

    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => _configs.Find(topic) is { } known && _dialect.IsSafety(known, payload, _carrier);

    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink)
    {
        lock (_gate)
            _dialect.Decode(in payload, sink, _configs);
        if (!_commands.IsEmpty && _configs.Find(payload.Topic) is { } topic)
            EndCommands(topic, payload.Bytes);
    }

    public void Answer(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        // Discovery asks nothing.
    }

    public AnswerReading ReadAnswer(ReadOnlySpan<byte> topic, ReadOnlyMemory<byte> payload) =>
        AnswerReading.Refuse(_carrier, QuarantineReason.Topic, "States answer commands; there is no topic for answers.");

    public IReadOnlyList<AnswerReading> TakeAnswers() => _commands.Take();

    public FilterVerdict Subscribe(string filter)
    {
        if (TopicFilter.Covers(filter, StatusTopic) && filter.StartsWith("homeassistant", StringComparison.Ordinal))
            return FilterVerdict.Granted;
        lock (_gate)
        {
            if (filter.StartsWith("fc/", StringComparison.Ordinal) || filter.StartsWith('$') || _filters.Count >= MaxFilters)
                return FilterVerdict.Refused;
            if (!_filters.Contains(filter))
                _filters.Add(filter);
            return FilterVerdict.TakesCommands;
        }
    }

    public void OnSubscribed(string filter)
    {
        // Tells nodes that wait for it to publish their configs and states again.
        if (TopicFilter.Covers(filter, StatusTopic))
            _outlet.Publish(new DialectMessage(Encoding.UTF8.GetBytes(StatusTopic), "online"u8.ToArray()) { IsRetained = true });
    }

    public bool Unsubscribe(string filter)
    {
        lock (_gate)
            return _filters.Remove(filter) || TopicFilter.Covers(filter, StatusTopic);
    }

    public DialectMessage? CommandFor(DeviceAddress target, StoredCommand command)
    {
        var arguments = CommandArguments.Read(command.ArgsJson);
        lock (_gate)
        {
            var entity = EntityFor(target, command.Name, arguments);
            if (entity?.CommandTopic is not { } topic || arguments.Find(a => a.Name != "entity") is not { Name: not null } argument)
            {
                _commands.Refuse(target, command.Id, $"No entity of '{target.Device}' takes '{command.Name}'.");
                return null;
            }

            if (!_filters.Exists(f => TopicFilter.Covers(f, topic)))
                return null; // Not subscribed yet: the command waits.
            if (Say(entity, argument) is not { } said)
            {
                _commands.Refuse(target, command.Id, $"Argument '{argument.Name}' does not fit entity '{entity.ObjectId}'.");
                return null;
            }

            var message = new DialectMessage(Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(said.Payload));
            if (entity.StateTopic is null)
                return message with { EndsWithDelivery = true }; // Nobody will tell more.
            _commands.Await(target, command.Id, (entity.ObjectId, said.State, said.Number));
            return message;
        }
    }

    /// <summary>The entity that is named, else the one whose quantity is an argument's or in the command's name, else the only one there is.</summary>
    private HaEntity? EntityFor(DeviceAddress target, string command, List<CommandArgument> arguments)
    {
        List<HaEntity> entities = [.. _configs.Entities.Where(e => e.CommandTopic is not null && e.Resolve(_facts, _carrier)?.Device == target)];
        if (arguments.Find(a => a.Name == "entity").Text is { } named)
            return entities.Find(e => e.ObjectId == named);
        return entities.Find(e => e.Resolve(_facts, _carrier) is { Quantity: { } quantity }
                && (arguments.Exists(a => a.Name == quantity) || command.Equals("set" + quantity, StringComparison.OrdinalIgnoreCase)))
            ?? (entities.Count == 1 ? entities[0] : null);
    }

    private static (string Payload, string State, double? Number)? Say(HaEntity entity, CommandArgument argument)
    {
        if (!entity.IsBinary)
        {
            const double percent = 100;
            if (argument.Number is not { } number)
                return null;
            if (entity.BrightnessScale > 0)
                number = Math.Round(number / percent * entity.BrightnessScale);
            var text = number.ToString(CultureInfo.InvariantCulture);
            return (text, text, number);
        }

        bool? isOn = argument.Truth ?? argument.Text switch
        {
            "on" or "ON" => true,
            "off" or "OFF" => false,
            // A relay that is closed lets current through; a valve that is open lets water through.
            "closed" => entity.Component != HaComponent.Valve,
            "open" => entity.Component == HaComponent.Valve,
            _ => null,
        };
        return isOn is { } on ? (on ? entity.CommandOn : entity.CommandOff, on ? entity.On : entity.Off, null) : null;
    }

    private void EndCommands(HaTopic topic, ReadOnlySpan<byte> payload)
    {
        foreach (var entity in topic.States)
        {
            if (!entity.Template.TryRead(payload, out var value) || value.IsMissing)
                continue;
            var (text, number) = (Encoding.UTF8.GetString(value.Text), value.TryNumber(out var read) ? read : (double?)null);
            _commands.Answer((target, awaited) =>
                awaited.ObjectId == entity.ObjectId && entity.Resolve(_facts, _carrier)?.Device == target
                && (awaited.Number is { } wanted ? number == wanted : text.Equals(awaited.State, StringComparison.OrdinalIgnoreCase))
                    ? (true, "")
                    : null);
        }
    }

    private void Keep(DiscoveryFile file, ILogger logger, string topic, ReadOnlyMemory<byte> payload)
    {
        try
        {
            file.Put(_carrier.Device, topic, payload);
        }
        catch (SqliteException error)
        {
            DialectLog.NotKept(logger, _carrier.Device, topic, error);
        }
    }
}

internal static partial class DialectLog
{
    [LoggerMessage(1420, LogLevel.Error, "The discovery config {Topic} of {Carrier} could not be written; it is lost with the next restart unless the device sends it again.")]
    internal static partial void NotKept(ILogger logger, string carrier, string topic, Exception error);

    [LoggerMessage(1421, LogLevel.Warning, "The discovery configs of {Carrier}, which is no longer enrolled, could not be deleted.")]
    internal static partial void NotForgotten(ILogger logger, string carrier, Exception error);
}
