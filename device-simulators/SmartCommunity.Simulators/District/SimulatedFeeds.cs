using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.District;

/// <summary>
/// What a simulated meter feeds, as twin ids: a common load its building or facility, a family's meter its unit, the master water meter the community. In some communities nobody said it of the master.
/// </summary>
internal static class SimulatedFeeds
{
    private static readonly string[] Loads = ["lighting", "lift", "family", "pump", "office", "charging"];

    /// <summary>Nothing for what meters nothing.</summary>
    internal static IReadOnlyList<string> Of(ulong seed, SimulatedDevice device)
    {
        var community = device.Address.Community;
        if (device.Address.Class is not ("electricityMeter" or "waterMeter" or "gasMeter" or "pvInverter"))
            return [];
        if (device.Home > 0)
            return [$"unit:{PlaceCodes.UnitOfHome(community, device.Home)}"];
        return device.Address.Class switch
        {
            "electricityMeter" => [OfLoad(community, device.Number)],
            "pvInverter" => [$"building:{PlaceCodes.Building(community, PlaceCodes.BuildingOfRoof(device.Number))}"],
            "gasMeter" => [Facility(community, "canteen")],
            _ when device.Number == 1 => new Equipment(Dice.Of(seed).Fork(community)).Has("masterMeter") ? [$"community:{community}"] : [],
            _ => [Facility(community, device.Number % 2 == 0 ? "canteen" : "parlour")],
        };
    }

    /// <summary>True: the meter of this number counts a common load, not a family's.</summary>
    internal static bool IsCommonLoad(int number) => Loads[(number - 1) % Loads.Length] != "family";

    private static string OfLoad(string community, int number)
    {
        var building = PlaceCodes.BuildingOfLoad(number);
        return Loads[(number - 1) % Loads.Length] switch
        {
            "family" => $"unit:{PlaceCodes.Unit(community, building, 1)}",
            "office" => Facility(community, "parlour"),
            "charging" => Facility(community, "garage"),
            _ => $"building:{PlaceCodes.Building(community, building)}",
        };
    }

    private static string Facility(string community, string code) => $"facility:{PlaceCodes.Facility(community, code)}";
}
