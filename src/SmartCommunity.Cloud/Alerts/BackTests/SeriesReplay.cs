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
        var index = new RuleIndex(rules);
        var wanted = _devices.Select(d => QuantitiesOf(index, d)).ToArray();
        var batches = new MinuteBatches(state.Community, _devices, wanted, TickMs);
        (string Device, string Quantity)[] series = [.. _devices.Zip(wanted).SelectMany(static p => p.Second.Select(q => (p.First.Device, q.Name)))];
        var position = state.Position;
        for (var dayMs = ChinaTime.DayStartMs(fromMs); dayMs < toMs; dayMs += ChinaTime.DayMs)
        {
            var (beginMs, endMs) = (Math.Max(dayMs, fromMs), Math.Min(dayMs + ChinaTime.DayMs, toMs));
            var points = await store.PointsAsync(series, beginMs, endMs, cancellationToken);
            var events = await EventsAsync(beginMs, endMs, cancellationToken);
            foreach (var (minuteMs, columns) in batches.Of(points, events, beginMs, endMs))
            {
                if (columns is not null)
                    yield return new CommunityEntry(columns) { Position = ++position, Kind = LogEntryKind.Batch, AtMs = minuteMs, Body = [], Block = [] };
                yield return new CommunityEntry { Position = ++position, Kind = LogEntryKind.Tick, AtMs = minuteMs, Body = [], Block = [] };
            }
        }
    }

    /// <summary>What the rules look at in a device, and, where that is nothing, the first it measures.</summary>
    private static Quantity[] QuantitiesOf(RuleIndex index, DeviceTwin device)
    {
        var measured = index.Measured(device.Class);
        if (measured.Any(static m => m.Rule.Condition is StillCondition))
            return [.. device.Class.Quantities]; // All of them stand still, or none does.
        string[] besides = [.. measured.SelectMany(static m => Besides(m.Rule.Condition))];
        var asked = measured.Where(static m => m.Slot >= 0).Select(static m => m.Slot).ToHashSet();
        return [.. device.Class.Quantities.Where((q, slot) => slot == 0 || asked.Contains(slot) || besides.Contains(q.Name))];
    }

    /// <summary>What a condition looks at besides the quantity it is about.</summary>
    private static IEnumerable<string> Besides(RuleCondition condition) => condition switch
    {
        ThresholdCondition { While: { } besides } => [besides.Quantity],
        PlausibleCondition plausible => plausible.Ranges.Select(static r => r.Quantity).Concat(plausible.Jump is { } jump ? [jump.Quantity] : []),
        _ => [],
    };

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
