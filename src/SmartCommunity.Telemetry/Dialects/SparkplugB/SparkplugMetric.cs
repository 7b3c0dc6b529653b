namespace SmartCommunity.Telemetry.Dialects.SparkplugB;

/// <summary>Datatypes of Sparkplug B that can be a value here; the numbers stand on the wire.</summary>
public enum SparkplugType
{
    Unknown = 0,
    Int8 = 1,
    Int16 = 2,
    Int32 = 3,
    Int64 = 4,
    UInt8 = 5,
    UInt16 = 6,
    UInt32 = 7,
    UInt64 = 8,
    Float = 9,
    Double = 10,
    Boolean = 11,
    String = 12,

    /// <summary>Epoch milliseconds.</summary>
    DateTime = 13,

    /// <summary>Text of any length.</summary>
    Text = 14,
}

/// <summary>Field numbers of the payload and of a metric in <c>sparkplug_b.proto</c>.</summary>
internal static class SparkplugField
{
    internal const int PayloadTimestamp = 1;
    internal const int PayloadMetric = 2;
    internal const int PayloadSeq = 3;

    internal const int Name = 1;
    internal const int Alias = 2;
    internal const int Timestamp = 3;
    internal const int DataType = 4;
    internal const int IsHistorical = 5;
    internal const int IsNull = 7;
    internal const int Int = 10;
    internal const int Long = 11;
    internal const int Float = 12;
    internal const int Double = 13;
    internal const int Boolean = 14;
    internal const int Text = 15;
}

/// <summary>One metric as it stands on the wire; points into the payload.</summary>
internal ref struct SparkplugMetric
{
    internal ReadOnlySpan<byte> Name;
    internal ReadOnlySpan<byte> Text;
    internal ulong? Alias;
    internal ulong? Timestamp;
    internal SparkplugType Type;
    internal bool IsNull;

    /// <summary>Which of the value fields is set, 0 for none that is read here.</summary>
    internal int ValueField;
    internal ulong Bits;

    internal readonly bool IsTrue => ValueField == SparkplugField.Boolean && Bits != 0 && !IsNull;

    internal static bool TryRead(ReadOnlySpan<byte> bytes, out SparkplugMetric metric)
    {
        metric = default;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case SparkplugField.Name when reader.IsBytes:
                    metric.Name = reader.Bytes;
                    break;
                case SparkplugField.Alias:
                    metric.Alias = reader.Number;
                    break;
                case SparkplugField.Timestamp:
                    metric.Timestamp = reader.Number;
                    break;
                case SparkplugField.DataType:
                    metric.Type = reader.Number <= (int)SparkplugType.Text ? (SparkplugType)reader.Number : SparkplugType.Unknown;
                    break;
                case SparkplugField.IsNull:
                    metric.IsNull = reader.Number != 0;
                    break;
                case SparkplugField.Text when reader.IsBytes:
                    metric.Text = reader.Bytes;
                    metric.ValueField = SparkplugField.Text;
                    break;
                case >= SparkplugField.Int and <= SparkplugField.Boolean when !reader.IsBytes:
                    metric.Bits = reader.Number;
                    metric.ValueField = reader.Field;
                    break;
            }
        }

        return !reader.IsBroken;
    }

    /// <summary>
    /// The value as a number. Signed integers travel as two's complement in unsigned fields, so an integer without a datatype cannot be told: false.
    /// </summary>
    internal readonly bool TryNumber(SparkplugType type, out double number)
    {
        number = ValueField switch
        {
            SparkplugField.Float => BitConverter.UInt32BitsToSingle((uint)Bits),
            SparkplugField.Double => BitConverter.UInt64BitsToDouble(Bits),
            SparkplugField.Boolean => Bits != 0 ? 1 : 0,
            _ => type switch
            {
                SparkplugType.Int8 => (sbyte)Bits,
                SparkplugType.Int16 => (short)Bits,
                SparkplugType.Int32 => (int)Bits,
                SparkplugType.Int64 => (long)Bits,
                SparkplugType.UInt8 => (byte)Bits,
                SparkplugType.UInt16 => (ushort)Bits,
                SparkplugType.UInt32 => (uint)Bits,
                SparkplugType.Boolean => Bits != 0 ? 1 : 0,
                _ => Bits,
            },
        };
        return ValueField is SparkplugField.Float or SparkplugField.Double or SparkplugField.Boolean
            || (ValueField is SparkplugField.Int or SparkplugField.Long && type is not (SparkplugType.Unknown or SparkplugType.String or SparkplugType.Text));
    }
}

/// <summary>The payload around the metrics, read once before them: they may stand behind or before it.</summary>
internal readonly record struct SparkplugHeader(bool IsWhole, ulong? Timestamp, ulong? Seq, int Metrics)
{
    internal static SparkplugHeader Read(ReadOnlySpan<byte> payload)
    {
        ulong? timestamp = null, seq = null;
        var metrics = 0;
        var reader = new ProtoReader(payload);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case SparkplugField.PayloadTimestamp:
                    timestamp = reader.Number;
                    break;
                case SparkplugField.PayloadSeq:
                    seq = reader.Number;
                    break;
                case SparkplugField.PayloadMetric:
                    metrics++;
                    break;
            }
        }

        return new SparkplugHeader(!reader.IsBroken, timestamp, seq, metrics);
    }
}
