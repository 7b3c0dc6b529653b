using System.Text.Json;

namespace SmartCommunity.Cloud.Graph;

/// <summary>GeoJSON geometries (RFC 7946): what is accepted, how they are kept, where their middle is. Pure.</summary>
internal static class GeoGeometry
{
    /// <summary>Most positions of one geometry: a building with every corner of its outline has tens.</summary>
    internal const int MaxPositions = 2_000;

    private const double MaxLongitude = 180, MaxLatitude = 90;

    // Closed: the first position stands again at the end.
    private const int LeastRing = 4;

    private static readonly Dictionary<string, int> Depths = new(StringComparer.Ordinal) { ["Point"] = 0, ["LineString"] = 1, ["Polygon"] = 2, ["MultiPolygon"] = 3 };

    /// <summary>What is wrong with a geometry, as a sentence; null when nothing is.</summary>
    internal static string? Fault(JsonElement? geometry)
    {
        if (IsAbsent(geometry))
            return null;
        var json = geometry!.Value;
        if (json.ValueKind != JsonValueKind.Object)
            return "geometry must be a GeoJSON geometry object or null.";
        if (!json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !Depths.TryGetValue(type.GetString()!, out var depth))
            return $"geometry.type must be one of: {string.Join(", ", Depths.Keys)}.";
        if (!json.TryGetProperty("coordinates", out var coordinates))
            return "geometry.coordinates is missing.";
        var positions = 0;
        if (CoordinatesFault(coordinates, depth, isRing: depth > 1, ref positions) is { } fault)
            return fault;
        return positions > MaxPositions ? $"geometry has {positions} positions, more than the limit of {MaxPositions}." : null;
    }

    /// <summary>The geometry as it is kept: type and coordinates, nothing else; null when there is none.</summary>
    internal static string? Text(JsonElement? geometry) => IsAbsent(geometry)
        ? null
        : $$"""{"type":{{geometry!.Value.GetProperty("type").GetRawText()}},"coordinates":{{JsonSerializer.Serialize(geometry.Value.GetProperty("coordinates"))}}}""";

    internal static JsonElement? Element(string? json) => json is null ? null : JsonElement.Parse(json);

    /// <summary>The mean of all positions (of a closed ring without its last), longitude and latitude; good enough for a marker.</summary>
    internal static (double Longitude, double Latitude)? Middle(string? json)
    {
        if (json is null)
            return null;
        var (x, y, n) = (0.0, 0.0, 0);
        Walk(JsonElement.Parse(json).GetProperty("coordinates"));
        return n == 0 ? null : (x / n, y / n);

        void Walk(JsonElement coordinates)
        {
            if (coordinates[0].ValueKind == JsonValueKind.Number)
            {
                x += coordinates[0].GetDouble();
                y += coordinates[1].GetDouble();
                n++;
                return;
            }

            var count = coordinates.GetArrayLength();
            var isClosed = count >= LeastRing && coordinates[0][0].ValueKind == JsonValueKind.Number && JsonElement.DeepEquals(coordinates[0], coordinates[count - 1]);
            foreach (var inner in coordinates.EnumerateArray().Take(isClosed ? count - 1 : count))
                Walk(inner);
        }
    }

    private static bool IsAbsent(JsonElement? geometry) => geometry is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };

    private static string? CoordinatesFault(JsonElement coordinates, int depth, bool isRing, ref int positions)
    {
        if (coordinates.ValueKind != JsonValueKind.Array || coordinates.GetArrayLength() == 0)
            return "geometry.coordinates must be arrays as deep as the type says, none empty.";
        if (depth == 0)
        {
            positions++;
            return PositionFault(coordinates);
        }

        if (depth == 1 && isRing && (coordinates.GetArrayLength() < LeastRing || !JsonElement.DeepEquals(coordinates[0], coordinates[coordinates.GetArrayLength() - 1])))
            return $"A ring of geometry.coordinates must have at least {LeastRing} positions and end where it begins.";
        foreach (var inner in coordinates.EnumerateArray())
        {
            if (CoordinatesFault(inner, depth - 1, isRing, ref positions) is { } fault)
                return fault;
        }

        return null;
    }

    private static string? PositionFault(JsonElement position)
    {
        var length = position.GetArrayLength();
        if (length is < 2 or > 3 || position.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.Number))
            return "A position of geometry.coordinates must be [longitude, latitude], with or without a height.";
        var (longitude, latitude) = (position[0].GetDouble(), position[1].GetDouble());
        return Math.Abs(longitude) <= MaxLongitude && Math.Abs(latitude) <= MaxLatitude
            ? null
            : FormattableString.Invariant($"The position [{longitude}, {latitude}] of geometry.coordinates is outside ±{MaxLongitude}, ±{MaxLatitude} degrees.");
    }
}
