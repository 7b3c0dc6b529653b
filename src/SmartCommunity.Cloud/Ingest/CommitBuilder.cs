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
    private readonly Dictionary<string, int[]> _seriesIds = new(StringComparer.Ordinal);
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
        var seriesIds = new int[]?[batch.Devices.Count];
        for (var d = 0; d < seriesIds.Length; d++)
        {
            var reference = batch.Devices[d];
            if (!_enrolments.IsEnrolled(gateway, reference.Community, reference.Device))
                continue;
            seriesIds[d] = SeriesIdsOf(reference.Device);
            _touched.Add(reference.Community);
        }

        var rejected = AddRows(gateway, columns, seriesIds);
        AddEvents(columns, seriesIds);
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

    /// <summary>Series numbers of a device by position of the quantity in the catalogue, filled as they are met.</summary>
    private int[] SeriesIdsOf(string device)
    {
        if (!_seriesIds.TryGetValue(device, out var ids))
            _seriesIds[device] = ids = new int[QuantityCatalogue.Default.All.Count];
        return ids;
    }

    private long AddRows(string gateway, BatchColumns columns, int[]?[] seriesIds)
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
            if (seriesIds[device] is not { } ids)
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

                if (ids[quantity] == 0)
                    ids[quantity] = _store.SeriesIdOf(batch.Devices[device].Device, batch.Quantities[(int)batch.Quantity[v]]);
                Commit.Rows.Add(new SeriesRow(ids[quantity], columns.AtMs[m], columns.ReceivedAtMs[m], batch.Value[v], quality));
            }
        }

        foreach (var (device, rows) in foreign ?? [])
            IngestLog.ForeignDevice(_logger, gateway, batch.Devices[device].Device, batch.Devices[device].Community, rows);
        return rejected;
    }

    private void AddEvents(BatchColumns columns, int[]?[] seriesIds)
    {
        foreach (var happened in columns.Batch.Events)
        {
            if (seriesIds[happened.Device] is null)
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
}
