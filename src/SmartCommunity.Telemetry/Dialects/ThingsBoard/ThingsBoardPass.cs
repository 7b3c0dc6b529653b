using System.Buffers;
using System.Text;
using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.ThingsBoard;

/// <summary>One payload of ThingsBoard's API while it is read. Lives on the stack; every method leaves the reader on the end of what it read.</summary>
internal ref struct ThingsBoardPass(IDeviceFacts facts, scoped in InboundPayload payload, IDecodedSink sink)
{
    private readonly IDeviceFacts _facts = facts;
    private readonly FieldMap _map = facts.Map;
    private readonly InboundPayload _payload = payload;
    private readonly IDecodedSink _sink = sink;
    private DeviceAddress _device = payload.Address;
    private ClassTable _class = payload.Class;
    private int _position;

    /// <summary>Events of the message under way; they wait for its timestamp, which may come last.</summary>
    private List<PendingEvent>? _events;

    private TimestampState _timestamp;
    private long _epochMs;

    internal PayloadFaults Faults;

    /// <summary>Properties of the message under way, as members of a JSON object.</summary>
    private StringBuilder? _properties;

    /// <summary>True for attributes: what is no quantity and no event of the class is a property that the device reports.</summary>
    internal bool AreAttributes { get; set; }

    /// <summary>Hands on what a payload that broke off had said already, then its faults.</summary>
    internal void End()
    {
        RaiseEvents();
        if (Faults.Any)
            _sink.OnQuarantine(Faults.Reason, Faults.Detail);
    }

    /// <summary>Reads <c>{"A":[…],"B":[…]}</c>.</summary>
    internal void ReadDevices(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            Faults.Add(QuarantineReason.Shape, "The payload must be an object of device names.");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (Find(name))
                ReadMessages(ref reader);
            else
                reader.Skip();
        }
    }

    /// <summary>Reads <c>{"device":"A"}</c>.</summary>
    internal void ReadPresence(ref Utf8JsonReader reader, bool online)
    {
        string? name = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isDevice = reader.ValueTextEquals("device"u8);
                reader.Read();
                if (isDevice && reader.TokenType == JsonTokenType.String)
                    name = reader.GetString();
                reader.Skip();
            }
        }
        else
        {
            reader.Skip();
        }

        if (name is null)
            Faults.Add(QuarantineReason.Shape, "The payload must be an object with the text 'device', the name of a device.");
        else if (Find(name))
            _sink.OnStatus(_device, online);
    }

    /// <summary>Reads one message or an array of them.</summary>
    internal void ReadMessages(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadMessage(ref reader);
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        ReadMessage(ref reader);
                        continue;
                    }

                    reader.Skip();
                    Faults.Add(QuarantineReason.Shape, "Every item of an array must be an object.");
                }

                break;
            default:
                reader.Skip();
                Faults.Add(QuarantineReason.Shape, "The values must be an object or an array of objects.");
                break;
        }
    }

    private bool Find(string name)
    {
        if (_facts.FindCarried(_payload.Address.Device, name) is { } found)
        {
            (_device, _class) = (found, ClassTable.Of(found.Class));
            return true;
        }

        if (!Faults.Tells)
            Faults.AddUntold();
        else
            Faults.Add(QuarantineReason.UnknownDevice, $"'{name}' is not enrolled as a device that '{_payload.Address.Device}' carries.");
        return false;
    }

    private void ReadMessage(ref Utf8JsonReader reader)
    {
        if (_position == TelemetryDecoder.MaxMessages)
            Faults.Add(QuarantineReason.Shape, $"The payload holds more than {TelemetryDecoder.MaxMessages} messages; those after it were not read.");
        if (_position++ >= TelemetryDecoder.MaxMessages)
        {
            reader.Skip();
            return;
        }

        (_timestamp, _epochMs) = (TimestampState.Absent, 0);
        var wasFaulty = Faults.Any;
        var draft = MessageBuffer.NewDraft(_payload.Digest, _position - 1);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadMember(ref reader, ref draft);
        draft.Date(_timestamp, _epochMs);
        if (draft.Count == 0 && _events is null or { Count: 0 } && !AreAttributes && !wasFaulty && !Faults.Any)
            Faults.Add(QuarantineReason.Shape, "The message holds no value.");
        draft.DropHalves(ClassTable.Of(_device.Class), ref Faults);
        if (draft.Count > 0 && _timestamp != TimestampState.Unreadable)
            _sink.OnTelemetry(draft.Finish(in _payload, _device));
        if (_properties is { } properties)
            (_events ??= []).Add(new PendingEvent(TwinProperties.ReportedEvent, $"{_device.Device}:{TwinProperties.ReportedEvent}:{_payload.ReceivedAtMs}:{_position}", properties.Append('}').ToString()));
        _properties = null;
        RaiseEvents();
    }

    private void ReadMember(ref Utf8JsonReader reader, ref MessageDraft draft)
    {
        if (reader.ValueTextEquals("ts"u8))
        {
            reader.Read();
            _timestamp = PayloadTime.Read(ref reader, out _epochMs);
            if (_timestamp == TimestampState.Unreadable)
                Faults.Add(QuarantineReason.BadTimestamp, $"ts {PayloadTime.Rule}.");
            return;
        }

        if (reader.ValueTextEquals("values"u8))
        {
            var ahead = reader;
            ahead.Read();
            if (ahead.TokenType == JsonTokenType.StartObject)
            {
                reader = ahead;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    ReadField(ref reader, ref draft);
                return;
            }
        }

        ReadField(ref reader, ref draft);
    }

    private void ReadField(ref Utf8JsonReader reader, ref MessageDraft draft)
    {
        var (isOwn, type) = Meaning(in reader);
        var ahead = reader;
        ahead.Read();
        if (type is not null)
            ReadEvent(ahead, type, isOwn);
        if (!isOwn && (type is not null || AreAttributes))
        {
            SkipMember(ref reader, isProperty: type is null);
            return;
        }

        var scope = new FieldScope { Address = _device, Class = _class, Map = _map, Bytes = _payload.Bytes };
        if (ahead.TokenType != JsonTokenType.String)
        {
            FieldIntake.ReadMember(ref reader, in scope, ref draft, ref Faults);
            return;
        }

        // ThingsBoard casts text to numbers; so do we.
        var field = reader.GetString()!;
        reader = ahead;
        FieldIntake.Take(field, reader.GetString()!, in scope, ref draft, ref Faults);
    }

    private void SkipMember(ref Utf8JsonReader reader, bool isProperty)
    {
        const int quotes = 2;
        var start = (int)reader.TokenStartIndex;
        var name = _payload.Bytes.Slice(start, reader.ValueSpan.Length + quotes);
        reader.Read();
        start = (int)reader.TokenStartIndex;
        reader.Skip();
        if (!isProperty)
            return;
        _properties = _properties is null ? new StringBuilder("{") : _properties.Append(',');
        _properties.Append(Encoding.UTF8.GetString(name)).Append(':').Append(Encoding.UTF8.GetString(_payload.Bytes[start..(int)reader.BytesConsumed]));
    }

    /// <summary>Whether the name the reader stands on is a quantity of the class, and the event type that it is.</summary>
    private readonly (bool IsOwn, string? Event) Meaning(in Utf8JsonReader reader)
    {
        Span<char> buffer = stackalloc char[Identifier.MaxLength];
        if (reader.ValueIsEscaped || Ascii.ToUtf16(reader.ValueSpan, buffer, out var length) != OperationStatus.Done)
            return (_map(_device, reader.GetString()!) is { } mapping && IsOwn(mapping.Quantity), null);
        ReadOnlySpan<char> name = buffer[..length];
        var index = QuantityCatalogue.Default.IndexOf(name);
        var isOwn = index >= 0 ? _class.Reports(index) : AreAttributes && _map(_device, name.ToString()) is { } known && IsOwn(known.Quantity);
        return (isOwn, ThingsBoardEvents.Find(name, _class));
    }

    private readonly bool IsOwn(string quantity) => QuantityCatalogue.Default.IndexOf(quantity) is >= 0 and var index && _class.Reports(index);

    private void ReadEvent(Utf8JsonReader value, string type, bool isQuantity)
    {
        if (isQuantity && StandingValues.AreSaidBy(type))
            return; // The rise of the value is the event: a device that repeats it says nothing new.
        if (!ThingsBoardEvents.Happened(in value, isQuantity))
        {
            if (value.TokenType == JsonTokenType.StartArray)
                Faults.Add(QuarantineReason.BadValue, $"'{type}' is an event; its value must be true, its id or an object.");
            return;
        }

        string? id = null, data = null;
        if (value.TokenType == JsonTokenType.String)
            id = value.GetString();
        if (id is { Length: > EventDecoder.MaxIdLength })
        {
            Faults.Add(QuarantineReason.Shape, $"The id of '{type}' has {id.Length} characters, more than the limit of {EventDecoder.MaxIdLength}.");
            id = null;
        }

        if (value.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)value.TokenStartIndex;
            value.Skip();
            data = Encoding.UTF8.GetString(_payload.Bytes[start..(int)value.BytesConsumed]);
        }

        (_events ??= []).Add(new PendingEvent(type, id, data));
    }

    private readonly void RaiseEvents()
    {
        foreach (var (type, id, data) in _events ?? [])
        {
            var (atMs, flag) = PayloadTime.Settle(_timestamp, _epochMs, _payload.ReceivedAtMs);
            _sink.OnEvent(new DecodedEvent
            {
                Address = _device, AtMs = atMs, ReceivedAtMs = _payload.ReceivedAtMs, Quality = flag, EventId = id ?? $"{_device.Device}:{type}:{atMs}", Type = type, DataJson = data ?? "",
            });
        }

        _events?.Clear();
    }

    private readonly record struct PendingEvent(string Type, string? Id, string? Data);
}
