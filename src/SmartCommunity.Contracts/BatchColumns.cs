using Google.Protobuf;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Contracts;

/// <summary>
/// A received <see cref="Uplink.Batch"/> that was checked and made ready to walk: absolute times, and where each message's values begin.
/// Every index in it is inside its dictionary. Immutable after reading; safe to share between threads.
/// </summary>
public sealed class BatchColumns
{
    private BatchColumns(Batch batch, long[] atMs, long[] receivedAtMs, int[] valueStart)
    {
        Batch = batch;
        AtMs = atMs;
        ReceivedAtMs = receivedAtMs;
        ValueStart = valueStart;
    }

    /// <summary>The batch as it came.</summary>
    public Batch Batch { get; }

    /// <summary>When each message was measured, epoch milliseconds.</summary>
    public long[] AtMs { get; }

    /// <summary>When the gateway received each message, epoch milliseconds.</summary>
    public long[] ReceivedAtMs { get; }

    /// <summary>Position of each message's first value; one more entry at the end.</summary>
    public int[] ValueStart { get; }

    /// <summary>Telemetry messages in the batch.</summary>
    public int Messages => AtMs.Length;

    /// <summary>Items the batch stands for: what its sequences count.</summary>
    public long Items =>
        Messages + Batch.Events.Count + Batch.Statuses.Count + Batch.Quarantined.Count + Batch.CommandReports.Count
        + Batch.Losses.Sum(static l => l.Count);

    /// <summary>Reads and checks the bytes of a frame; null and the fault when they are no consistent batch.</summary>
    public static BatchColumns? Read(ReadOnlySpan<byte> bytes, out string fault)
    {
        Batch batch;
        try
        {
            batch = Batch.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            fault = $"batch is no Batch message: {e.Message}";
            return null;
        }

        fault = FaultOf(batch);
        if (fault.Length > 0)
            return null;
        return Of(batch);
    }

    /// <summary>A batch that this process made, and that is consistent by construction.</summary>
    public static BatchColumns Of(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var valueStart = new int[batch.Device.Count + 1];
        for (var i = 0; i < batch.ValueCount.Count; i++)
            valueStart[i + 1] = valueStart[i] + (int)batch.ValueCount[i];
        return new BatchColumns(batch, Absolute(batch.AtMs), Absolute(batch.ReceivedAtMs), valueStart);
    }

    /// <summary>The same of a batch whose columns of times and numbers of values are empty, and stand beside it as the properties have them.</summary>
    public static BatchColumns Of(Batch batch, long[] atMs, long[] receivedAtMs, int[] valueStart) => new(batch, atMs, receivedAtMs, valueStart);

    private static long[] Absolute(Google.Protobuf.Collections.RepeatedField<long> differences)
    {
        var absolute = new long[differences.Count];
        var value = 0L;
        for (var i = 0; i < absolute.Length; i++)
            absolute[i] = value += differences[i];
        return absolute;
    }

    private static string FaultOf(Batch batch)
    {
        var messages = batch.Device.Count;
        if (batch.AtMs.Count != messages || batch.ReceivedAtMs.Count != messages || batch.Quality.Count != messages || batch.ValueCount.Count != messages)
            return $"message columns differ in length: device {messages}, at_ms {batch.AtMs.Count}, received_at_ms {batch.ReceivedAtMs.Count}, "
                + $"quality {batch.Quality.Count}, value_count {batch.ValueCount.Count}";
        if (!IsAbsentOr(batch.Boot.Count, messages) || !IsAbsentOr(batch.Seq.Count, messages))
            return $"boot {batch.Boot.Count} and seq {batch.Seq.Count} must be empty or hold {messages} entries";
        var values = 0L;
        for (var i = 0; i < messages; i++)
            values += batch.ValueCount[i];
        if (values != batch.Value.Count || batch.Quantity.Count != batch.Value.Count)
            return $"value columns differ in length: value {batch.Value.Count}, quantity {batch.Quantity.Count}, sum of value_count {values}";
        return IndexFault(batch);
    }

    private static bool IsAbsentOr(int count, int messages) => count == 0 || count == messages;

    private static string IndexFault(Batch batch)
    {
        // By index: the fields' enumerators are objects, and most batches of a log are one message.
        for (var i = 0; i < batch.Quantity.Count; i++)
        {
            if (batch.Quantity[i] >= batch.Quantities.Count)
                return $"quantity {batch.Quantity[i]} is not in the dictionary of {batch.Quantities.Count}";
        }

        var last = 0u;
        for (var i = 0; i < batch.Device.Count; i++)
            last = Math.Max(last, batch.Device[i]);
        for (var i = 0; i < batch.Events.Count; i++)
            last = Math.Max(last, batch.Events[i].Device);
        for (var i = 0; i < batch.Statuses.Count; i++)
            last = Math.Max(last, batch.Statuses[i].Device);
        for (var i = 0; i < batch.Quarantined.Count; i++)
            last = Math.Max(last, batch.Quarantined[i].Device);
        var isUsed = batch.Device.Count + batch.Events.Count + batch.Statuses.Count + batch.Quarantined.Count > 0;
        return isUsed && last >= batch.Devices.Count ? $"a device index is not in the dictionary of {batch.Devices.Count}" : "";
    }
}
