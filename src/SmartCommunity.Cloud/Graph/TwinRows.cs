using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>Between the registry's rows and what the log, the graph and people see of them.</summary>
internal static class TwinRows
{
    /// <summary>Metres a storey when nobody says how high a building is.</summary>
    internal const double StoreyM = 3.0;

    internal static LoggedTwin Logged(TwinRow row, IEnumerable<RelationRow> relations) => new()
    {
        Id = row.Id,
        Community = row.Community,
        Removed = row.RemovedAtMs is not null,
        Revision = row.Revision,
        Version = row.Version,
        UpdatedAtMs = row.UpdatedAtMs,
        NameZh = row.NameZh,
        NameEn = row.NameEn,
        Floors = row.Floors,
        HeightM = row.HeightM,
        Floor = row.Floor,
        AreaM2 = row.AreaM2,
        OpeningHours = row.OpeningHours,
        FacilityKind = row.FacilityKind,
        GeometryJson = row.GeometryJson,
        DesiredJson = row.DesiredJson,
        DesiredVersion = row.DesiredVersion,
        Relations =
        [
            .. relations.OrderBy(r => r.Kind, StringComparer.Ordinal).ThenBy(r => r.Target, StringComparer.Ordinal).Select(r => new LoggedRelation(r.Kind, r.Target)),
        ],
    };

    internal static TwinRow New(TwinId id, string community) => new()
    {
        Id = id.ToString(), Community = community, DesiredVersion = 0, Revision = 0, UpdatedAtMs = 0, Version = 0,
    };

    /// <summary>Writes a checked place into its row; true when something changed.</summary>
    internal static bool Fill(TwinRow row, NewPlace place)
    {
        var before = (row.NameZh, row.NameEn, row.Floors, row.HeightM, row.Floor, row.AreaM2, row.OpeningHours, row.FacilityKind, row.GeometryJson, row.RemovedAtMs);
        (row.NameZh, row.NameEn) = (place.NameZh, string.IsNullOrEmpty(place.NameEn) ? place.NameZh : place.NameEn);
        (row.Floors, row.Floor, row.AreaM2) = (place.Floors, place.Floor, place.AreaM2);
        row.HeightM = place.HeightM ?? place.Floors * StoreyM;
        (row.OpeningHours, row.FacilityKind) = (Blank(place.OpeningHours), Blank(place.FacilityKind));
        row.GeometryJson = GeoGeometry.Text(place.Geometry);
        row.RemovedAtMs = null;
        return before != (row.NameZh, row.NameEn, row.Floors, row.HeightM, row.Floor, row.AreaM2, row.OpeningHours, row.FacilityKind, row.GeometryJson, row.RemovedAtMs);
    }

    internal static PlaceView View(LoggedTwin twin, TwinId parent) => new(
        twin.Id, twin.Key.KindName, twin.Key.Code, twin.Community, parent.ToString(), twin.NameZh ?? "", twin.NameEn ?? "", twin.Floors, twin.HeightM, twin.Floor, twin.AreaM2,
        twin.OpeningHours, twin.FacilityKind, GeoGeometry.Element(twin.GeometryJson), twin.Revision);

    private static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
