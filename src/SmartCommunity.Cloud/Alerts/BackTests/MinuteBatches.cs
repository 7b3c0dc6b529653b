using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.BackTests;

/// <summary>
/// Sorts a stretch's points into the minutes in which they were received, and makes each minute the batch a gateway would have sent: the values of a device and instant are one message. What was received after
/// its stretch comes with the one it was received in. Not thread-safe.
/// </summary>
internal sealed class MinuteBatches(IReadOnlyList<DeviceTwin> devices, IReadOnlyList<IReadOnlyList<Quantity>> wanted)
{
    /// <summary>The longest interval ticks may have.</summary>
    private const int MinuteMs = 60_000;

    /// <summary>A part of a stretch is room for those after it, which have a few more.</summary>
    private const int Spare = 8;

    private readonly Quantity[] _quantities = [.. wanted.SelectMany(static w => w).Distinct()];
    private readonly Dictionary<string, int> _places = devices.Select(static (d, i) => (d.Device, i)).ToDictionary(static d => d.Device, static d => d.i, StringComparer.Ordinal);
    private readonly int[] _local = new int[devices.Count]; // Index of a device in the batch that is being made, plus one.
    private readonly List<DeviceTwin> _present = []; // Devices of that batch, in the order of their indexes.
    private Heard[] _sorted = []; // Of the stretch that is being made; kept, for it is megabytes.
    private List<Heard> _late = [];

    /// <summary>The dictionary of every batch, in its order. The batches carry none, and none of devices: a month has hundreds of thousands.</summary>
    internal Quantity[] Quantities => _quantities;

    /// <summary>Batches of a stretch of time, minute by minute; null: nothing came. <paramref name="points"/> are those of the wanted quantities, device by device.</summary>
    internal IEnumerable<(long MinuteMs, MinuteBatch? Batch)> Of(IReadOnlyList<IReadOnlyList<SeriesPoint>> points, IReadOnlyList<StoredEvent> events, long beginMs, long endMs)
    {
        var minutes = (int)((endMs - beginMs + MinuteMs - 1) / MinuteMs);
        var starts = Sort(points, beginMs, endMs, minutes);
        var happened = events.Where(e => _places.ContainsKey(e.Device)).OrderBy(static e => e.ReceivedAtMs).ThenBy(static e => e.AtMs).ToLookup(e => MinuteOf(e.ReceivedAtMs, beginMs, minutes));
        for (var minute = 0; minute < minutes; minute++)
        {
            var own = _sorted.AsMemory(starts[minute], starts[minute + 1] - starts[minute]);
            yield return (beginMs + ((minute + 1L) * MinuteMs), own.Length == 0 && !happened.Contains(minute) ? null : BatchOf(own.Span, happened[minute]));
        }
    }

    /// <summary>By minute of receipt, then device, then instant: counted, not compared.</summary>
    private int[] Sort(IReadOnlyList<IReadOnlyList<SeriesPoint>> points, long beginMs, long endMs, int minutes)
    {
        var due = _late.Where(h => h.ReceivedAtMs < endMs).ToList();
        var late = _late.Where(h => h.ReceivedAtMs >= endMs).ToList();
        var starts = new int[minutes + 1];
        foreach (var heard in due)
            starts[MinuteOf(heard.ReceivedAtMs, beginMs, minutes) + 1]++;
        foreach (var own in points)
        {
            foreach (ref readonly var point in SpanOf(own))
            {
                if (point.ReceivedAtMs < endMs)
                    starts[MinuteOf(point.ReceivedAtMs, beginMs, minutes) + 1]++;
            }
        }

        for (var i = 1; i <= minutes; i++)
            starts[i] += starts[i - 1];
        if (_sorted.Length < starts[minutes])
            _sorted = new Heard[starts[minutes] + (starts[minutes] / Spare)];
        Place(points, due, late, starts, beginMs, endMs);
        _late = late;
        for (var i = 0; i < minutes; i++)
            Settle(_sorted.AsSpan(starts[i], starts[i + 1] - starts[i]));
        return starts;
    }

