using System.Runtime.CompilerServices;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.BackTests;

/// <summary>
/// Writes the log that a community would have had, out of its stored history: a batch and a tick a minute, with those quantities alone that rules look at and one more of each device, so that it is known to
/// have been there. One use.
/// </summary>
internal sealed class SeriesReplay(ISeriesStore store, CommunityState state, RuleSet rules, long fromMs, long toMs)
{
    /// <summary>A tick a minute, the longest interval ticks may have.</summary>
    private const long TickMs = 60_000;

    /// <summary>Read at once: every question to the store is planned anew, and of every series three stretches are in memory.</summary>
    private const int StretchDays = 3;

    /// <summary>Events asked for at once.</summary>
    private const int EventPage = 1_000;

    private readonly DeviceTwin[] _devices = [.. state.Devices.Values.Where(static d => !d.Retired)];

    /// <summary>Devices and places as they are now, of which nothing was heard yet.</summary>
    internal CommunityState State => state;

    internal static CommunityState Unheard(CommunityState known)
    {
        var state = new CommunityState(known.Community) { RegistryVersion = known.RegistryVersion, GraphVersion = known.GraphVersion };
        foreach (var (id, twin) in known.Twins)
            state.Twins[id] = twin;
        foreach (var (id, twin) in known.Devices)
        {
            var fresh = CommunityFold.NewTwin(id, twin.Class);
            (fresh.Gateway, fresh.Retired, fresh.Relations) = (twin.Gateway, twin.Retired, twin.Relations);
            state.Devices[id] = fresh;
        }

        return state;
    }

    internal async IAsyncEnumerable<CommunityEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = new RuleIndex(rules, new ConditionMemories());
        ReadDevice[] reads = [.. _devices.Select(d => ReadDevice.Of(index, d))];
        var batches = new MinuteBatches(_devices, [.. reads.Select(static r => r.All)], TickMs);
        var (always, whileStill) = (reads.Select(static r => r.Always).ToArray(), reads.Select(static r => r.WhileStill).ToArray());
        var position = state.Position;
        var (beginMs, endMs) = (fromMs, EndOf(fromMs));
        var (before, now) = (await PointsAsync(always, static _ => false, beginMs, endMs, cancellationToken), await PointsAsync(always, static _ => true, beginMs, endMs, cancellationToken));
        while (beginMs < toMs)
        {
            var after = await PointsAsync(always, static _ => true, endMs, EndOf(endMs), cancellationToken);
            var rest = await PointsAsync(whileStill, i => reads[i].MayStandStill([before[i], now[i], after[i]], beginMs, endMs, fromMs, toMs), beginMs, endMs, cancellationToken);
            IReadOnlyList<SeriesPoint>[] points = [.. now.Zip(rest).SelectMany(static d => d.First.Concat(d.Second))];
            foreach (var (minuteMs, batch) in batches.Of(points, await EventsAsync(beginMs, endMs, cancellationToken), beginMs, endMs))
            {
                if (batch is not null)
                    yield return new CommunityEntry(batch.Columns, batches.Quantities, batch.Devices) { Position = ++position, Kind = LogEntryKind.Batch, AtMs = minuteMs, Body = [], Block = [] };
                yield return new CommunityEntry { Position = ++position, Kind = LogEntryKind.Tick, AtMs = minuteMs, Body = [], Block = [] };
            }

            (before, now, beginMs, endMs) = (now, after, endMs, EndOf(endMs));
        }
    }

    /// <summary>End of the stretch that begins with the day of an instant, or of what is replayed.</summary>
    private long EndOf(long atMs) => Math.Min(ChinaTime.DayStartMs(atMs) + (StretchDays * ChinaTime.DayMs), toMs);

    /// <summary>Points by device, then quantity; none of devices that are not read.</summary>
    private async Task<IReadOnlyList<SeriesPoint>[][]> PointsAsync(Quantity[][] quantities, Func<int, bool> isRead, long beginMs, long endMs, CancellationToken cancellationToken)
    {
        var read = _devices.Select((_, i) => isRead(i)).ToArray();
        (string Device, string Quantity)[] series = [.. _devices.SelectMany((d, i) => read[i] ? quantities[i].Select(q => (d.Device, q.Name)) : [])];
        var points = series.Length == 0 ? [] : await store.PointsAsync(series, beginMs, endMs, cancellationToken);
        var next = 0;
        return [.. quantities.Select((q, i) => q.Select(_ => read[i] ? points[next++] : []).ToArray())];
    }

    private async Task<IReadOnlyList<StoredEvent>> EventsAsync(long beginMs, long endMs, CancellationToken cancellationToken)
    {
        var events = new List<StoredEvent>();
        while (true)
        {
            var page = await store.EventsAsync(state.Community, null, beginMs, endMs, EventPage, events.Count, cancellationToken);
            events.AddRange(page);
            if (page.Count < EventPage)
                return events;
        }
    }
}
