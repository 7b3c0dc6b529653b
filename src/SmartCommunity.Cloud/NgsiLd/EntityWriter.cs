using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.NgsiLd;

/// <summary>Writes a twin as an NGSI-LD entity in normalised form. Pure; equal twins give equal texts.</summary>
internal static class EntityWriter
{
    internal const string CoreContext = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld";

    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static byte[] Write(TwinEntity entity, Func<TwinId, string?> classOf)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Options))
            Write(json, entity, classOf);
        return memory.ToArray();
    }

    /// <summary>Writes one entity; <paramref name="classOf"/> tells the class of a device that a relationship points to.</summary>
    internal static void Write(Utf8JsonWriter json, TwinEntity entity, Func<TwinId, string?> classOf)
    {
        var type = EntityTypes.Of(entity.Id.Kind, entity.Class);
        json.WriteStartObject();
        json.WriteString("id", EntityTypes.Urn(entity.Id, entity.Class));
        json.WriteString("type", type.Type);
        if (entity.Place is { } place)
            WritePlace(json, place);
        else
            WriteDevice(json, entity);
        if (entity.GeometryJson is { } geometry)
        {
            json.WriteStartObject("location");
            json.WriteString("type", "GeoProperty");
            json.WritePropertyName("value");
            json.WriteRawValue(geometry);
            json.WriteEndObject();
        }

        WriteRelations(json, entity, classOf);
        foreach (var value in entity.Values)
            WriteValue(json, type.NameOf(value.Quantity), value);
        json.WriteStartArray("@context");
        json.WriteStringValue(CoreContext);
        json.WriteStartObject();
        json.WriteString("@vocab", "urn:smartcommunity:term:");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, NewPlace place)
    {
        WriteProperty(json, "name", place.NameZh);
        WriteProperty(json, "alternateName", place.NameEn);
        WriteNumber(json, "floorsAboveGround", place.Floors, unitCode: null);
        WriteNumber(json, "height", place.HeightM, "MTR");
        WriteNumber(json, "floor", place.Floor, unitCode: null);
        WriteNumber(json, "area", place.AreaM2, "MTK");
        WriteProperty(json, "openingHours", place.OpeningHours);
        WriteProperty(json, "facilityKind", place.FacilityKind);
    }

    private static void WriteDevice(Utf8JsonWriter json, TwinEntity entity)
    {
        WriteProperty(json, "name", entity.Name);
        WriteProperty(json, "deviceClass", entity.Class);
        json.WriteStartObject("controlledProperty");
        json.WriteString("type", "Property");
        json.WriteStartArray("value");
        foreach (var quantity in DeviceClassCatalogue.Current.Find(entity.Class ?? "")?.Quantities ?? [])
            json.WriteStringValue(quantity.Name);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRelations(Utf8JsonWriter json, TwinEntity entity, Func<TwinId, string?> classOf)
    {
        foreach (var kind in entity.Relations.GroupBy(r => r.Kind))
        {
            var targets = kind.Select(r => EntityTypes.Urn(r.Target, r.Target.Kind == TwinKind.Device ? classOf(r.Target) : null)).ToArray();
            json.WritePropertyName(kind.Key);
            if (targets.Length > 1)
                json.WriteStartArray();
            for (var i = 0; i < targets.Length; i++)
                WriteRelationship(json, targets[i], targets.Length == 1 ? null : i + 1);
            if (targets.Length > 1)
                json.WriteEndArray();
            if (kind.Key == RelationRules.PartOf && entity.Class == "parkingSpot")
            {
                json.WritePropertyName("refParkingSite");
                WriteRelationship(json, targets[0], number: null);
            }
        }
    }

    // Several of one name are told apart by their dataset.
    private static void WriteRelationship(Utf8JsonWriter json, string target, int? number)
    {
        json.WriteStartObject();
        json.WriteString("type", "Relationship");
        json.WriteString("object", target);
        if (number is { } n)
            json.WriteString("datasetId", string.Create(CultureInfo.InvariantCulture, $"urn:ngsi-ld:Dataset:{n}"));
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string attribute, EntityValue value)
    {
        var quantity = QuantityCatalogue.Default.Find(value.Quantity)!;
        json.WriteStartObject(attribute);
        json.WriteString("type", "Property");
        switch (quantity.Kind)
        {
            case QuantityKind.Boolean:
                json.WriteBoolean("value", value.Value != 0);
                break;
            case QuantityKind.Enumeration when quantity.Codes.FirstOrDefault(c => c.Value == value.Value).Key is { } code:
                json.WriteString("value", code);
                break;
            default:
                json.WriteNumber("value", value.Value);
                break;
        }

        json.WriteString("observedAt", DateTimeOffset.FromUnixTimeMilliseconds(value.AtMs).ToString(TimeFormat, CultureInfo.InvariantCulture));
        if (quantity.Kind == QuantityKind.Number)
        {
            if (UnitCodes.Of(quantity.Unit) is { } unitCode)
                json.WriteString("unitCode", unitCode);
            else
                WriteProperty(json, "ucum", quantity.Unit);
        }

        if (value.Quality != 0)
            WriteNumber(json, "quality", value.Quality, unitCode: null);
        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        json.WriteStartObject(name);
        json.WriteString("type", "Property");
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value, string? unitCode)
    {
        if (value is not { } number)
            return;
        json.WriteStartObject(name);
        json.WriteString("type", "Property");
        json.WriteNumber("value", number);
        if (unitCode is not null)
            json.WriteString("unitCode", unitCode);
        json.WriteEndObject();
    }
}