    private void Place(IReadOnlyList<IReadOnlyList<SeriesPoint>> points, List<Heard> due, List<Heard> late, int[] starts, long beginMs, long endMs)
    {
        var minutes = starts.Length - 1;
        var next = starts.AsSpan(0, minutes).ToArray();
        foreach (var heard in due)
            _sorted[next[MinuteOf(heard.ReceivedAtMs, beginMs, minutes)]++] = heard;
        var series = 0;
        for (var device = 0; device < devices.Count; device++)
        {
            foreach (var quantity in wanted[device])
            {
                var place = (short)Array.IndexOf(_quantities, quantity);
                foreach (ref readonly var point in SpanOf(points[series++]))
                {
                    var heard = new Heard(device, place, point.Quality, point.AtMs, Math.Max(point.ReceivedAtMs, beginMs), point.Value);
                    if (point.ReceivedAtMs < endMs)
                        _sorted[next[MinuteOf(point.ReceivedAtMs, beginMs, minutes)]++] = heard;
                    else
                        late.Add(heard);
                }
            }
        }
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

    /// <summary>Points as they lie: a hundred million are gone through.</summary>
    private static ReadOnlySpan<SeriesPoint> SpanOf(IReadOnlyList<SeriesPoint> points) => points is List<SeriesPoint> list ? CollectionsMarshal.AsSpan(list) : points.ToArray();

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Asked twice for each of forty million points.
    private static int MinuteOf(long receivedAtMs, long beginMs, int minutes) => (int)Math.Clamp((receivedAtMs - beginMs) / MinuteMs, 0, minutes - 1);

    private MinuteBatch BatchOf(ReadOnlySpan<Heard> heard, IEnumerable<StoredEvent> events)
    {
        var messages = MessagesOf(heard);
        var batch = new Batch { Quantity = { Capacity = heard.Length }, Value = { Capacity = heard.Length }, Device = { Capacity = messages }, Quality = { Capacity = messages } };
        var (atMs, receivedAtMs, valueStart) = (new long[messages], new long[messages], new int[messages + 1]);
        var message = -1;
        for (var i = 0; i < heard.Length; i++)
        {
            ref readonly var value = ref heard[i];
            if (i == 0 || !value.IsWith(heard[i - 1]))
            {
                message++;
                batch.Device.Add(LocalOf(value.Device));
                batch.Quality.Add((uint)value.Quality);
                (atMs[message], receivedAtMs[message]) = (value.AtMs, value.ReceivedAtMs);
            }

            batch.Quantity.Add((uint)value.Quantity);
            batch.Value.Add(value.Value);
            valueStart[message + 1] = i + 1;
        }

        foreach (var e in events)
        {
            batch.Events.Add(new DeviceEvent
            {
                Device = LocalOf(_places[e.Device]), AtMs = e.AtMs, ReceivedAtMs = e.ReceivedAtMs, Quality = (uint)e.Quality, EventId = e.EventId, Type = e.Type, DataJson = e.DataJson,
            });
        }

        Array.Clear(_local);
        DeviceTwin[] present = [.. _present];
        _present.Clear();
        return new MinuteBatch(BatchColumns.Of(batch, atMs, receivedAtMs, valueStart), present);
    }

    private static int MessagesOf(ReadOnlySpan<Heard> heard)
    {
        var messages = heard.Length == 0 ? 0 : 1;
        for (var i = 1; i < heard.Length; i++)
            messages += heard[i].IsWith(heard[i - 1]) ? 0 : 1;
        return messages;
    }

    private uint LocalOf(int device)
    {
        if (_local[device] == 0)
        {
            _present.Add(devices[device]);
            _local[device] = _present.Count;
        }

        return (uint)(_local[device] - 1);
    }

    /// <summary>A value of a device as it came; the small ones lie together, for there are millions.</summary>
    private readonly record struct Heard(int Device, short Quantity, Quality Quality, long AtMs, long ReceivedAtMs, double Value)
    {
        /// <summary>One message carried both.</summary>
        internal bool IsWith(in Heard other) => Device == other.Device && AtMs == other.AtMs;
    }
}

/// <summary>What a minute brought, and the devices it names by their index.</summary>
internal sealed record MinuteBatch(BatchColumns Columns, DeviceTwin[] Devices);
