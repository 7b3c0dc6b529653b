using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.Modbus;

/// <summary>One block read as a gateway device publishes it, before its registers are looked at.</summary>
internal struct ModbusRead
{
    /// <summary>Most registers of a block; Modbus itself allows 125 in one answer, gateways join several.</summary>
    internal const int MaxWords = 1024;

    private const int MaxUnit = 255;

    /// <summary>Longest name of a line.</summary>
    private const int MaxLine = 64;

    private int _start;
    private int _end;

    internal TimestampState Timestamp { get; private set; }

    internal long EpochMs { get; private set; }

    internal int Unit { get; private set; }

    /// <summary>Name of the line where units of several lines have the same number; null: none.</summary>
    internal string? Line { get; private set; }

    internal ModbusTable Table { get; private set; }

    internal int Address { get; private set; }

    internal readonly string Alias => Line is null ? Unit.ToString(System.Globalization.CultureInfo.InvariantCulture) : $"{Unit}@{Line}";

    /// <summary>Reads one object; the reader stands on its start and ends on its end. False when it is no block; the fault is added.</summary>
    internal static bool TryRead(ref Utf8JsonReader reader, TimestampState timestamp, long epochMs, out ModbusRead read, ref PayloadFaults faults)
    {
        read = new ModbusRead { Timestamp = timestamp, EpochMs = epochMs, Unit = -1, Address = -1 };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            read.ReadMember(ref reader, ref faults);
        string? fault = null;
        if (read.Unit is < 0 or > MaxUnit)
            fault = $"unit must be a whole number from 0 to {MaxUnit}.";
        else if (!Enum.IsDefined(read.Table))
            fault = "function must be 1 (coils), 2 (discrete inputs), 3 (holding registers) or 4 (input registers).";
        else if (read.Address is < 0 or > ushort.MaxValue)
            fault = $"address must be a whole number from 0 to {ushort.MaxValue}.";
        else if (read._end == 0)
            fault = "registers is missing: hex text or an array of numbers.";
        if (fault is not null)
            faults.Add(QuarantineReason.Shape, fault);
        return fault is null;
    }

    /// <summary>The registers (coils as 0 and 1); negative when they cannot be read.</summary>
    internal readonly int ReadWords(ReadOnlySpan<byte> payload, Span<ushort> words)
    {
        var reader = new Utf8JsonReader(payload[_start.._end]);
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? FromHex(reader.ValueSpan, words) : FromArray(ref reader, words);
    }

    private void ReadMember(ref Utf8JsonReader reader, ref PayloadFaults faults)
    {
        if (reader.ValueTextEquals("ts"u8))
        {
            reader.Read();
            Timestamp = PayloadTime.Read(ref reader, out var epochMs);
            EpochMs = epochMs;
            if (Timestamp == TimestampState.Unreadable)
                faults.Add(QuarantineReason.BadTimestamp, $"ts {PayloadTime.Rule}.");
        }
        else if (reader.ValueTextEquals("unit"u8))
        {
            Unit = Whole(ref reader);
        }
        else if (reader.ValueTextEquals("function"u8))
        {
            Table = (ModbusTable)Whole(ref reader);
        }
        else if (reader.ValueTextEquals("address"u8))
        {
            Address = Whole(ref reader);
        }
        else if (reader.ValueTextEquals("line"u8))
        {
            reader.Read();
            Line = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length is > 0 and <= MaxLine ? reader.GetString() : null;
            reader.Skip();
        }
        else
        {
            var isRegisters = reader.ValueTextEquals("registers"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var isList = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.String;
            reader.Skip();
            if (isRegisters && isList)
                (_start, _end) = (start, (int)reader.BytesConsumed);
        }
    }

    private static int Whole(ref Utf8JsonReader reader)
    {
        reader.Read();
        var number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var whole) ? whole : -1;
        reader.Skip();
        return number;
    }

    private readonly int FromHex(ReadOnlySpan<byte> text, Span<ushort> words)
    {
        Span<byte> bytes = stackalloc byte[MaxWords * sizeof(ushort)];
        if (text.Length > bytes.Length * 3 || !HexText.TryRead(text.Length / 2 <= bytes.Length ? text : default, bytes, out var count, out _))
            return -1;
        const int bitsPerByte = 8;
        if (Table is ModbusTable.Coil or ModbusTable.Discrete)
        {
            // As in the answer itself: the first coil is the lowest bit of the first byte.
            var coils = Math.Min(count * bitsPerByte, words.Length);
            for (var i = 0; i < coils; i++)
                words[i] = (ushort)((bytes[i / bitsPerByte] >> (i % bitsPerByte)) & 1);
            return coils;
        }

        if (count % sizeof(ushort) != 0)
            return -1;
        for (var i = 0; i < count / sizeof(ushort); i++)
            words[i] = (ushort)((bytes[2 * i] << bitsPerByte) | bytes[(2 * i) + 1]);
        return count / sizeof(ushort);
    }

    private static int FromArray(ref Utf8JsonReader reader, Span<ushort> words)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == words.Length)
                return -1;
            switch (reader.TokenType)
            {
                case JsonTokenType.Number when reader.TryGetInt32(out var word) && word is >= short.MinValue and <= ushort.MaxValue:
                    words[count++] = unchecked((ushort)word);
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    words[count++] = (ushort)(reader.TokenType == JsonTokenType.True ? 1 : 0);
                    break;
                default:
                    return -1;
            }
        }

        return count;
    }
}
