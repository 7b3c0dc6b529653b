using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Eligibility.Shapes;

/// <summary>
/// Reads GeoJSON geometries (RFC 7946, WGS 84, longitude first). What is malformed, not closed, self-crossing, outside the district's box or longer than the limit is named with its field; nothing is repaired, because a repaired border is
/// a border nobody drew.
/// </summary>
internal sealed class ShapeReader(GroundBox box, int maxPositions, Faults faults)
{
    // First and last are the same position.
    private const int LeastRing = 4;

    private int _positions;

    /// <summary>The geometry, or null when something is wrong with it.</summary>
    internal Geometry? Read(string field, JsonElement json, params ReadOnlySpan<string> allowed)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !allowed.Contains(type.GetString()))
            return Fail(field + ".type", $"须为 {string.Join('、', allowed!)}。", $"must be one of {string.Join(", ", allowed!)}.");
        if (!json.TryGetProperty("coordinates", out var coordinates) || coordinates.ValueKind != JsonValueKind.Array)
            return Fail(field + ".coordinates", "须为坐标数组。", "must be an array of positions.");
        field += ".coordinates";
        var shape = type.GetString() switch
        {
            "Point" => Position(field, coordinates) is { } at ? Shape.Factory.CreatePoint(at) : null,
            "LineString" => Line(field, coordinates),
            "MultiLineString" => Many(field, coordinates, Line) is { } lines ? Shape.Factory.CreateMultiLineString(lines) : null,
            "Polygon" => Area(field, coordinates),
            _ => Many(field, coordinates, Area) is { } areas ? (Geometry)Shape.Factory.CreateMultiPolygon(areas) : null,
        };
        return shape is null || !IsValid(field, shape) ? null : shape;
    }

    private T[]? Many<T>(string field, JsonElement json, Func<string, JsonElement, T?> read)
        where T : Geometry
    {
        var parts = json.EnumerateArray().Select((part, i) => read($"{field}[{i}]", part)).ToArray();
        if (parts.Length == 0)
            Fail(field, "是空的。", "is empty.");
        return parts.Length == 0 || Array.Exists(parts, p => p is null) ? null : [.. parts.OfType<T>()];
    }

    private LineString? Line(string field, JsonElement json)
    {
        if (Positions(field, json) is not { } positions)
            return null;
        if (positions.Length < 2)
            return (LineString?)Fail(field, $"一条线至少有2个点，现为{positions.Length}个。", $"a line has at least 2 positions, this one {positions.Length}.");
        return Shape.Factory.CreateLineString(positions);
    }

    private Polygon? Area(string field, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
            return (Polygon?)Fail(field, "须为环的数组。", "must be an array of rings.");
        return Many(field, json, Ring) is { } rings ? Shape.Factory.CreatePolygon(rings[0], rings[1..]) : null;
    }

    private LinearRing? Ring(string field, JsonElement json)
    {
        if (Positions(field, json) is not { } positions)
            return null;
        if (positions.Length < LeastRing)
            return (LinearRing?)Fail(field, $"一个环至少有{LeastRing}个点（首尾相同），现为{positions.Length}个。", $"a ring has at least {LeastRing} positions, first and last the same; this one {positions.Length}.");
        if (!positions[0].Equals2D(positions[^1]))
            return (LinearRing?)Fail(field, "未闭合：最后一点须与第一点相同。", "is not closed: its last position must be its first.");
        return Shape.Factory.CreateLinearRing(positions);
    }

    private Coordinate[]? Positions(string field, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            Fail(field, "须为坐标数组。", "must be an array of positions.");
            return null;
        }

        _positions += json.GetArrayLength();
        if (_positions > maxPositions)
        {
            Fail(field, $"坐标点超过上限 {maxPositions} 个。", $"there are more than the limit of {maxPositions} positions; simplify it.");
            return null;
        }

        var positions = json.EnumerateArray().Select((position, i) => Position($"{field}[{i}]", position)).ToArray();
        return Array.Exists(positions, p => p is null) ? null : [.. positions.OfType<Coordinate>()];
    }

    private Coordinate? Position(string field, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() is < 2 or > 3 || json.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.Number))
        {
            Fail(field, "须为 [经度, 纬度]。", "must be [longitude, latitude].");
            return null;
        }

        var at = new Coordinate(json[0].GetDouble(), json[1].GetDouble());
        if (box.Contains(at.X, at.Y))
            return at;
        var place = string.Create(CultureInfo.InvariantCulture, $"[{at.X}, {at.Y}]");
        var swapped = box.Contains(at.Y, at.X);
        Fail(field, $"{place} 在本区范围 {box} 之外{(swapped ? "；经纬度可能写反了" : "")}。", $"{place} is outside the district, {box}{(swapped ? "; longitude and latitude may be swapped" : "")}.");
        return null;
    }

    private bool IsValid(string field, Geometry shape)
    {
        if (new IsValidOp(shape).ValidationError is not { } fault)
            return true;
        var at = string.Create(CultureInfo.InvariantCulture, $"[{fault.Coordinate.X:0.######}, {fault.Coordinate.Y:0.######}]");
        Fail(field, $"图形在 {at} 处自相交或无效。", $"the shape crosses itself or is not valid at {at}: {fault.Message}.");
        return false;
    }

    private Geometry? Fail(string field, string zh, string en)
    {
        faults.Add(field, zh, en);
        return null;
    }
}
