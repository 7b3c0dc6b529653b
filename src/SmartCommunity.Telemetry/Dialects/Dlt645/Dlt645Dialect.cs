using System.Buffers;
using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.Dlt645;

/// <summary>
/// DL/T 645-2007 frames that a concentrator forwards under <c>dlt645/{concentrator}/up</c>: hex text, one or several frames, with or without blanks and wake-ups, or
/// <c>{"ts":…,"frames":["68…"]}</c>. The meters are devices that the concentrator carries, each under its 12-digit address. Thread-safe.
/// </summary>
public sealed class Dlt645Dialect(IDeviceFacts facts) : IDialect
{
    /// <summary>Most frames in a payload; a concentrator that forwards more sends several payloads.</summary>
    public const int MaxFrames = 256;

    private const int ReadFunction = 0x11;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = TelemetryDecoder.MaxDepth };

    /// <summary>Sees every whole frame; true: it is an answer somebody waited for, so it is no fault when it holds no quantity.</summary>
    internal delegate bool FrameTaker(scoped in Dlt645Frame frame);

    /// <inheritdoc/>
    public string Code => DialectCode.Dlt645;

    internal static ReadOnlySpan<byte> TopicPrefix => "dlt645/"u8;

    /// <inheritdoc/>
    public TopicKind? KindOf(ReadOnlySpan<byte> topic, DeviceAddress sender) => CarrierTopic.IsUp(topic, TopicPrefix, sender) ? TopicKind.Telemetry : null;

    /// <summary>Meters raise no safety events.</summary>
    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => false;

    /// <inheritdoc/>
    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink) => Decode(in payload, sink, taker: null);

    internal void Decode(in InboundPayload payload, IDecodedSink sink, FrameTaker? taker)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var run = new Run { Sink = sink, Taker = taker };
        var faults = default(PayloadFaults);
        var text = payload.Bytes.TrimStart(" \t\r\n"u8);
        try
        {
            if (text.StartsWith("{"u8))
                ReadJson(in payload, ref run, ref faults);
            else
                ReadHex(text, in payload, ref run, ref faults);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            faults.Add(QuarantineReason.Malformed, $"The payload is not JSON of at most {TelemetryDecoder.MaxDepth} levels: {e.Message}");
        }

        if (run.Frames == 0 && !faults.Any)
            faults.Add(QuarantineReason.Shape, "The payload holds no frame.");
        if (faults.Any)
            sink.OnQuarantine(faults.Reason, faults.Detail);
    }

    private void ReadJson(in InboundPayload payload, ref Run run, ref PayloadFaults faults)
    {
        // The time may stand behind the frames it dates.
        var dated = new Utf8JsonReader(payload.Bytes, Options);
        for (dated.Read(); dated.Read() && dated.TokenType == JsonTokenType.PropertyName;)
        {
            var isTime = dated.ValueTextEquals("ts"u8);
            dated.Read();
            if (isTime)
                run.Timestamp = PayloadTime.Read(ref dated, out run.EpochMs);
            else
                dated.Skip();
        }

        dated.Read(); // Throws when something follows the object.
        if (run.Timestamp == TimestampState.Unreadable)
            faults.Add(QuarantineReason.BadTimestamp, $"ts {PayloadTime.Rule}.");
        var reader = new Utf8JsonReader(payload.Bytes, Options);
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var isFrames = reader.ValueTextEquals("frames"u8);
            reader.Read();
            if (!isFrames || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.String)
                    ReadHex(reader.ValueSpan, in payload, ref run, ref faults);
                else
                    faults.Add(QuarantineReason.Shape, "frames must be an array of strings.");
                reader.Skip();
            }
        }
    }

    private void ReadHex(ReadOnlySpan<byte> text, in InboundPayload payload, ref Run run, ref PayloadFaults faults)
    {
        var rented = ArrayPool<byte>.Shared.Rent((text.Length / 2) + 1);
        try
        {
            if (!HexText.TryRead(text, rented, out var count, out var at))
                faults.Add(QuarantineReason.Malformed, $"Character {at + 1} of the hex text is no hexadecimal digit, or the last byte has one digit.");
            else
                ReadFrames(rented.AsSpan(0, count), in payload, ref run, ref faults);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void ReadFrames(ReadOnlySpan<byte> bytes, in InboundPayload payload, ref Run run, ref PayloadFaults faults)
    {
        for (var rest = bytes.TrimStart(Dlt645Frame.WakeUp); !rest.IsEmpty; rest = rest.TrimStart(Dlt645Frame.WakeUp))
        {
            if (++run.Frames > MaxFrames)
            {
                faults.Add(QuarantineReason.Shape, $"The payload holds more than {MaxFrames} frames; those after it were not read.");
                return;
            }

            var fault = Dlt645Frame.Read(rest, out var frame, out var length);
            if (fault == Dlt645Fault.None)
            {
                ReadFrame(in frame, in payload, ref run, ref faults);
                rest = rest[length..];
                continue;
            }

            if (faults.Tells)
                faults.Add(QuarantineReason.Malformed, $"Frame {run.Frames}: {Sentence(fault)}");
            else
                faults.AddUntold();
            var next = rest[1..].IndexOf(Dlt645Frame.Start);
            rest = next < 0 ? default : rest[(1 + next)..];
        }
    }

    private void ReadFrame(in Dlt645Frame frame, in InboundPayload payload, ref Run run, ref PayloadFaults faults)
    {
        var unheard = default(PayloadFaults);
        ref var heard = ref (run.Taker?.Invoke(in frame) == true ? ref unheard : ref faults);
        if (frame.Address() is not { } meter)
            heard.Add(QuarantineReason.Shape, "A meter's address is not made of digits.");
        else if (facts.FindCarried(payload.Address.Device, meter) is not { } device)
            heard.Add(QuarantineReason.UnknownDevice, $"No device is enrolled with alias '{meter}' behind '{payload.Address.Device}'.");
        else if (!frame.IsAnswer || frame.Function != ReadFunction)
            heard.Add(QuarantineReason.Shape, $"Meter {meter}: control code {frame.Control:X2}H is no answer to a read (91H, B1H or D1H).");
        else if (frame.IsError)
            heard.Add(QuarantineReason.Shape, $"Meter {meter} answers an error, code {(frame.DataLength > 0 ? frame.Data(0) : 0):X2}H.");
        else if (!frame.HasIdentifier)
            heard.Add(QuarantineReason.Shape, $"Meter {meter}: the answer has no data identifier.");
        else if (!Dlt645Item.All.TryGetValue(frame.Identifier, out var item))
            heard.Add(QuarantineReason.UnknownQuantity, $"Meter {meter}: data identifier {Dlt645Item.Name(frame.Identifier)} is not read.");
        else
            ReadValues(in frame, item, device, in payload, ref run, ref heard);
    }

    private void ReadValues(in Dlt645Frame frame, Dlt645Item item, DeviceAddress device, in InboundPayload payload, ref Run run, ref PayloadFaults faults)
    {
        var bytes = frame.DataLength - Dlt645Frame.IdentifierBytes;
        var count = bytes / item.ValueBytes;
        if (count == 0 || count * item.ValueBytes != bytes || (count > 1 && !item.IsBlock))
        {
            faults.Add(QuarantineReason.Shape, $"Data identifier {Dlt645Item.Name(item.Identifier)} with {bytes} bytes; it must have {item.ValueBytes}{(item.IsBlock ? " or a multiple" : "")}.");
            return;
        }

        var draft = DraftBuffer.NewDraft(payload.Digest, run.Frames);
        draft.Date(run.Timestamp, run.EpochMs);
        var scope = new FieldScope { Address = device, Class = ClassTable.Of(device.Class), Map = facts.Map, Bytes = default };
        for (var i = 0; i < Math.Min(count, item.Fields.Length); i++)
        {
            if (item.Fields[i].Length == 0)
                continue;
            var outcome = Dlt645Bcd.Read(in frame, Dlt645Frame.IdentifierBytes + (i * item.ValueBytes), item, out var value);
            if (outcome == BcdOutcome.Read)
                FieldIntake.Take(item.Fields[i], value, in scope, ref draft, ref faults);
            else if (outcome == BcdOutcome.NotDigits)
                faults.Add(QuarantineReason.BadValue, $"{item.Fields[i]} of data identifier {Dlt645Item.Name(item.Identifier)} is not made of digits.");
        }

        if (draft.Count > 0 && run.Timestamp != TimestampState.Unreadable)
            run.Sink.OnTelemetry(draft.Finish(in payload, device));
    }

    private static string Sentence(Dlt645Fault fault) => fault switch
    {
        Dlt645Fault.CutOff => "it is cut off.",
        Dlt645Fault.TooLong => $"it claims more than {Dlt645Frame.MaxData} bytes of data.",
        Dlt645Fault.Checksum => "its checksum is wrong.",
        Dlt645Fault.NoEnd => "it does not end with 16H.",
        _ => "it does not begin with 68H, six bytes of address and 68H.",
    };

    /// <summary>What is known and counted while one payload is read.</summary>
    private ref struct Run
    {
        internal required IDecodedSink Sink;
        internal required FrameTaker? Taker;
        internal TimestampState Timestamp;
        internal long EpochMs;
        internal int Frames;
    }
}
