using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.VendorJson;

/// <summary>
/// One payload while it is read through a mapping: first the whole document is walked, so that members may stand in any order, then its items one by one. Lives on the stack.
/// </summary>
internal ref struct VendorPass(VendorMapping mapping, IDeviceFacts facts, scoped in InboundPayload payload, IDecodedSink sink)
{
    /// <summary>What the pointers of the payload under way captured; one payload is read at a time on a thread.</summary>
    [ThreadStatic]
    private static Captured[]? t_slots;

    private readonly FieldMap _map = facts.Map;
    private readonly InboundPayload _payload = payload;
    private readonly Span<Captured> _slots = Clear(mapping);
    private int _position;

    /// <summary>True when a pointer found something, in any message of the payload: a list may hold more than the profile wants.</summary>
    private bool _found;

    internal PayloadFaults Faults;

    internal void Read(JsonReaderOptions options)
    {
        ReadMessages(options);
        if (!_found && !Faults.Any)
            Faults.Add(QuarantineReason.Shape, "No pointer of the profile found a value or an event.");
    }

    private void ReadMessages(JsonReaderOptions options)
    {
        WalkDocument(mapping, _payload.Bytes, _slots, options);
        if (mapping.Item is not { } item)
        {
            Emit();
            return;
        }

        var list = _slots[mapping.ItemsSlot];
        if (list.Type == JsonTokenType.StartObject)
        {
            ReadItem(list, item, options);
            return;
        }

        if (list.Type != JsonTokenType.StartArray)
        {
            Faults.Add(QuarantineReason.Shape, $"items '{mapping.ItemsPointer}' points to no list.");
            return;
        }

        var reader = new Utf8JsonReader(_payload.Bytes.Slice(list.Start, list.Length), options);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _slots[VendorMappingDocument.MaxPointers..].Clear();
            item.Walk(ref reader, _slots, list.Start);
            if (_position < TelemetryDecoder.MaxMessages)
                Emit();
            else if (_position++ == TelemetryDecoder.MaxMessages)
                Faults.Add(QuarantineReason.Shape, $"The list holds more than {TelemetryDecoder.MaxMessages} items; those after it were not read.");
        }

        if (_position == 0)
            Faults.Add(QuarantineReason.Shape, $"items '{mapping.ItemsPointer}' points to an empty list.");
    }

    /// <summary>True when a safety event's rule holds anywhere in the payload.</summary>
    internal static bool SaysSafety(VendorMapping mapping, ReadOnlySpan<byte> bytes, JsonReaderOptions options)
    {
        var slots = Clear(mapping);
        WalkDocument(mapping, bytes, slots, options);
        if (mapping.Item is null)
            return AnySafety(mapping, bytes, slots);
        var list = slots[mapping.ItemsSlot];
        if (list.Type is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return false;
        var reader = new Utf8JsonReader(bytes.Slice(list.Start, list.Length), options);
        reader.Read();
        if (list.Type == JsonTokenType.StartObject)
        {
            mapping.Item.Walk(ref reader, slots, list.Start);
            return AnySafety(mapping, bytes, slots);
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            slots[VendorMappingDocument.MaxPointers..].Clear();
            mapping.Item.Walk(ref reader, slots, list.Start);
            if (AnySafety(mapping, bytes, slots))
                return true;
        }

        return false;
    }

    private static Span<Captured> Clear(VendorMapping mapping)
    {
        var slots = (t_slots ??= new Captured[2 * VendorMappingDocument.MaxPointers]).AsSpan(0, VendorMappingDocument.MaxPointers + mapping.ItemSlots);
        slots[..mapping.DocumentSlots].Clear();
        slots[VendorMappingDocument.MaxPointers..].Clear();
        return slots;
    }

    private static void WalkDocument(VendorMapping mapping, ReadOnlySpan<byte> bytes, Span<Captured> slots, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(bytes, options);
        reader.Read();
        mapping.Document.Walk(ref reader, slots, origin: 0);
        reader.Read(); // Throws when something follows the value.
    }

    private static bool AnySafety(VendorMapping mapping, ReadOnlySpan<byte> bytes, ReadOnlySpan<Captured> slots)
    {
        foreach (var rule in mapping.SafetyEvents)
        {
            if (Holds(rule, bytes, slots))
                return true;
        }

        return false;
    }

    private static bool Holds(EventRule rule, ReadOnlySpan<byte> bytes, ReadOnlySpan<Captured> slots)
    {
        ref readonly var found = ref slots[rule.Slot];
        if (rule.Expected is { } expected)
            return expected.Matches(in found, bytes);
        return found.Type == JsonTokenType.True || (CapturedValue.TryNumber(in found, bytes, out var number) && number != 0);
    }

    private void ReadItem(Captured extent, PointerTree item, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(_payload.Bytes.Slice(extent.Start, extent.Length), options);
        reader.Read();
        item.Walk(ref reader, _slots, extent.Start);
        Emit();
    }

    /// <summary>Hands on the message, and the events, of what the slots hold.</summary>
    private void Emit()
    {
        var position = _position++;
        if (FindDevice() is not { } device)
            return;
        var table = device == _payload.Address ? _payload.Class : ClassTable.Of(device.Class);
        var draft = MessageBuffer.NewDraft(_payload.Digest, position);
        var (state, epochMs) = ReadTime();
        draft.Date(state, epochMs);
        var scope = new FieldScope { Address = device, Class = table, Map = _map, Bytes = default };
        foreach (var rule in mapping.Values)
            Take(rule, in scope, ref draft);
        _found |= draft.Count > 0;
        draft.DropHalves(table, ref Faults);
        if (draft.Count > 0 && state != TimestampState.Unreadable)
            sink.OnTelemetry(draft.Finish(in _payload, device));
        Raise(device, table, state, epochMs);
    }

    private DeviceAddress? FindDevice()
    {
        if (mapping.DeviceSlot < 0)
            return _payload.Address;
        if (CapturedValue.Text(in _slots[mapping.DeviceSlot], _payload.Bytes) is not { } name)
        {
            Faults.Add(QuarantineReason.Shape, "The profile's pointer 'device' found no name of a device.");
            return null;
        }

        if (facts.FindCarried(_payload.Address.Device, name) is { } carried)
            return carried;
        if (name == _payload.Address.Device)
            return _payload.Address;
        if (Faults.Tells)
            Faults.Add(QuarantineReason.UnknownDevice, $"'{name}' is not enrolled as a device that '{_payload.Address.Device}' carries.");
        else
            Faults.AddUntold();
        return null;
    }

    private (TimestampState State, long EpochMs) ReadTime()
    {
        if (mapping.Time is not { } rule)
            return (TimestampState.Absent, 0);
        ref readonly var captured = ref _slots[rule.Slot];
        if (captured.Type is JsonTokenType.None or JsonTokenType.Null)
            return (TimestampState.Absent, 0);
        if (VendorTime.TryRead(rule, in captured, _payload.Bytes, out var epochMs))
            return (TimestampState.Read, epochMs);
        Faults.Add(QuarantineReason.BadTimestamp, $"The time cannot be read as {VendorTime.Name(rule)}.");
        return (TimestampState.Unreadable, 0);
    }

    private void Take(ValueRule rule, in FieldScope scope, ref MessageDraft draft)
    {
        ref readonly var captured = ref _slots[rule.Slot];
        if (captured.Type is JsonTokenType.None or JsonTokenType.Null)
            return;
        if (rule.Where is { } where && !where.Expected.Matches(in _slots[where.Slot], _payload.Bytes))
            return;
        foreach (var invalid in rule.Invalid)
        {
            if (invalid.Matches(in captured, _payload.Bytes))
            {
                _found = true; // What the profile says is no value is none, and no fault.
                return;
            }
        }

        foreach (var (written, code) in rule.Codes)
        {
            if (written.IsWrittenAs(in captured, _payload.Bytes))
            {
                FieldIntake.Take(rule.Quantity, code, in scope, ref draft, ref Faults);
                return;
            }
        }

        TakePlain(rule, in captured, in scope, ref draft);
    }

    private void TakePlain(ValueRule rule, in Captured captured, in FieldScope scope, ref MessageDraft draft)
    {
        if (rule.Codes.Count > 0)
            Faults.Add(QuarantineReason.BadValue, $"'{rule.Pointer}' holds a value that is none of the codes of the profile.");
        else if (CapturedValue.TryNumber(in captured, _payload.Bytes, out var number))
            FieldIntake.Take(rule.Quantity, rule.Convert(number), in scope, ref draft, ref Faults);
        else if (captured.Type is JsonTokenType.True or JsonTokenType.False)
            FieldIntake.Take(rule.Quantity, captured.Type == JsonTokenType.True ? 1 : 0, in scope, ref draft, ref Faults);
        else if (CapturedValue.Text(in captured, _payload.Bytes) is { } text)
            FieldIntake.Take(rule.Quantity, text, in scope, ref draft, ref Faults);
        else
            Faults.Add(QuarantineReason.BadValue, $"'{rule.Pointer}' must hold a number, a text or a boolean.");
    }

    private void Raise(DeviceAddress device, ClassTable table, TimestampState state, long epochMs)
    {
        foreach (var rule in mapping.Events)
        {
            if (!Holds(rule, _payload.Bytes, _slots))
                continue;
            if (!table.Raises(rule.Type))
            {
                Faults.Add(QuarantineReason.UnknownEvent, $"type '{rule.Type}' is not raised by class '{table.Code}', whose events are {table.EventList}.");
                continue;
            }

            _found = true;
            var (atMs, flag) = PayloadTime.Settle(state, epochMs, _payload.ReceivedAtMs);
            var id = rule.IdSlot < 0 ? null : CapturedValue.Text(in _slots[rule.IdSlot], _payload.Bytes);
            sink.OnEvent(new DecodedEvent
            {
                Address = device, AtMs = atMs, ReceivedAtMs = _payload.ReceivedAtMs, Quality = flag, Type = rule.Type, DataJson = "",
                EventId = id is { Length: > 0 and <= EventDecoder.MaxIdLength } ? id : $"{device.Device}:{rule.Type}:{atMs}",
            });
        }
    }
}
