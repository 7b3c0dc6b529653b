using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Graph;

/// <summary>
/// The twin graph in memory: what was said of twins, and relationships both ways. The same for the present (whole district) and for a past instant (one community).
/// Not thread-safe.
/// </summary>
internal sealed class GraphIndex
{
    private readonly Dictionary<TwinId, LoggedTwin> _twins = [];
    private readonly Dictionary<TwinId, HashSet<(TwinId Source, string Kind)>> _incoming = [];
    private readonly Dictionary<TwinKind, SortedDictionary<string, TwinId>> _places = new()
    {
        [TwinKind.Building] = new(StringComparer.Ordinal), [TwinKind.Unit] = new(StringComparer.Ordinal), [TwinKind.Facility] = new(StringComparer.Ordinal),
    };

    internal void Put(LoggedTwin twin)
    {
        var id = twin.Key;
        if (_twins.TryGetValue(id, out var known))
        {
            foreach (var relation in known.Relations)
                _incoming.GetValueOrDefault(Key(relation.Target))?.Remove((id, relation.Kind));
        }

        _twins[id] = twin;
        foreach (var relation in twin.Relations)
        {
            var target = Key(relation.Target);
            if (!_incoming.TryGetValue(target, out var sources))
                _incoming[target] = sources = [];
            sources.Add((id, relation.Kind));
        }

        if (!_places.TryGetValue(id.Kind, out var places))
            return;
        if (twin.Removed)
            places.Remove(id.Code);
        else
            places[id.Code] = id;
    }

    /// <summary>What was said of a twin; null when nothing was, also for a device that is merely enrolled. Removed places are found.</summary>
    internal LoggedTwin? Find(TwinId id) => _twins.GetValueOrDefault(id);

    /// <summary>Buildings, units or facilities that exist, by code.</summary>
    internal IEnumerable<LoggedTwin> Places(TwinKind kind) => _places[kind].Values.Select(id => _twins[id]);

    /// <summary>Every twin something was said of, removed places included, in no order.</summary>
    internal IEnumerable<LoggedTwin> All => _twins.Values;

    /// <summary>Explicit relationships to a twin.</summary>
    internal IEnumerable<(TwinId Source, string Kind)> Incoming(TwinId target) => _incoming.GetValueOrDefault(target) ?? [];

    /// <summary>The place that a building, unit, facility or device was put into; null when nobody said.</summary>
    internal TwinId? PlaceOf(TwinId id)
    {
        var containment = RelationRules.Containment(id.Kind);
        foreach (var relation in Find(id)?.Relations ?? [])
        {
            if (relation.Kind == containment)
                return Key(relation.Target);
        }

        return null;
    }

    /// <summary>The places around a twin that people made, innermost first.</summary>
    internal IEnumerable<TwinId> Above(TwinId id)
    {
        // Circles are refused when they are made; the bound is for a log of another program.
        const int deepest = 16;
        var place = PlaceOf(id);
        for (var depth = 0; depth < deepest && place is { } found; depth++)
        {
            yield return found;
            place = PlaceOf(found);
        }
    }

    /// <summary>Everything that was put into a place or is part of it, at any depth, without the place itself.</summary>
    internal HashSet<TwinId> Below(TwinId place)
    {
        var found = new HashSet<TwinId>();
        var open = new Stack<TwinId>([place]);
        while (open.TryPop(out var next))
        {
            foreach (var (source, kind) in Incoming(next))
            {
                if (kind == RelationRules.Containment(source.Kind) && found.Add(source))
                    open.Push(source);
            }
        }

        return found;
    }

    private static TwinId Key(string id) => TwinId.TryParse(id, out var key) ? key : throw new InvalidDataException($"'{id}' is no twin id.");
}
