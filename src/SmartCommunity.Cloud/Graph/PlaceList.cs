using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Graph;

/// <summary>Buildings, units and facilities as people see them, from the graph in memory. Thread-safe.</summary>
public sealed class PlaceList(TwinGraph graph)
{
    /// <summary>Places that match, by kind and code; null matches everything.</summary>
    public IReadOnlyList<PlaceView> Find(string? community, TwinKind? kind, string? parent, string? search) => graph.Read(index =>
        (PlaceView[])[
            .. new[] { TwinKind.Building, TwinKind.Unit, TwinKind.Facility }
                .Where(k => (kind ?? k) == k)
                .SelectMany(index.Places)
                .Where(p => community is null || p.Community == community)
                .Where(p => search is null || Holds(p, search))
                .Select(p => TwinRows.View(p, index.PlaceOf(p.Key)!.Value))
                .Where(p => parent is null || p.Parent == parent),
        ]);

    /// <summary>One place, or null.</summary>
    public PlaceView? Find(TwinId id) => graph.Read(index => id.IsMadePlace && index.Find(id) is { Removed: false } said ? TwinRows.View(said, index.PlaceOf(id)!.Value) : null);

    private static bool Holds(LoggedTwin place, string search) =>
        place.Key.Code.Contains(search, StringComparison.OrdinalIgnoreCase) || place.NameZh!.Contains(search, StringComparison.OrdinalIgnoreCase)
        || place.NameEn!.Contains(search, StringComparison.OrdinalIgnoreCase);
}
