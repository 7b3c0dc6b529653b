using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Fleet;

/// <summary>Payloads of the native dialect. Reuses its memory; not thread-safe.</summary>
internal sealed class PayloadWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary><c>{"ts":…,"boot":…,"seq":…,"v":{…}}</c>; an enumeration is written as its code's number, as its DTDL value schema says.</summary>
    internal byte[] Telemetry(long atMs, long boot, long seq, IReadOnlyList<(Quantity Quantity, double Value)> values)
    {
        using var writer = Begin();
        writer.WriteNumber("ts", atMs);
        writer.WriteNumber("boot", boot);
        writer.WriteNumber("seq", seq);
        writer.WriteStartObject("v");
        foreach (var (quantity, value) in values)
        {
            if (quantity.Kind == QuantityKind.Boolean)
                writer.WriteBoolean(quantity.Name, value != 0);
            else
                writer.WriteNumber(quantity.Name, value);
        }

        writer.WriteEndObject();
        return End(writer);
    }

    /// <summary><c>{"ts":…,"id":…,"type":…,"data":{"simulated":true,…}}</c>; what really happened is in the truth file and nowhere else.</summary>
    internal byte[] Event(string device, Incident incident, long atMs)
    {
        using var writer = Begin();
        writer.WriteNumber("ts", atMs);
        writer.WriteString("id", $"{device}-{incident.AtMs}");
        writer.WriteString("type", incident.Type);
        writer.WriteStartObject("data");
        writer.WriteBoolean("simulated", true);
        foreach (var field in incident.Fields)
            Write(writer, field);
        writer.WriteEndObject();
        return End(writer);
    }

    /// <summary>Several messages as one array payload.</summary>
    internal static byte[] Join(IReadOnlyList<byte[]> messages)
    {
        if (messages.Count == 1)
            return messages[0];
        var joined = new byte[messages.Sum(m => m.Length) + messages.Count + 1];
        var position = 0;
        foreach (var message in messages)
        {
            joined[position] = position == 0 ? (byte)'[' : (byte)',';
            message.CopyTo(joined, position + 1);
            position += message.Length + 1;
        }

        joined[position] = (byte)']';
        return joined;
    }

    private static void Write(Utf8JsonWriter writer, EventField field)
    {
        if (field.Text is { } text)
            writer.WriteString(field.Name, text);
        else if (field.Number is { } number)
            writer.WriteNumber(field.Name, number);
        else
            writer.WriteBoolean(field.Name, field.Flag ?? throw new UnreachableException($"Field '{field.Name}' has no value."));
    }

    private Utf8JsonWriter Begin()
    {
        _buffer.ResetWrittenCount();
        var writer = new Utf8JsonWriter(_buffer);
        writer.WriteStartObject();
        return writer;
    }

    private byte[] End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }
}
