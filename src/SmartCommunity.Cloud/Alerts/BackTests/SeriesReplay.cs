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
    /// <summary>Read at once: every question to the store is planned anew, and of every series three stretches are in memory.</summary>
    private const int StretchDays = 3;

    /// <summary>Events asked for at once.</summary>
    private const int EventPage = 1_000;

    private readonly DeviceTwin[] _devices = [.. state.Devices.Values.Where(static d => !d.Retired)];

    /// <summary>Devices and places as they are now, of which nothing was heard yet.</summary>
    internal CommunityState State => state;

    internal static CommunityState Unheard(CommunityState known)
    {
        var state = new CommunityState(known.Community) { RegistryVersion = known.RegistryVersion, GraphVersion = known.GraphVersion, IsScored = false };
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
        var batches = new MinuteBatches(_devices, [.. reads.Select(static r => r.All)]);
        var position = state.Position;
        var (beginMs, endMs) = (fromMs, EndOf(fromMs));
        var stood = new bool[reads.Length];
        IReadOnlyList<SeriesPoint>[][] before = [.. reads.Select(static r => ReadDevice.Nothing(r.Always))];
        var now = await PointsAsync(i => reads[i].Always, beginMs, endMs, cancellationToken);
        while (beginMs < toMs)
        {
            // What stood still is likely to go on: all of it is asked for at once, for a second question of five series costs a quarter of one of 141.
            var after = await PointsAsync(i => stood[i] ? reads[i].All : reads[i].Always, endMs, EndOf(endMs), cancellationToken);
            stood = [.. reads.Select((r, i) => r.MayStandStill([before[i], now[i], after[i]], beginMs, endMs, fromMs, toMs))];
            var rest = await PointsAsync(i => stood[i] && !reads[i].HasAll(now[i]) ? reads[i].WhileStill : [], beginMs, endMs, cancellationToken);
            IReadOnlyList<SeriesPoint>[] points = [.. reads.SelectMany((r, i) => r.Taken(now[i], rest[i], stood[i]))];
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

    /// <summary>Points of what is asked of each device, by device, then quantity.</summary>
    private async Task<IReadOnlyList<SeriesPoint>[][]> PointsAsync(Func<int, Quantity[]> asked, long beginMs, long endMs, CancellationToken cancellationToken)
    {
        Quantity[][] quantities = [.. _devices.Select((_, i) => asked(i))];
        (string Device, string Quantity)[] series = [.. _devices.SelectMany((d, i) => quantities[i].Select(q => (d.Device, q.Name)))];
        var points = series.Length == 0 ? [] : await store.PointsAsync(series, beginMs, endMs, cancellationToken);
        var next = 0;
        return [.. quantities.Select(q => q.Select(_ => points[next++]).ToArray())];
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
