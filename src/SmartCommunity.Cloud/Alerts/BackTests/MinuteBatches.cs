using System.Runtime.InteropServices;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.BackTests;

/// <summary>
/// Sorts a day's points into the minutes in which they were received, and makes each minute the batch a gateway would have sent: the values of a device and instant are one message. What was received after
/// its day comes with the day it was received on. Not thread-safe.
/// </summary>
internal sealed class MinuteBatches(string community, IReadOnlyList<DeviceTwin> devices, IReadOnlyList<IReadOnlyList<Quantity>> wanted, long minuteMs)
{
    private readonly DeviceRef[] _references = [.. devices.Select(d => new DeviceRef { Community = community, Class = d.Class.Code, Device = d.Device })];
    private readonly Quantity[] _quantities = [.. wanted.SelectMany(static w => w).Distinct()];
    private readonly Dictionary<string, int> _places = devices.Select(static (d, i) => (d.Device, i)).ToDictionary(static d => d.Device, static d => d.i, StringComparer.Ordinal);
    private readonly int[] _local = new int[devices.Count]; // Index of a device in the batch that is being made, plus one.
    private readonly List<Heard> _messages = []; // Of the stretch that is being made; kept, for it is megabytes.
    private Heard[] _sorted = [];
    private List<Heard> _late = [];

    /// <summary>The dictionary of every batch, in its order.</summary>
    internal Quantity[] Quantities => _quantities;

    /// <summary>Batches of a stretch of time, minute by minute; null: nothing came. <paramref name="points"/> are those of the wanted quantities, device by device.</summary>
    internal IEnumerable<(long MinuteMs, BatchColumns? Columns)> Of(IReadOnlyList<IReadOnlyList<SeriesPoint>> points, IReadOnlyList<StoredEvent> events, long beginMs, long endMs)
    {
        var minutes = (int)((endMs - beginMs + minuteMs - 1) / minuteMs);
        TakeIn(points, beginMs, endMs);
        var starts = Sort(beginMs, minutes);
        var happened = events.Where(e => _places.ContainsKey(e.Device)).OrderBy(static e => e.ReceivedAtMs).ThenBy(static e => e.AtMs).ToLookup(e => (int)Math.Clamp((e.ReceivedAtMs - beginMs) / minuteMs, 0, minutes - 1));
        for (var minute = 0; minute < minutes; minute++)
        {
            var own = _sorted.AsMemory(starts[minute], starts[minute + 1] - starts[minute]);
            yield return (beginMs + ((minute + 1) * minuteMs), own.Length == 0 && !happened.Contains(minute) ? null : BatchOf(own.Span, happened[minute]));
        }
    }

    private void TakeIn(IReadOnlyList<IReadOnlyList<SeriesPoint>> points, long beginMs, long endMs)
    {
        var late = new List<Heard>();
        _messages.Clear();
        _messages.AddRange(_late.Where(h => h.ReceivedAtMs < endMs));
        late.AddRange(_late.Where(h => h.ReceivedAtMs >= endMs));
        var series = 0;
        for (var device = 0; device < devices.Count; device++)
        {
            for (var i = 0; i < wanted[device].Count; i++, series++)
            {
                var quantity = (short)Array.IndexOf(_quantities, wanted[device][i]);
                foreach (var point in points[series])
                    (point.ReceivedAtMs < endMs ? _messages : late).Add(new Heard(device, quantity, point.AtMs, Math.Max(point.ReceivedAtMs, beginMs), point.Value, point.Quality));
            }
        }

        _late = late;
    }

    /// <summary>By minute of receipt, then device, then instant: counted, not compared.</summary>
    private int[] Sort(long beginMs, int minutes)
    {
        var messages = CollectionsMarshal.AsSpan(_messages);
        var starts = new int[minutes + 1];
        foreach (ref readonly var heard in messages)
            starts[MinuteOf(heard, beginMs, minutes) + 1]++;
        for (var i = 1; i <= minutes; i++)
            starts[i] += starts[i - 1];
        var next = starts.AsSpan(0, minutes).ToArray();
        if (_sorted.Length < messages.Length)
            _sorted = new Heard[messages.Length];
        foreach (ref readonly var heard in messages)
            _sorted[next[MinuteOf(heard, beginMs, minutes)]++] = heard;
        for (var i = 0; i < minutes; i++)
            Settle(_sorted.AsSpan(starts[i], starts[i + 1] - starts[i]));
        return starts;
    }

    /// <summary>Of a minute the devices lie together, each series in order: an insertion sort moves next to nothing.</summary>
    private static void Settle(Span<Heard> minute)
    {
        for (var i = 1; i < minute.Length; i++)
        {
            var moved = minute[i];
            var to = i;
            while (to > 0 && (minute[to - 1].Device > moved.Device || (minute[to - 1].Device == moved.Device && minute[to - 1].AtMs > moved.AtMs)))
            {
                minute[to] = minute[to - 1];
                to--;
            }

            minute[to] = moved;
        }
    }

    private int MinuteOf(in Heard heard, long beginMs, int minutes) => (int)Math.Clamp((heard.ReceivedAtMs - beginMs) / minuteMs, 0, minutes - 1);

    private BatchColumns BatchOf(ReadOnlySpan<Heard> heard, IEnumerable<StoredEvent> events)
    {
        var batch = new Batch { Quantity = { Capacity = heard.Length }, Value = { Capacity = heard.Length } };
        foreach (var quantity in _quantities)
            batch.Quantities.Add(quantity.Name);
        var (lastAtMs, lastReceivedAtMs) = (0L, 0L);
        for (var i = 0; i < heard.Length; i++)
        {
            ref readonly var value = ref heard[i];
            batch.Quantity.Add((uint)value.Quantity);
            batch.Value.Add(value.Value);
            if (i > 0 && heard[i - 1].Device == value.Device && heard[i - 1].AtMs == value.AtMs)
            {
                batch.ValueCount[^1]++;
                continue;
            }

            batch.Device.Add(LocalOf(batch, value.Device));
            batch.AtMs.Add(value.AtMs - lastAtMs);
            batch.ReceivedAtMs.Add(value.ReceivedAtMs - lastReceivedAtMs);
            batch.Quality.Add((uint)value.Quality);
            batch.ValueCount.Add(1);
            (lastAtMs, lastReceivedAtMs) = (value.AtMs, value.ReceivedAtMs);
        }

        foreach (var e in events)
        {
            batch.Events.Add(new DeviceEvent
            {
                Device = LocalOf(batch, _places[e.Device]), AtMs = e.AtMs, ReceivedAtMs = e.ReceivedAtMs, Quality = (uint)e.Quality, EventId = e.EventId, Type = e.Type, DataJson = e.DataJson,
            });
        }

        foreach (var reference in batch.Devices)
            _local[_places[reference.Device]] = 0;
        return BatchColumns.Of(batch);
    }

    private uint LocalOf(Batch batch, int device)
    {
        if (_local[device] == 0)
        {
            batch.Devices.Add(_references[device]);
            _local[device] = batch.Devices.Count;
        }

        return (uint)(_local[device] - 1);
    }

    /// <summary>A value of a device as it came.</summary>
    private readonly record struct Heard(int Device, short Quantity, long AtMs, long ReceivedAtMs, double Value, Quality Quality);
}
