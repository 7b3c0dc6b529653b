using System.Text;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>
/// Turns what waits into one <see cref="SeriesCommit"/> and the log entries that go with it. Owned by the single writer; not thread-safe.
/// Positions and block ids are taken here and become final with the commit (a failed commit is retried as it is, never rebuilt).
/// </summary>
internal sealed class CommitBuilder
{
    private readonly ISeriesStore _store;
    private readonly EnrolmentIndex _enrolments;
    private readonly ILogger _logger;
    private readonly Dictionary<string, DeviceNumbers> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _positions;
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private long _lastBlockId;

    internal CommitBuilder(
        ISeriesStore store, EnrolmentIndex enrolments, IReadOnlyDictionary<string, long> positions, long lastBlockId, ILogger logger)
    {
        _store = store;
        _enrolments = enrolments;
        _positions = new Dictionary<string, long>(positions, StringComparer.Ordinal);
        _lastBlockId = lastBlockId;
        _logger = logger;
    }

    internal SeriesCommit Commit { get; } = new();

    /// <summary>Entries of this commit by community, for the grains.</summary>
    internal Dictionary<string, List<CommunityEntry>> Entries { get; } = new(StringComparer.Ordinal);

    internal void Clear()
    {
        Commit.Clear();
        Entries.Clear();
    }

    internal void Add(FrameItem item, long nowMs)
    {
        var frame = item.Frame;
        // Only the last mark of a lane counts; writing one is a statement of its own.
        Commit.Marks.RemoveAll(m => m.Gateway == item.Gateway && m.Lane == (int)frame.Lane);
        Commit.Marks.Add(new GatewayMark(item.Gateway, (int)frame.Lane, frame.Epoch, item.LastSequence));
        if (item.Columns is null)
        {
            QuarantineFrame(item, nowMs);
            return;
        }

        item.Rejected = AddBatch(item.Gateway, item.Columns, frame.Batch.Memory, nowMs);
        AddQuarantined(item.Gateway, item.Columns);
        foreach (var loss in item.Columns.Batch.Losses)
            IngestLog.Loss(_logger, item.Gateway, loss.Count, loss.Reason, loss.FirstReceivedAtMs, loss.LastReceivedAtMs);
    }

    internal void Add(LocalBatchItem item, long nowMs) => AddBatch(gateway: "", item.Columns, item.Bytes, nowMs);

    internal void Add(LogItem item, long nowMs)
    {
        foreach (var community in item.Communities)
            AddEntry(community, item.Kind, nowMs, blockId: 0, item.Body, block: [], columns: null);
    }

    private long AddBatch(string gateway, BatchColumns columns, ReadOnlyMemory<byte> bytes, long nowMs)
    {
        var batch = columns.Batch;
        _touched.Clear();
        var enrolled = new DeviceNumbers?[batch.Devices.Count];
        for (var d = 0; d < enrolled.Length; d++)
        {
            var reference = batch.Devices[d];
            if (_enrolments.Find(reference.Device) is not { } enrolment || !enrolment.IsSpokenFor(gateway, reference.Community))
                continue;
            enrolled[d] = NumbersOf(enrolment.Device);
            _touched.Add(enrolment.Community);
        }

        var rejected = AddRows(gateway, columns, enrolled);
        AddEvents(columns, enrolled);
        if (columns.Messages + batch.Events.Count + batch.Statuses.Count + batch.Quarantined.Count == 0 || _touched.Count == 0)
            return rejected;
        AddLogEntries(gateway, columns, bytes, nowMs);
        return rejected;
    }

    private void AddLogEntries(string gateway, BatchColumns columns, ReadOnlyMemory<byte> bytes, long nowMs)
    {
        var block = bytes.ToArray();
        var sender = Encoding.UTF8.GetBytes(gateway);
        Commit.Blocks.Add(new LogBlock(++_lastBlockId, block));
        foreach (var community in _touched)
            AddEntry(community, LogEntryKind.Batch, nowMs, _lastBlockId, sender, block, columns);
    }

    private DeviceNumbers NumbersOf(string device)
    {
        if (!_numbers.TryGetValue(device, out var numbers))
            _numbers[device] = numbers = new DeviceNumbers(device);
        return numbers;
    }

