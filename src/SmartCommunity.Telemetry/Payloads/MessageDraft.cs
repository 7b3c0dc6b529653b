using System.Text.Json;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>One telemetry message while it is being read; members may come in any order.</summary>
internal ref struct MessageDraft(Span<DecodedValue> buffer, ulong digest)
{
    private readonly Span<DecodedValue> _values = buffer;
    private readonly ulong _digest = digest;
    private long _epochMs;
    private long _boot = DecodedMessage.None;
    private long _seq = DecodedMessage.None;
    private Quality _verdict = Quality.Good;

    internal int Count { get; private set; }

    internal bool SawValues { get; set; }

    internal TimestampState Timestamp { get; private set; } = TimestampState.Absent;

    /// <summary>Sets the time of a dialect that tells it outside the message.</summary>
    internal void Date(TimestampState state, long epochMs) => (Timestamp, _epochMs) = (state, epochMs);

    /// <summary>Reads a member other than <c>v</c>; the reader stands on its name.</summary>
    internal void ReadMember(ref Utf8JsonReader reader, ref PayloadFaults faults)
    {
        if (reader.ValueTextEquals("ts"u8))
        {
            reader.Read();
            Timestamp = PayloadTime.Read(ref reader, out _epochMs);
            if (Timestamp == TimestampState.Unreadable)
                faults.Add(QuarantineReason.BadTimestamp, $"ts {PayloadTime.Rule}.");
        }
        else if (reader.ValueTextEquals("seq"u8))
        {
            ReadCounter(ref reader, "seq", ref _seq, ref faults);
        }
        else if (reader.ValueTextEquals("boot"u8))
        {
            ReadCounter(ref reader, "boot", ref _boot, ref faults);
        }
        else if (reader.ValueTextEquals("q"u8))
        {
            ReadVerdict(ref reader, ref faults);
        }
        else
        {
            reader.Skip();
            faults.Add(QuarantineReason.Shape, "The message holds a member other than ts, boot, seq, q and v.");
        }
    }

    internal void Add(int quantityIndex, double value, ref PayloadFaults faults)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_values[i].QuantityIndex == quantityIndex)
            {
                faults.Add(QuarantineReason.BadValue, $"'{QuantityCatalogue.Default.All[quantityIndex].Name}' is given twice; the first value counts.");
                return;
            }
        }

        if (Count == _values.Length)
            faults.Add(QuarantineReason.Shape, $"The message holds more than {_values.Length} values; those after it were not read.");
        else
            _values[Count++] = new DecodedValue(quantityIndex, value);
    }

    /// <summary>Drops every value whose partner is not in the message: half an observation would be read as a whole one.</summary>
    internal void DropHalves(ClassTable table, ref PayloadFaults faults)
    {
        var kept = 0;
        var whole = _values[..Count];
        Span<bool> isHalf = stackalloc bool[TelemetryDecoder.MaxValues];
        for (var i = 0; i < whole.Length; i++)
            isHalf[i] = table.PartnerOf(whole[i].QuantityIndex) is >= 0 and var partner && !Holds(whole, partner);
        for (var i = 0; i < whole.Length; i++)
        {
            if (!isHalf[i])
            {
                whole[kept++] = whole[i];
                continue;
            }

            var quantity = QuantityCatalogue.Default.All[whole[i].QuantityIndex];
            faults.Add(QuarantineReason.Incomplete, $"'{quantity.Name}' came without a good '{quantity.PairedWith}'; they are one observation.");
        }

        Count = kept;
    }

    private static bool Holds(ReadOnlySpan<DecodedValue> values, int quantityIndex)
    {
        foreach (var value in values)
        {
            if (value.QuantityIndex == quantityIndex)
                return true;
        }

        return false;
    }

    internal readonly DecodedMessage Finish(in InboundPayload payload) => Finish(in payload, payload.Address);

    /// <summary>The message of a device that the sender carries.</summary>
    internal readonly DecodedMessage Finish(in InboundPayload payload, DeviceAddress device)
    {
        var (atMs, flag) = PayloadTime.Settle(Timestamp, _epochMs, payload.ReceivedAtMs);
        return new DecodedMessage
        {
            Address = device,
            AtMs = atMs,
            ReceivedAtMs = payload.ReceivedAtMs,
            Quality = _verdict | flag,
            Boot = _boot,
            Seq = _seq,
            Values = _values[..Count],
            Digest = _digest,
            DigestIdentifies = payload.Duplicate || Timestamp == TimestampState.Read,
        };
    }

    private static void ReadCounter(ref Utf8JsonReader reader, string member, ref long counter, ref PayloadFaults faults)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0)
        {
            counter = number;
            return;
        }

        faults.Add(QuarantineReason.Shape, $"{member} must be a whole number from 0 to {long.MaxValue}.");
        reader.Skip();
    }

    private void ReadVerdict(ref Utf8JsonReader reader, ref PayloadFaults faults)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.ValueTextEquals("good"u8))
            {
                _verdict = Quality.Good;
                return;
            }

            if (reader.ValueTextEquals("bad"u8))
            {
                _verdict = Quality.Bad;
                return;
            }

            if (reader.ValueTextEquals("uncertain"u8))
            {
                _verdict = Quality.Uncertain;
                return;
            }
        }

        // A verdict that cannot be read is doubt, not trust.
        _verdict = Quality.Uncertain;
        faults.Add(QuarantineReason.Shape, "q must be good, uncertain or bad.");
        reader.Skip();
    }
}
