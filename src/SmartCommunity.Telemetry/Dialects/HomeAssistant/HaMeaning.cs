using System.Collections.Frozen;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.HomeAssistant;

/// <summary>Which quantity or event of a class an entity means: by its device class first, else by its own id. Pure.</summary>
internal static class HaMeaning
{
    private const double Percent = 100;

    /// <summary>Quantities that a device class may be, the first that the device's class reports counts.</summary>
    private static readonly FrozenDictionary<string, string[]> Sensors = new Dictionary<string, string[]>
    {
        ["temperature"] = ["temp", "bodyTemp", "inverterTemp", "chargerTemp"], ["humidity"] = ["humidity"], ["carbon_dioxide"] = ["co2"], ["carbon_monoxide"] = ["co"],
        ["power"] = ["activePower", "pvPower"], ["reactive_power"] = ["reactivePower"], ["energy"] = ["energyImport", "pvEnergy"], ["voltage"] = ["voltage"], ["current"] = ["current"],
        ["power_factor"] = ["powerFactor"], ["frequency"] = ["frequency"], ["illuminance"] = ["light"], ["pm25"] = ["pm25"], ["pm10"] = ["pm10"], ["battery"] = ["battery"],
        ["sound_pressure"] = ["noise"], ["pressure"] = ["pressure"], ["atmospheric_pressure"] = ["pressure"], ["water"] = ["volume"], ["gas"] = ["volume"], ["volume"] = ["volume"],
        ["volume_flow_rate"] = ["flow"], ["weight"] = ["weight", "binMass"], ["wind_speed"] = ["windSpeed"], ["precipitation"] = ["rainfall"], ["irradiance"] = ["irradiance"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string[]> Binaries = new Dictionary<string, string[]>
    {
        ["motion"] = ["motion", "presence"], ["occupancy"] = ["presence", "motion", "inBed"], ["presence"] = ["presence", "motion", "inBed"],
        ["door"] = ["door"], ["window"] = ["door"], ["opening"] = ["door"], ["garage_door"] = ["door"], ["smoke"] = ["smoke"], ["moisture"] = ["leak"], ["problem"] = ["fault"],
        ["light"] = ["lampOn"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Events = new Dictionary<string, string>
    {
        ["gas"] = "gas", ["carbon_monoxide"] = "co", ["safety"] = "sos", ["tamper"] = "tamper",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static HaBinding Of(HaEntity entity, DeviceAddress device)
    {
        var table = ClassTable.Of(device.Class);
        var quantity = QuantityOf(entity, table);
        if (quantity is null)
            return new HaBinding(device, Quantity: null, EventOf(entity, table), 1, 0);
        if (entity.BrightnessScale > 0)
            return new HaBinding(device, quantity.Name, Event: null, Percent / entity.BrightnessScale, 0);
        var conversion = entity.IsBinary || quantity.Kind != QuantityKind.Number ? (1, 0) : HaUnits.To(quantity, entity.Unit);
        return conversion is { } known
            ? new HaBinding(device, quantity.Name, Event: null, known.Scale, known.Offset)
            : new HaBinding(device, Quantity: null, Event: null, 1, 0);
    }

    private static Quantity? QuantityOf(HaEntity entity, ClassTable table)
    {
        string[] candidates = entity.Component switch
        {
            HaComponent.Light => [entity.BrightnessScale > 0 ? "dimming" : "lampOn"],
            HaComponent.Switch => ["relay", "lampOn", "screenOn"],
            HaComponent.Valve => ["valve"],
            HaComponent.BinarySensor => Binaries.GetValueOrDefault(entity.DeviceClass ?? "") ?? [],
            _ => Sensors.GetValueOrDefault(entity.DeviceClass ?? "") ?? [],
        };
        // A second register of the same device class says in its id which way the energy goes.
        if (entity.DeviceClass == "energy" && (Names(entity.ObjectId, "export") || Names(entity.ObjectId, "return") || Names(entity.ObjectId, "returned")))
            candidates = ["energyExport"];
        foreach (var candidate in candidates)
        {
            if (Reported(candidate, table) is { } quantity)
                return quantity;
        }

        return Reported(entity.ObjectId, table) ?? Reported(entity.ObjectId[(entity.ObjectId.LastIndexOf('_') + 1)..], table);
    }

    private static string? EventOf(HaEntity entity, ClassTable table)
    {
        if (entity.Component != HaComponent.BinarySensor)
            return null;
        if (Events.TryGetValue(entity.DeviceClass ?? "", out var known) && table.Raises(known))
            return known;
        var last = entity.ObjectId[(entity.ObjectId.LastIndexOf('_') + 1)..];
        return table.Raises(last) ? last : null;
    }

    private static bool Names(string objectId, string word) => objectId.Split('_').Contains(word, StringComparer.OrdinalIgnoreCase);

    private static Quantity? Reported(string name, ClassTable table) =>
        QuantityCatalogue.Default.IndexOf(name) is >= 0 and var index && table.Reports(index) ? QuantityCatalogue.Default.All[index] : null;
}
