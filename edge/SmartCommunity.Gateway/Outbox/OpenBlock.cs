using System.Diagnostics;
using Google.Protobuf;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// The columnar builder of one block. Its columns keep their capacity from block to block, so that appending a message allocates nothing.
/// Not thread-safe: under the lane's lock while open, the writer thread's own once taken.
/// </summary>
internal sealed class OpenBlock
{
    /// <summary>Most items of a block: at 4 values each about 200 KB, one commit's worth at full rate.</summary>
    internal const int MaxItems = 4_096;

    /// <summary>Most bytes of a block, estimated: with its framing well below gRPC's default limit of 4 MiB a message.</summary>
    internal const int MaxBytes = 1 << 20;

    private const int MessageBytes = 24;
    private const int ValueBytes = 10;
    private const int EventBytes = 64;
    private const int DeviceBytes = 48;

    private readonly Batch _batch = new();
    private readonly List<WindowMark> _marks = [];
    private readonly int[] _quantityIndexes = new int[QuantityCatalogue.Default.All.Count];
    private long _lastAtMs;
    private long _lastReceivedAtMs;
    private bool _hasSeq;
    private int _bytes;

    internal OpenBlock(long number) => Open(number);

    internal BlockCommit Commit { get; private set; } = new();

    internal long Number { get; private set; }

    internal int Count { get; private set; }

    internal long FirstReceivedMs { get; private set; }

    internal long LastReceivedMs { get; private set; }

    internal IReadOnlyList<WindowMark> Marks => _marks;

    /// <summary>When the first item came, for the commit latency.</summary>
    internal long StartedAt { get; private set; }

    internal bool IsFull => Count >= MaxItems || _bytes >= MaxBytes;

    internal void Open(long number)
    {
        Number = number;
        Commit = new BlockCommit();
        Count = 0;
        _bytes = 0;
        _hasSeq = false;
        _lastAtMs = 0;
        _lastReceivedAtMs = 0;
        _marks.Clear();
        Array.Fill(_quantityIndexes, -1);
        Clear(_batch);
    }

    internal void Add(in DecodedMessage message, DeviceState device)
    {
        var b = _batch;
        b.Device.Add(Index(device, message.Address));
        b.AtMs.Add(message.AtMs - _lastAtMs);
        b.ReceivedAtMs.Add(message.ReceivedAtMs - _lastReceivedAtMs);
        _lastAtMs = message.AtMs;
        _lastReceivedAtMs = message.ReceivedAtMs;
        b.Quality.Add((uint)message.Quality);
        b.ValueCount.Add((uint)message.Values.Length);
        b.Boot.Add(message.Boot);
        b.Seq.Add(message.Seq);
        _hasSeq |= message.Boot != DecodedMessage.None || message.Seq != DecodedMessage.None;
        foreach (var value in message.Values)
        {
            b.Quantity.Add(Index(value.QuantityIndex));
            b.Value.Add(value.Value);
        }
        Counted(message.ReceivedAtMs, MessageBytes + (ValueBytes * message.Values.Length));
    }

    internal void Add(DeviceEvent deviceEvent, DeviceState device, DeviceAddress address)
    {
        deviceEvent.Device = Index(device, address);
        _batch.Events.Add(deviceEvent);
        Counted(deviceEvent.ReceivedAtMs, EventBytes + deviceEvent.DataJson.Length);
    }

    internal void Add(DeviceStatus status, DeviceState device, DeviceAddress address)
    {
        status.Device = Index(device, address);
        _batch.Statuses.Add(status);
        Counted(status.ReceivedAtMs, MessageBytes);
    }

    internal void Add(QuarantinedPayload payload, DeviceState device, DeviceAddress address)
    {
        payload.Device = Index(device, address);
        _batch.Quarantined.Add(payload);
        Counted(payload.ReceivedAtMs, EventBytes + payload.Payload.Length + payload.Detail.Length + payload.Topic.Length);
    }

    internal void Add(CommandReport report)
    {
        _batch.CommandReports.Add(report);
        Counted(report.AtMs, EventBytes + report.ResultJson.Length);
    }

    internal void Mark(in WindowMark mark) => _marks.Add(mark);

    /// <summary>The batch alone, as the uplink carries it.</summary>
    internal byte[] ToBatch()
    {
        DropNoSeq();
        return _batch.ToByteArray();
    }

    /// <summary>The finished frame, as the file keeps it.</summary>
    internal byte[] Serialise(long ordinal, string traceParent)
    {
        DropNoSeq();
        var window = WindowSection.Write(_marks);
        var batchBytes = _batch.CalculateSize();
        var header = new BlockHeader(ordinal, Count, window.Length, batchBytes, FirstReceivedMs, LastReceivedMs, traceParent);
        var frame = new byte[header.FrameBytes];
        window.CopyTo(frame, BlockFormat.HeaderBytes);
        _batch.WriteTo(frame.AsSpan(BlockFormat.HeaderBytes + window.Length, batchBytes));
        BlockFormat.WriteHeader(frame, header);
        return frame;
    }

    /// <summary>A frame that says that the items of an ordinal range will never come.</summary>
    internal static byte[] LossFrame(long ordinal, int count, string reason, long firstReceivedMs, long lastReceivedMs)
    {
        var batch = new Batch
        {
            Losses = { new Loss { Reason = reason, Count = count, FirstReceivedAtMs = firstReceivedMs, LastReceivedAtMs = lastReceivedMs } },
        };
        var header = new BlockHeader(ordinal, count, 0, batch.CalculateSize(), firstReceivedMs, lastReceivedMs, "");
        var frame = new byte[header.FrameBytes];
        batch.WriteTo(frame.AsSpan(BlockFormat.HeaderBytes, header.BatchBytes));
        BlockFormat.WriteHeader(frame, header);
        return frame;
    }

    private void DropNoSeq()
    {
        if (_hasSeq)
            return;
        _batch.Boot.Clear();
        _batch.Seq.Clear();
    }

    private void Counted(long receivedAtMs, int bytes)
    {
        if (Count == 0)
        {
            StartedAt = Stopwatch.GetTimestamp();
            FirstReceivedMs = LastReceivedMs = receivedAtMs;
        }
        FirstReceivedMs = Math.Min(FirstReceivedMs, receivedAtMs);
        LastReceivedMs = Math.Max(LastReceivedMs, receivedAtMs);
        Count++;
        _bytes += bytes;
    }

    private uint Index(DeviceState device, DeviceAddress address)
    {
        var reference = device.Reference(address);
        if (device.BlockNumber == Number)
            return (uint)device.IndexInBlock;
        device.BlockNumber = Number;
        device.IndexInBlock = _batch.Devices.Count;
        _batch.Devices.Add(reference);
        _bytes += DeviceBytes;
        return (uint)device.IndexInBlock;
    }

    private uint Index(int quantity)
    {
        ref var index = ref _quantityIndexes[quantity];
        if (index < 0)
        {
            index = _batch.Quantities.Count;
            _batch.Quantities.Add(QuantityCatalogue.Default.All[quantity].Name);
        }
        return (uint)index;
    }

    private static void Clear(Batch b)
    {
        b.Devices.Clear();
        b.Quantities.Clear();
        b.Device.Clear();
        b.AtMs.Clear();
        b.ReceivedAtMs.Clear();
        b.Quality.Clear();
        b.ValueCount.Clear();
        b.Boot.Clear();
        b.Seq.Clear();
        b.Quantity.Clear();
        b.Value.Clear();
        b.Events.Clear();
        b.Statuses.Clear();
        b.Quarantined.Clear();
        b.CommandReports.Clear();
        b.Losses.Clear();
    }
}
