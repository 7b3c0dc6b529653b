using System.Text.Json;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cloud.Graph;

/// <summary>
/// A community as a GeoJSON FeatureCollection (RFC 7946): buildings with height and floors, units and facilities, and its devices with state and what they feed (<c>feeds</c>) and serve (<c>serves</c>). A device without a position
/// of its own stands in the middle of the innermost place around it that has one (<c>positionFrom</c> names that place). Thread-safe.
/// </summary>
public sealed class CommunityMap(TwinGraph graph, EnrolmentIndex enrolments, TwinIndex index)
{
    /// <summary>The collection as UTF-8; null when there is no such community.</summary>
    public byte[]? Write(string community)
    {
        if (enrolments.StreetOf(community) is null)
            return null;
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            // Written under the graph's lock into memory: some milliseconds for thousands of features.
            graph.Read(now =>
            {
                WriteFeatures(json, community, now);
                return true;
            });
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    /// <summary>Where each community is, longitude and latitude: the middle of its buildings. One without any that has a position is missing.</summary>
    public IReadOnlyDictionary<string, (double Longitude, double Latitude)> Middles() => graph.Read(now => now.Places(TwinKind.Building)
        .Select(static p => (p.Community, Middle: GeoGeometry.Middle(p.GeometryJson))).Where(static p => p.Middle is not null)
        .GroupBy(static p => p.Community, static p => p.Middle!.Value, StringComparer.Ordinal)
        .ToDictionary(static g => g.Key, static g => (g.Average(static m => m.Longitude), g.Average(static m => m.Latitude)), StringComparer.Ordinal));

    private void WriteFeatures(Utf8JsonWriter json, string community, GraphIndex now)
    {
        foreach (var kind in new[] { TwinKind.Building, TwinKind.Unit, TwinKind.Facility })
        {
            foreach (var place in now.Places(kind).Where(p => p.Community == community))
                WritePlace(json, place, now);
        }

        foreach (var enrolment in enrolments.OfCommunity(community).Where(e => !e.Retired).OrderBy(e => e.Device, StringComparer.Ordinal))
            WriteDevice(json, enrolment, now);
    }

    private static void WritePlace(Utf8JsonWriter json, LoggedTwin place, GraphIndex now)
    {
        Begin(json, place.Key, place.GeometryJson);
        json.WriteString("nameZh", place.NameZh);
        json.WriteString("nameEn", place.NameEn);
        json.WriteString("parent", now.PlaceOf(place.Key)?.ToString());
        Number(json, "floors", place.Floors);
        Number(json, "heightM", place.HeightM);
        Number(json, "floor", place.Floor);
        Number(json, "areaM2", place.AreaM2);
        Word(json, "openingHours", place.OpeningHours);
        Word(json, "facilityKind", place.FacilityKind);
        End(json);
    }

    private void WriteDevice(Utf8JsonWriter json, Enrolment enrolment, GraphIndex now)
    {
        var id = TwinId.Device(enrolment.Device);
        var said = now.Find(id);
        var around = said?.GeometryJson is null ? now.Above(id).Select(now.Find).FirstOrDefault(p => p?.GeometryJson is not null) : null;
        Begin(json, id, said?.GeometryJson ?? PointIn(around));
        json.WriteString("class", enrolment.Class);
        json.WriteString("place", (now.PlaceOf(id) ?? TwinId.Community(enrolment.Community)).ToString());
        WriteTargets(json, said, RelationRules.Feeds);
        WriteTargets(json, said, RelationRules.Serves);
        Word(json, "positionFrom", around?.Id);
        Word(json, "state", index.Find(enrolment.Device)?.State ?? DevicePresence.Unheard);
        End(json);
    }

    /// <summary>Ordinal, so that the same relationships give the same bytes.</summary>
    private static void WriteTargets(Utf8JsonWriter json, LoggedTwin? device, string kind)
    {
        string[] targets = [.. (device?.Relations ?? []).Where(r => r.Kind == kind).Select(static r => r.Target).Order(StringComparer.Ordinal)];
        if (targets.Length == 0)
            return;
        json.WriteStartArray(kind);
        foreach (var target in targets)
            json.WriteStringValue(target);
        json.WriteEndArray();
    }

    private static string? PointIn(LoggedTwin? place) => GeoGeometry.Middle(place?.GeometryJson) is var (longitude, latitude)
        ? FormattableString.Invariant($$"""{"type":"Point","coordinates":[{{longitude:0.#######}},{{latitude:0.#######}}]}""")
        : null;

    private static void Begin(Utf8JsonWriter json, TwinId id, string? geometryJson)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", id.ToString());
        json.WritePropertyName("geometry");
        json.WriteRawValue(geometryJson ?? "null");
        json.WriteStartObject("properties");
        json.WriteString("kind", id.KindName);
        json.WriteString("code", id.Code);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    private static void Word(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
