using System.Text.Json;
using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>A picture as a GeoJSON FeatureCollection; each feature's <c>layer</c> says what it shows.</summary>
public static class PictureGeoJson
{
    // A centimetre: what the borders were drawn with is coarser.
    private const int Decimals = 7;

    /// <summary>The collection as UTF-8 JSON.</summary>
    public static byte[] Write(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Encoder = ActJson.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var shape in picture.Shapes)
            {
                json.WriteStartObject();
                json.WriteString("type", "Feature");
                json.WriteStartObject("properties");
                json.WriteString("layer", JsonNamingPolicy.CamelCase.ConvertName(shape.Layer.ToString()));
                json.WriteString("name", shape.Name);
                json.WriteEndObject();
                json.WritePropertyName("geometry");
                Write(json, shape.Shape);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    /// <summary>One geometry as a GeoJSON object.</summary>
    public static void Write(Utf8JsonWriter json, Geometry shape)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(shape);
        json.WriteStartObject();
        json.WriteString("type", shape.GeometryType);
        if (shape is GeometryCollection and not (MultiPolygon or MultiLineString or MultiPoint))
        {
            json.WriteStartArray("geometries");
            foreach (var part in ((GeometryCollection)shape).Geometries)
                Write(json, part);
            json.WriteEndArray();
        }
        else
        {
            json.WritePropertyName("coordinates");
            Coordinates(json, shape);
        }

        json.WriteEndObject();
    }

    private static void Coordinates(Utf8JsonWriter json, Geometry shape)
    {
        switch (shape)
        {
            case Point point:
                Position(json, point.Coordinate);
                break;
            case LineString line:
                Positions(json, line.Coordinates);
                break;
            case Polygon polygon:
                json.WriteStartArray();
                Positions(json, polygon.ExteriorRing.Coordinates);
                foreach (var hole in polygon.InteriorRings)
                    Positions(json, hole.Coordinates);
                json.WriteEndArray();
                break;
            default:
                json.WriteStartArray();
                foreach (var part in ((GeometryCollection)shape).Geometries)
                    Coordinates(json, part);
                json.WriteEndArray();
                break;
        }
    }

    private static void Positions(Utf8JsonWriter json, Coordinate[] positions)
    {
        json.WriteStartArray();
        foreach (var position in positions)
            Position(json, position);
        json.WriteEndArray();
    }

    private static void Position(Utf8JsonWriter json, Coordinate at)
    {
        json.WriteStartArray();
        json.WriteNumberValue(Math.Round(at.X, Decimals));
        json.WriteNumberValue(Math.Round(at.Y, Decimals));
        json.WriteEndArray();
    }
}
