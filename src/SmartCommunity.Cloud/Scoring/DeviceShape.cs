using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>Where a device stands in the twin graph, as far as formulas select by it.</summary>
/// <param name="Place">Id of the place it is in; null: only in the community.</param>
/// <param name="Facilities">Kinds of facility it is in or serves, ordinal.</param>
/// <param name="Feeds">Kinds of place it feeds, ordinal.</param>
internal sealed record DeviceShape(string? Place, IReadOnlyList<string> Facilities, IReadOnlyList<string> Feeds)
{
    private static readonly DeviceShape _alone = new(null, [], []);

    /// <summary>The shape of a device by what people said of it and of the places it is related to. Pure.</summary>
    internal static DeviceShape Of(CommunityState state, string device)
    {
        if (!state.Twins.TryGetValue($"device:{device}", out var twin) || twin.Relations.Length == 0)
            return _alone;
        string? place = null;
        var facilities = new SortedSet<string>(StringComparer.Ordinal);
        var feeds = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var relation in twin.Relations)
        {
            if (!TwinId.TryParse(relation.Target, out var target))
                continue;
            if (relation.Kind == RelationKind.IsIn && target.Kind != TwinKind.Community)
                place = relation.Target;
            if (relation.Kind is RelationKind.IsIn or RelationKind.Serves && FacilityKindOf(state, relation.Target) is { } kind)
                facilities.Add(kind);
            if (relation.Kind == RelationRules.Feeds && target.Kind != TwinKind.Device)
                feeds.Add(target.KindName);
        }

        return new DeviceShape(place, (string[])[.. facilities], (string[])[.. feeds]);
    }

    /// <summary>Same content; lists are compared by their elements.</summary>
    internal bool IsSameAs(DeviceShape other) => Place == other.Place && Facilities.SequenceEqual(other.Facilities) && Feeds.SequenceEqual(other.Feeds);

    private static string? FacilityKindOf(CommunityState state, string id) =>
        state.Twins.TryGetValue(id, out var place) && !place.Removed ? place.FacilityKind : null;
}
