using System.Globalization;

namespace SmartCommunity.Simulators.District;

/// <summary>Codes of a simulated community's places, and where its homes and loads are among them.</summary>
internal static class PlaceCodes
{
    /// <summary>An elder's home has a unit to itself: to the platform the unit is the home, and two in one would never be quiet together.</summary>
    internal const int LeastBuildings = 12, UnitsPerBuilding = 2, HomesPerBuilding = UnitsPerBuilding;

    /// <summary>Meters of the community in one building, as <see cref="PlaceNames"/> counts them.</summary>
    private const int LoadsPerBuilding = 6;

    internal static string Facility(string community, string code) => $"{community}-{code}";

    internal static string Building(string community, int number) => string.Create(CultureInfo.InvariantCulture, $"{community}-b{number:D2}");

    internal static string Unit(string community, int building, int unit) => string.Create(CultureInfo.InvariantCulture, $"{community}-b{building:D2}-u{unit}");

    internal static string UnitOfHome(string community, int home) => Unit(community, ((home - 1) / HomesPerBuilding) + 1, ((home - 1) % UnitsPerBuilding) + 1);

    /// <summary>The building an electricity meter of the community hangs in, from 1.</summary>
    internal static int BuildingOfLoad(int number) => Math.Min(LeastBuildings, ((number - 1) / LoadsPerBuilding) + 1);

    /// <summary>The building a PV inverter is on, from 1.</summary>
    internal static int BuildingOfRoof(int number) => ((number - 1) % LeastBuildings) + 1;
}
