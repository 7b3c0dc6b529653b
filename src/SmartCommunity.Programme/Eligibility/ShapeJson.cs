using System.Text.Json;
using System.Text.Json.Serialization;
using NetTopologySuite.Geometries;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>Writes a geometry of an answer as GeoJSON. Geometry that comes in is read where it is checked, never here.</summary>
internal sealed class ShapeJson : JsonConverter<Geometry>
{
    public override Geometry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Geometry is read where it is checked.");

    public override void Write(Utf8JsonWriter writer, Geometry value, JsonSerializerOptions options) => PictureGeoJson.Write(writer, value);
}
