using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.Modbus;

/// <summary>
/// Blocks of Modbus registers that a gateway device read and publishes under <c>modbus/{carrier}/up</c>: <c>{"ts":…,"unit":17,"function":3,"address":40069,"registers":"hex" or
/// […]}</c>, an array of them, or <c>{"ts":…,"reads":[…]}</c>. A unit is a device that the gateway device carries, with alias <c>17</c> or, where the block names its line,
/// <c>17@line</c>; its register profile says what the registers mean, and its carrier's does where it has none. Thread-safe.
/// </summary>
public sealed class ModbusDialect(IDeviceFacts facts) : IDialect
{
    /// <summary>Most blocks in a payload.</summary>
    public const int MaxReads = 64;

    private const int MaxScaleFactor = 10;

    /// <summary>SunSpec's "not implemented" for a scale factor.</summary>
    private const short NoScaleFactor = short.MinValue;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = TelemetryDecoder.MaxDepth };

    [ThreadStatic]
    private static ushort[]? t_words;

    /// <inheritdoc/>
    public string Code => DialectCode.Modbus;

    internal static ReadOnlySpan<byte> TopicPrefix => "modbus/"u8;

    /// <inheritdoc/>
    public TopicKind? KindOf(ReadOnlySpan<byte> topic, DeviceAddress sender) => CarrierTopic.IsUp(topic, TopicPrefix, sender) ? TopicKind.Telemetry : null;

    /// <summary>A block says nothing before its profile is read: alarms of this dialect travel with the routine until they are decoded.</summary>
    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => false;

    /// <inheritdoc/>
    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var faults = default(PayloadFaults);
        try
        {
            Read(in payload, sink, ref faults);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            faults.Add(QuarantineReason.Malformed, $"The payload is not JSON of at most {TelemetryDecoder.MaxDepth} levels: {e.Message}");
        }

        if (faults.Any)
            sink.OnQuarantine(faults.Reason, faults.Detail);
    }

    private void Read(in InboundPayload payload, IDecodedSink sink, ref PayloadFaults faults)
    {
        var reader = new Utf8JsonReader(payload.Bytes, Options);
        reader.Read();
        var (timestamp, epochMs) = (TimestampState.Absent, 0L);
        // Looking for the word first spares the usual payload, one block, a second walk.
        if (reader.TokenType == JsonTokenType.StartObject && payload.Bytes.IndexOf("\"reads\""u8) >= 0 && FindReads(payload.Bytes, out timestamp, out epochMs) is { } start)
        {
            while (reader.Read() && reader.TokenStartIndex < start)
            {
                // On to the list; what stands before it was read already.
            }

            if (timestamp == TimestampState.Unreadable)
                faults.Add(QuarantineReason.BadTimestamp, $"ts {PayloadTime.Rule}.");
            ReadList(ref reader, in payload, timestamp, epochMs, sink, ref faults);
            return;
        }

        (timestamp, epochMs) = (TimestampState.Absent, 0L);
        if (reader.TokenType == JsonTokenType.StartArray)
            ReadList(ref reader, in payload, timestamp, epochMs, sink, ref faults);
        else if (reader.TokenType == JsonTokenType.StartObject)
            ReadBlock(ref reader, in payload, timestamp, epochMs, position: 0, sink, ref faults);
        else
            faults.Add(QuarantineReason.Shape, "The payload must be a JSON object or an array of objects.");
        reader.Read(); // Throws when something follows the value.
    }

    /// <summary>Where the array <c>reads</c> begins, and the time that all of it has; null when there is none.</summary>
    private static long? FindReads(ReadOnlySpan<byte> bytes, out TimestampState timestamp, out long epochMs)
    {
        (timestamp, epochMs) = (TimestampState.Absent, 0);
        long? start = null;
        var reader = new Utf8JsonReader(bytes, Options);
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var (isTime, isReads) = (reader.ValueTextEquals("ts"u8), reader.ValueTextEquals("reads"u8));
            reader.Read();
            if (isReads && reader.TokenType == JsonTokenType.StartArray)
                start = reader.TokenStartIndex;
            if (isTime)
                timestamp = PayloadTime.Read(ref reader, out epochMs);
            else
                reader.Skip();
        }

        reader.Read(); // Throws when something follows the object.
        return start;
    }

    private void ReadList(
        ref Utf8JsonReader reader, in InboundPayload payload, TimestampState timestamp, long epochMs, IDecodedSink sink, ref PayloadFaults faults)
    {
        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            if (position < MaxReads && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadBlock(ref reader, in payload, timestamp, epochMs, position, sink, ref faults);
                continue;
            }

            reader.Skip();
            if (position <= MaxReads)
                faults.Add(QuarantineReason.Shape, position == MaxReads ? $"The payload holds more than {MaxReads} blocks; those after it were not read." : $"Block {position} must be an object.");
        }
    }

    private void ReadBlock(
        ref Utf8JsonReader reader, in InboundPayload payload, TimestampState timestamp, long epochMs, int position, IDecodedSink sink, ref PayloadFaults faults)
    {
        if (!ModbusRead.TryRead(ref reader, timestamp, epochMs, out var read, ref faults))
            return;
        if (facts.FindCarried(payload.Address.Device, read.Alias) is not { } device)
        {
            faults.Add(QuarantineReason.UnknownDevice, $"No device is enrolled with alias '{read.Alias}' behind '{payload.Address.Device}'.");
            return;
        }

        var name = facts.ProfileOf(device) is { Length: > 0 } own ? own : payload.Profile ?? "";
        if (facts.Profile(name) is not { Kind: DialectCode.Modbus } profile)
        {
            faults.Add(QuarantineReason.Shape, $"Register profile '{name}' of '{device.Device}' does not exist.");
            return;
        }

        Span<ushort> words = t_words ??= new ushort[ModbusRead.MaxWords];
        var count = read.ReadWords(payload.Bytes, words);
        if (count < 0)
        {
            faults.Add(QuarantineReason.Shape, $"registers must be hex text of whole registers or an array of numbers from {short.MinValue} to {ushort.MaxValue}, at most {ModbusRead.MaxWords}.");
            return;
        }

        var draft = DraftBuffer.NewDraft(payload.Digest, position);
        draft.Date(read.Timestamp, read.EpochMs);
        if (!ReadValues(ModbusProfile.Of(profile), in read, words[..count], device, ref draft, ref faults))
            faults.Add(QuarantineReason.Shape, $"{count} registers of function {(int)read.Table} from address {read.Address} hold none of profile '{name}'.");
        draft.DropHalves(ClassTable.Of(device.Class), ref faults);
        if (draft.Count > 0 && read.Timestamp != TimestampState.Unreadable)
            sink.OnTelemetry(draft.Finish(in payload, device));
    }

    /// <summary>Takes every register of the profile that stands whole in the block; false when there is none.</summary>
    private bool ReadValues(ModbusProfile profile, in ModbusRead read, ReadOnlySpan<ushort> words, DeviceAddress device, ref MessageDraft draft, ref PayloadFaults faults)
    {
        var scope = new FieldScope { Address = device, Class = ClassTable.Of(device.Class), Map = facts.Map, Bytes = default };
        var found = false;
        foreach (var register in profile.In(read.Table))
        {
            var at = register.Address - read.Address;
            if (at < 0 || at + register.Words > words.Length)
                continue;
            found = true;
            ReadValue(register, at, read.Address, words, in scope, ref draft, ref faults);
        }

        return found;
    }

    private static void ReadValue(
        ModbusRegister register, int at, int start, ReadOnlySpan<ushort> words, in FieldScope scope, ref MessageDraft draft, ref PayloadFaults faults)
    {
        var own = words.Slice(at, register.Words);
        if (register.Type == ModbusType.Text)
        {
            var text = TextOf(own, register.LowByteFirst);
            FieldIntake.Take(register.Quantity, register.Codes.GetValueOrDefault(text, text), in scope, ref draft, ref faults);
            return;
        }

        var raw = ModbusCodec.Join(own, register.LowWordFirst, register.LowByteFirst);
        if (register.Invalid.AsSpan().Contains(raw))
            return;
        if (!ModbusCodec.TryNumber(raw, register.Type, register.Bit, out var number))
        {
            faults.Add(QuarantineReason.BadValue, $"{register.Quantity} at address {register.Address} is not BCD: {raw:X}H.");
            return;
        }

        if (register.Codes.Count > 0)
        {
            var key = number.ToString(CultureInfo.InvariantCulture);
            FieldIntake.Take(register.Quantity, register.Codes.GetValueOrDefault(key, key), in scope, ref draft, ref faults);
            return;
        }

        if (register.ScaleFactor is { } factorAt)
        {
            if (factorAt < start || factorAt - start >= words.Length)
            {
                faults.Add(QuarantineReason.BadValue, $"{register.Quantity} needs the scale factor at address {factorAt}, which is not in the block.");
                return;
            }

            var power = (short)words[factorAt - start];
            if (power == NoScaleFactor)
                return;
            if (power is < -MaxScaleFactor or > MaxScaleFactor)
            {
                faults.Add(QuarantineReason.BadValue, $"The scale factor of {register.Quantity} is {power}; it must be {-MaxScaleFactor} to {MaxScaleFactor}.");
                return;
            }

            number = power < 0 ? number / Math.Pow(10, -power) : number * Math.Pow(10, power);
        }

        FieldIntake.Take(register.Quantity, (number * register.Scale) + register.Offset, in scope, ref draft, ref faults);
    }

    /// <summary>Two characters a register, filled up with zeros or blanks.</summary>
    private static string TextOf(ReadOnlySpan<ushort> words, bool lowByteFirst)
    {
        const int bits = 8;
        Span<byte> bytes = stackalloc byte[words.Length * 2];
        for (var i = 0; i < words.Length; i++)
            (bytes[2 * i], bytes[(2 * i) + 1]) = lowByteFirst ? ((byte)words[i], (byte)(words[i] >> bits)) : ((byte)(words[i] >> bits), (byte)words[i]);
        var end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]).TrimEnd(' ');
    }
}
