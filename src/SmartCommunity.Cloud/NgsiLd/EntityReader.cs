using System.Globalization;
using System.Text.Json;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.NgsiLd;

/// <summary>
/// Reads an NGSI-LD entity in normalised form into what it says of a twin. Pure. Strict: an attribute that is not understood is a fault and never dropped; what the platform alone decides
/// (<c>name</c> of a device, <c>controlledProperty</c>, <c>createdAt</c>) is read over.
/// </summary>
internal sealed class EntityReader
{
    private static readonly string[] Containers = ["id", "type", "@context", "createdAt", "modifiedAt"];

    private readonly List<Fault> _faults = [];
    private readonly List<EntityRelation> _relations = [];
    private readonly List<EntityValue> _values = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _numbers = new(StringComparer.Ordinal);
    private JsonElement? _location;

    private EntityReader()
    {
    }

    /// <summary>The entity, or all its faults with the attribute each is in.</summary>
    internal static Outcome<TwinEntity> Read(JsonElement json) => new EntityReader().ReadEntity(json);

    private Outcome<TwinEntity> ReadEntity(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return Invalid("entity", "An entity must be a JSON object.");
        var urn = TextOf(json, "id");
        if (EntityTypes.TwinOf(urn) is not { } id || id.Kind is TwinKind.Community or TwinKind.Street or TwinKind.District)
            return Invalid("id", $"id '{urn}' must be {EntityTypes.UrnPrefix}Type:code, the type one of {string.Join(", ", EntityTypes.All.Select(t => t.Type))}.");
        if (TextOf(json, "type") is not { } typeName || EntityTypes.Find(typeName) is not { } type || !urn!.StartsWith($"{EntityTypes.UrnPrefix}{typeName}:", StringComparison.Ordinal))
            return Invalid("type", $"type '{TextOf(json, "type")}' must be that of the id '{urn}'.");
        foreach (var attribute in json.EnumerateObject().Where(a => !Containers.Contains(a.Name, StringComparer.Ordinal)))
            ReadAttribute(attribute.Name, attribute.Value, type);
        if (GeoGeometry.Fault(_location) is { } geometryFault)
            Add("location", geometryFault);
        return _faults.Count > 0 ? _faults.ToArray() : Finish(id, type);
    }

    private TwinEntity Finish(TwinId id, EntityType type)
    {
        var relations = _relations.Distinct().OrderBy(r => r.Kind, StringComparer.Ordinal).ThenBy(r => r.Target.ToString(), StringComparer.Ordinal).ToArray();
        var entity = new TwinEntity
        {
            Id = id,
            GeometryJson = GeoGeometry.Text(_location),
            Relations = relations,
            Values = [.. _values.OrderBy(v => v.Quantity, StringComparer.Ordinal)],
        };
        if (!id.IsMadePlace)
            return entity with { Class = type.Class ?? _texts.GetValueOrDefault("deviceClass"), Name = _texts.GetValueOrDefault("name", "") };
        return entity with
        {
            Place = new NewPlace
            {
                Kind = id.KindName,
                Code = id.Code,
                Parent = relations.FirstOrDefault(r => r.Kind == RelationRules.Containment(id.Kind))?.Target.ToString() ?? "",
                NameZh = _texts.GetValueOrDefault("name", ""),
                NameEn = _texts.GetValueOrDefault("alternateName", ""),
                Floors = (int?)Number("floorsAboveGround"),
                HeightM = Number("height"),
                Floor = (int?)Number("floor"),
                AreaM2 = Number("area"),
                OpeningHours = _texts.GetValueOrDefault("openingHours"),
                FacilityKind = _texts.GetValueOrDefault("facilityKind"),
                Geometry = _location,
            },
        };
    }

    private double? Number(string name) => _numbers.TryGetValue(name, out var number) ? number : null;

    private void ReadAttribute(string name, JsonElement attribute, EntityType type)
    {
        var isPlace = type.Kind != TwinKind.Device;
        switch (name)
        {
            case "location":
                if (Check(name, attribute, "GeoProperty", "value") is { } geometry)
                    _location = geometry;
                break;
            case RelationRules.IsIn or RelationRules.PartOf or RelationRules.Serves or RelationRules.Feeds or "refParkingSite":
                ReadRelations(name == "refParkingSite" ? RelationRules.PartOf : name, name, attribute);
                break;
            case "name" or "alternateName" or "openingHours" or "facilityKind" or "deviceClass":
                ReadText(name, attribute);
                break;
            case "controlledProperty":
                break;
            case "floorsAboveGround" or "height" or "floor" or "area" when isPlace:
                ReadNumber(name, attribute);
                break;
            default:
                ReadValue(name, attribute, type);
                break;
        }
    }