    private long AddRows(string gateway, BatchColumns columns, DeviceNumbers?[] enrolled)
    {
        var batch = columns.Batch;
        Span<int> catalogue = new int[batch.Quantities.Count];
        for (var q = 0; q < catalogue.Length; q++)
            catalogue[q] = QuantityCatalogue.Default.IndexOf(batch.Quantities[q]);
        Dictionary<int, int>? foreign = null;
        var rejected = 0L;
        for (var m = 0; m < columns.Messages; m++)
        {
            var device = (int)batch.Device[m];
            var (start, end) = (columns.ValueStart[m], columns.ValueStart[m + 1]);
            if (enrolled[device] is not { } numbers)
            {
                foreign ??= [];
                foreign[device] = foreign.GetValueOrDefault(device) + (end - start);
                rejected += end - start;
                continue;
            }

            var quality = (Quality)batch.Quality[m];
            for (var v = start; v < end; v++)
            {
                var quantity = catalogue[(int)batch.Quantity[v]];
                if (quantity < 0)
                {
                    rejected++;
                    continue;
                }

                Commit.Rows.Add(new SeriesRow(numbers.Of(quantity, _store), columns.AtMs[m], columns.ReceivedAtMs[m], batch.Value[v], quality));
            }
        }

        foreach (var (device, rows) in foreign ?? [])
            IngestLog.ForeignDevice(_logger, gateway, batch.Devices[device].Device, batch.Devices[device].Community, rows);
        return rejected;
    }

    private void AddEvents(BatchColumns columns, DeviceNumbers?[] enrolled)
    {
        foreach (var happened in columns.Batch.Events)
        {
            if (enrolled[happened.Device] is null)
                continue;
            var device = columns.Batch.Devices[(int)happened.Device];
            Commit.Events.Add(new StoredEvent(
                device.Community, device.Device, happened.Type, happened.EventId, happened.AtMs, happened.ReceivedAtMs,
                (Quality)happened.Quality, happened.DataJson));
        }
    }

    private void AddQuarantined(string gateway, BatchColumns columns)
    {
        foreach (var payload in columns.Batch.Quarantined)
        {
            var device = columns.Batch.Devices[(int)payload.Device];
            Commit.Quarantined.Add(new QuarantineRow
            {
                Gateway = gateway,
                Community = device.Community,
                Device = device.Device,
                DeviceClass = device.Class,
                Topic = payload.Topic,
                ReceivedAtMs = payload.ReceivedAtMs,
                Reason = payload.Reason,
                Detail = payload.Detail,
                Payload = payload.Payload.Memory,
                Truncated = payload.Truncated,
            });
        }
    }

    private void QuarantineFrame(FrameItem item, long nowMs)
    {
        var frame = item.Frame;
        IngestLog.UnreadableFrame(_logger, item.Gateway, frame.Epoch, frame.FirstSequence, frame.Count, item.Fault);
        Commit.Quarantined.Add(new QuarantineRow
        {
            Gateway = item.Gateway,
            Community = "",
            Device = "",
            DeviceClass = "",
            Topic = $"uplink frame {frame.FirstSequence}+{frame.Count} of epoch {frame.Epoch}",
            ReceivedAtMs = nowMs,
            Reason = QuarantineReason.Malformed,
            Detail = item.Fault,
            Payload = frame.Batch.Memory,
            Truncated = false,
        });
    }

    private void AddEntry(string community, LogEntryKind kind, long nowMs, long blockId, byte[] body, byte[] block, BatchColumns? columns)
    {
        var position = _positions.GetValueOrDefault(community) + 1;
        _positions[community] = position;
        Commit.Entries.Add(new LogEntry(community, position, kind, nowMs, blockId, body));
        if (!Entries.TryGetValue(community, out var entries))
            Entries[community] = entries = [];
        entries.Add(new CommunityEntry(columns) { Position = position, Kind = kind, AtMs = nowMs, Body = body, Block = block });
    }

    /// <summary>Numbers of a device's series, some ten at most: the position of each quantity in the catalogue and its number, in turn.</summary>
    private sealed class DeviceNumbers(string device)
    {
        private int[] _known = [];

        internal int Of(int quantity, ISeriesStore store)
        {
            for (var i = 0; i < _known.Length; i += 2)
            {
                if (_known[i] == quantity)
                    return _known[i + 1];
            }

            var number = store.SeriesIdOf(device, QuantityCatalogue.Default.All[quantity].Name);
            _known = [.. _known, quantity, number];
            return number;
        }
    }
}
