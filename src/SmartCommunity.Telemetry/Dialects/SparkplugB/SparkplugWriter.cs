using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SmartCommunity.Telemetry.Dialects.SparkplugB;

/// <summary>A metric to write. A null value is written as <c>is_null</c>.</summary>
public sealed record SparkplugValue(string? Name, SparkplugType Type, object? Value)
{
    /// <summary>Stands for the name in later messages; null: none.</summary>
    public ulong? Alias { get; init; }

    /// <summary>Epoch milliseconds; null: the payload's counts.</summary>
    public ulong? Timestamp { get; init; }

    /// <summary>The value was kept while the node was offline.</summary>
    public bool IsHistorical { get; init; }

    /// <summary>Leaves the datatype out, as messages after a birth may.</summary>
    public bool HidesType { get; init; }
}

/// <summary>Writes Sparkplug B payloads: commands of the host, and what an edge node sends in tests and simulations. Pure.</summary>
public static class SparkplugWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;
    private const int WireBits = 3;

    /// <summary>A payload; commands and deaths have no seq.</summary>
    public static byte[] Write(long timestampMs, int? seq, params ReadOnlySpan<SparkplugValue> metrics)
    {
        using var payload = new MemoryStream();
        Number(payload, SparkplugField.PayloadTimestamp, (ulong)timestampMs);
        foreach (var metric in metrics)
        {
            using var inner = new MemoryStream();
            Write(inner, metric);
            Bytes(payload, SparkplugField.PayloadMetric, inner.ToArray());
        }

        if (seq is { } number)
            Number(payload, SparkplugField.PayloadSeq, (ulong)number);
        return payload.ToArray();
    }

    private static void Write(MemoryStream target, SparkplugValue metric)
    {
        if (metric.Name is not null)
            Bytes(target, SparkplugField.Name, Encoding.UTF8.GetBytes(metric.Name));
        if (metric.Alias is { } alias)
            Number(target, SparkplugField.Alias, alias);
        if (metric.Timestamp is { } timestamp)
            Number(target, SparkplugField.Timestamp, timestamp);
        if (!metric.HidesType)
            Number(target, SparkplugField.DataType, (ulong)metric.Type);
        if (metric.IsHistorical)
            Number(target, SparkplugField.IsHistorical, 1);
        if (metric.Value is null)
            Number(target, SparkplugField.IsNull, 1);
        else
            WriteValue(target, metric.Type, metric.Value);
    }

    private static void WriteValue(MemoryStream target, SparkplugType type, object value)
    {
        Span<byte> eight = stackalloc byte[sizeof(ulong)];
        switch (type)
        {
            case SparkplugType.Float:
                Key(target, SparkplugField.Float, Fixed32);
                BinaryPrimitives.WriteSingleLittleEndian(eight, Convert.ToSingle(value, CultureInfo.InvariantCulture));
                target.Write(eight[..sizeof(float)]);
                break;
            case SparkplugType.Double:
                Key(target, SparkplugField.Double, Fixed64);
                BinaryPrimitives.WriteDoubleLittleEndian(eight, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                target.Write(eight);
                break;
            case SparkplugType.Boolean:
                Number(target, SparkplugField.Boolean, Convert.ToBoolean(value, CultureInfo.InvariantCulture) ? 1UL : 0);
                break;
            case SparkplugType.String or SparkplugType.Text:
                Bytes(target, SparkplugField.Text, Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!));
                break;
            case SparkplugType.UInt64:
                Number(target, SparkplugField.Long, Convert.ToUInt64(value, CultureInfo.InvariantCulture));
                break;
            case SparkplugType.Int64 or SparkplugType.DateTime:
                Number(target, SparkplugField.Long, unchecked((ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture)));
                break;
            case SparkplugType.UInt32:
                Number(target, SparkplugField.Int, Convert.ToUInt32(value, CultureInfo.InvariantCulture));
                break;
            default:
                // Signed integers of up to 32 bits are two's complement in the unsigned field.
                Number(target, SparkplugField.Int, unchecked((uint)Convert.ToInt32(value, CultureInfo.InvariantCulture)));
                break;
        }
    }

    private static void Number(MemoryStream target, int field, ulong value)
    {
        Key(target, field, Varint);
        WriteVarint(target, value);
    }

    private static void Bytes(MemoryStream target, int field, ReadOnlySpan<byte> value)
    {
        Key(target, field, Delimited);
        WriteVarint(target, (ulong)value.Length);
        target.Write(value);
    }

    private static void Key(MemoryStream target, int field, int wire) => WriteVarint(target, (ulong)((field << WireBits) | wire));

    private static void WriteVarint(MemoryStream target, ulong value)
    {
        const int bits = 7;
        for (; value >= 0x80; value >>= bits)
            target.WriteByte((byte)(value | 0x80));
        target.WriteByte((byte)value);
    }
}
