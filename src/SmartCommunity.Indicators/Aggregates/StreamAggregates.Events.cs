using System.Text.Json;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>What an event does to its leaves.</summary>
public sealed partial class StreamAggregates
{
    /// <summary>Key of a pair that is the event's own id, unless its data has a field of that name: a follower names its event there.</summary>
    public const string EventIdKey = "eventId";

    /// <summary>Key of a pair that is the device, unless the data has a field of that name.</summary>
    public const string DeviceKey = "device";

    private readonly record struct AddedEvent(string Device, string EventId, ulong Id, long AtMs, int Day, JsonElement Data);

    private static EventLeaves? EventLeavesOf(AggregateTargets targets, string type)
    {
        for (var i = 0; i < targets.EventTypes.Count; i++)
        {
            if (targets.EventTypes[i] == type)
                return targets.Events[i];
        }

        return null;
    }

    private bool AddTo(EventLeaves asked, in AddedEvent added)
    {
        var isChange = false;
        foreach (var leaf in asked.Events)
        {
            if (IsKept(leaf, added.Day))
                isChange |= Took(leaf.Index, StateOf<EventDays>(leaf).Add(added.Id, added.AtMs, added.Data) ? true : null);
        }

        foreach (var leaf in asked.Firsts)
        {
            if (IsKept(leaf, added.Day) && leaf.FirstWhere.Hold(added.Data))
                isChange |= Took(leaf.Index, StateOf<PairDays>(leaf).Firsts.Add(new PairEntry(added.AtMs, added.Id, FirstTie(leaf, added))));
        }

        foreach (var leaf in asked.Followers)
        {
            if (IsKept(leaf, added.Day))
                isChange |= Took(leaf.Index, StateOf<PairDays>(leaf).Followers.Add(new PairEntry(added.AtMs, added.Id, FieldTie(leaf, added))));
        }

        return isChange;
    }

    private bool IsKept(PlannedLeaf leaf, int day) => day > (long)_today - leaf.KeptDays;

    /// <summary>An event of an open day turns out to be of an earlier time, or of other content: what it left is taken back.</summary>
    private void Retract(string device, ulong id, long atMs)
    {
        var isChange = false;
        foreach (var leaf in _leaves)
        {
            isChange |= leaf switch
            {
                EventDays events => Took(events.Leaf.Index, events.Remove(id)),
                PairDays pairs => Took(pairs.Leaf.Index, pairs.Firsts.Remove(atMs, id) | pairs.Followers.Remove(atMs, id)),
                _ => false,
            };
        }

        if (isChange && ChinaDays.Of(atMs) < _openFromDay)
            Report(device, ChinaDays.Of(atMs));
    }

    /// <summary>Null: there was no room.</summary>
    private bool Took(int leaf, bool? isChange)
    {
        if (isChange is null)
            RefusedOverflow++;
        if (isChange == true)
            Touch(leaf);
        return isChange == true;
    }

    private static ulong FirstTie(PairLeaf leaf, in AddedEvent added) => leaf.StepHashes.Length > 0 ? EventTie(added.Device, added.EventId) : FieldTie(leaf, added);

    private static ulong FieldTie(PairLeaf leaf, in AddedEvent added)
    {
        if (leaf.Field is not { } name)
            return 0;
        if (EventField.Of(added.Data, name).Text is { } text)
            return TextHash.Of(text);
        return name switch
        {
            EventIdKey => TextHash.Of(added.EventId),
            DeviceKey => TextHash.Of(added.Device),
            _ => 0,
        };
    }

    private static ulong EventTie(string device, string eventId) => TextHash.Of(device, eventId);
}