    private void ReadRelations(string kind, string name, JsonElement attribute)
    {
        foreach (var one in attribute.ValueKind == JsonValueKind.Array ? [.. attribute.EnumerateArray()] : new[] { attribute })
        {
            if (Check(name, one, "Relationship", "object") is not { } target)
                continue;
            if (target.ValueKind == JsonValueKind.String && EntityTypes.TwinOf(target.GetString()) is { } twin)
                _relations.Add(new EntityRelation(kind, twin));
            else
                Add(name, $"{name}.object must be an id of this platform's entities, such as urn:ngsi-ld:Building:code.");
        }
    }

    private void ReadText(string name, JsonElement attribute)
    {
        if (Check(name, attribute, "Property", "value") is not { } value)
            return;
        if (value.ValueKind == JsonValueKind.String)
            _texts[name] = value.GetString()!;
        else
            Add(name, $"{name}.value must be a string.");
    }

    private void ReadNumber(string name, JsonElement attribute)
    {
        if (Check(name, attribute, "Property", "value") is not { } value)
            return;
        if (value.ValueKind == JsonValueKind.Number && (name is "height" or "area" || value.TryGetInt32(out _)))
            _numbers[name] = value.GetDouble();
        else
            Add(name, $"{name}.value must be a {(name is "height" or "area" ? "" : "whole ")}number.");
    }

    private void ReadValue(string name, JsonElement attribute, EntityType type)
    {
        var quantity = type.Kind == TwinKind.Device ? QuantityCatalogue.Default.Find(type.QuantityOf(name)) : null;
        if (quantity is null)
        {
            Add(name, $"{type.Type} has no attribute '{name}' that can be imported.");
            return;
        }

        if (Check(name, attribute, "Property", "value") is not { } value)
            return;
        if (NumberOf(quantity, value) is not { } number)
            Add(name, $"{name}.value must be {Wanted(quantity)}.");
        else if (number < quantity.Min || number > quantity.Max)
            Add(name, FormattableString.Invariant($"{name} is {number}; physically possible are {quantity.Min} to {quantity.Max} {quantity.Unit}."));
        else if (TextOf(attribute, "unitCode") is { } unitCode && unitCode != UnitCodes.Of(quantity.Unit))
            Add(name, $"{name}.unitCode '{unitCode}' must be '{UnitCodes.Of(quantity.Unit) ?? "absent"}' ({quantity.Unit}).");
        else if (!DateTimeOffset.TryParse(TextOf(attribute, "observedAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            Add(name, $"{name}.observedAt must be a time in ISO 8601.");
        else
            _values.Add(new EntityValue(quantity.Name, number, at.ToUnixTimeMilliseconds(), QualityOf(attribute)));
    }

    private static int QualityOf(JsonElement attribute) =>
        attribute.TryGetProperty("quality", out var quality) && quality.ValueKind == JsonValueKind.Object && quality.TryGetProperty("value", out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetByte(out var flags) ? flags : 0;

    private static double? NumberOf(Quantity quantity, JsonElement value) => (quantity.Kind, value.ValueKind) switch
    {
        (QuantityKind.Boolean, JsonValueKind.True) => 1,
        (QuantityKind.Boolean, JsonValueKind.False) => 0,
        (QuantityKind.Enumeration, JsonValueKind.String) => quantity.Codes.TryGetValue(value.GetString()!, out var code) ? code : null,
        (QuantityKind.Number, JsonValueKind.Number) => value.GetDouble(),
        _ => null,
    };

    private static string Wanted(Quantity quantity) => quantity.Kind switch
    {
        QuantityKind.Boolean => "true or false",
        QuantityKind.Enumeration => $"one of: {string.Join(", ", quantity.Codes.Keys)}",
        _ => "a number",
    };

    /// <summary>The member of an attribute of the right type; null with a fault otherwise.</summary>
    private JsonElement? Check(string name, JsonElement attribute, string type, string member)
    {
        if (attribute.ValueKind == JsonValueKind.Object && TextOf(attribute, "type") == type && attribute.TryGetProperty(member, out var value))
            return value;
        Add(name, $"{name} must be an object of type {type} with a member '{member}'.");
        return null;
    }

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private void Add(string field, string message) => _faults.Add(Invalid(field, message));

    private static Fault Invalid(string field, string message) => new(FaultKind.Invalid, field, message);
}
