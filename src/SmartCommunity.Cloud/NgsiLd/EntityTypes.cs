using SmartCommunity.Cloud.Graph;

namespace SmartCommunity.Cloud.NgsiLd;

/// <summary>How a kind of twin is named as an NGSI-LD entity.</summary>
/// <param name="Type">Entity type: one of smart-data-models where one fits.</param>
/// <param name="Kind">Kind of twin.</param>
/// <param name="Class">Device class; null for places, and for devices of every other class.</param>
/// <param name="Names">Quantity → attribute name of the data model; other quantities keep their own name.</param>
internal sealed record EntityType(string Type, TwinKind Kind, string? Class, IReadOnlyDictionary<string, string> Names)
{
    internal string NameOf(string quantity) => Names.GetValueOrDefault(quantity, quantity);

    internal string QuantityOf(string attribute) => Names.FirstOrDefault(n => n.Value == attribute).Key ?? attribute;
}

/// <summary>
/// Entity types and ids. <c>urn:ngsi-ld:Type:code</c> names the twin; a device is the type of its class. The relation of a spot to its site bears the data model's own name as well as ours.
/// </summary>
internal static class EntityTypes
{
    internal const string UrnPrefix = "urn:ngsi-ld:";

    /// <summary>Types by name; the last one takes the devices that no other fits.</summary>
    internal static IReadOnlyList<EntityType> All { get; } =
    [
        new("Building", TwinKind.Building, null, Names()),
        new("BuildingUnit", TwinKind.Unit, null, Names()),
        new("Facility", TwinKind.Facility, null, Names()),
        new("ParkingSpot", TwinKind.Device, "parkingSpot", Names(("spotStatus", "status"))),
        new("OffStreetParking", TwinKind.Device, "parkingSite", Names(("freeSpots", "availableSpotNumber"), ("occupiedSpots", "occupiedSpotNumber"), ("totalSpots", "totalSpotNumber"))),
        new("EVChargingStation", TwinKind.Device, "evCharger", Names(("chargerStatus", "status"))),
        new("WaterConsumptionObserved", TwinKind.Device, "waterMeter", Names(("volume", "waterConsumption"))),
        new("Device", TwinKind.Device, null, Names()),
    ];

    /// <summary>Kinds that are only targets of relationships.</summary>
    private static readonly Dictionary<string, TwinKind> Tops = new(StringComparer.Ordinal)
    {
        ["Community"] = TwinKind.Community, ["Street"] = TwinKind.Street, ["District"] = TwinKind.District,
    };

    internal static EntityType? Find(string type) => All.FirstOrDefault(t => t.Type == type);

    internal static EntityType Of(TwinKind kind, string? deviceClass) =>
        All.FirstOrDefault(t => t.Kind == kind && t.Class == deviceClass) ?? All.First(t => t.Kind == kind && t.Class is null);

    internal static string Urn(TwinId id, string? deviceClass)
    {
        var type = Tops.FirstOrDefault(t => t.Value == id.Kind).Key ?? Of(id.Kind, deviceClass).Type;
        return $"{UrnPrefix}{type}:{id.Code}";
    }

    /// <summary>The twin a URN names; null when it is none of ours.</summary>
    internal static TwinId? TwinOf(string? urn)
    {
        if (urn is null || !urn.StartsWith(UrnPrefix, StringComparison.Ordinal) || urn[UrnPrefix.Length..].Split(':') is not [var type, var code])
            return null;
        var kind = Tops.TryGetValue(type, out var top) ? top : Find(type)?.Kind;
        return kind is { } known && TwinId.TryParse($"{TwinId.Kinds[(int)known].Name}:{code}", out var id) ? id : null;
    }

    private static Dictionary<string, string> Names(params (string Quantity, string Attribute)[] names) =>
        names.ToDictionary(n => n.Quantity, n => n.Attribute, StringComparer.Ordinal);
}
