using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators;

/// <summary>Made-up facts of a simulated community, the same for the same seed. Communities differ: each has its own way to go, and a few facts that nobody entered.</summary>
public static class SimulatedFacts
{
    // Of a hundred facts that nobody needs to count first.
    private const double Forgotten = 0.08;

    /// <summary>What each fact is a share of, and between which shares communities lie: around what the pack asks for a grown neighbourhood.</summary>
    private static readonly (string Code, string Of, double Low, double High)[] _shares =
    [
        ("residents14plus", "residents", 0.84, 0.88), ("residents60plus", "residents", 0.18, 0.27), ("children3to6", "residents", 0.025, 0.04), ("keyPopulation", "residents", 0.33, 0.37),
        ("pointsResidents90d", "residents", 0.05, 0.35), ("healthRecords", "residents", 0.7, 0.95), ("familyDoctorContracts", "keyPopulation", 0.6, 0.95), ("monthlyActiveUsers", "residents", 0.05, 0.4),
        ("dwellingsNearChildcare300", "dwellings", 0.3, 0.8), ("dwellingsNearChildcare500", "dwellings", 0.8, 1), ("dwellingsNearFitness300", "dwellings", 0.6, 1),
        ("dwellingsNearHealthStation1000", "dwellings", 0.7, 1), ("dwellingsNearStop300", "dwellings", 0.5, 0.85), ("dwellingsNearStop300to500", "dwellings", 0.05, 0.15), ("talentDwellings", "dwellings", 0, 0.12),
        ("twinPlacesComplete", "twinPlaces", 0.7, 1), ("idleAreaReused", "idleAreaFound", 0.3, 0.95), ("publicFloorArea", "floorArea", 0.02, 0.05), ("prefabricatedArea", "floorArea", 0, 0.2),
        ("greenFloorArea", "floorArea", 0.1, 0.6), ("buildingsRenovated", "buildings", 0.5, 1), ("stairwellsBarrierFree", "stairwells", 0.2, 0.9), ("sharedOpenArea", "floorArea", 0.002, 0.02),
        ("parkingSpaces", "households", 0.45, 0.9), ("chargingSpaces", "parkingSpaces", 0.05, 0.3), ("chargingReservedSpaces", "parkingSpaces", 0.2, 0.7), ("barrierFreePathLength", "mainPathLength", 0.5, 1),
        ("lockerCells", "households", 0.15, 0.6), ("suitableRoofArea", "floorArea", 0.03, 0.06), ("pvCapacity", "suitableRoofArea", 0.02, 0.12),
        ("wasteMass12m", "residents", 0.3, 0.4), ("recycledMass12m", "wasteMass12m", 0.2, 0.5), ("operationCost12m", "residents", 300, 400),
        ("operationIncome12m", "operationCost12m", 0.8, 1.2), ("repairOrders90d", "households", 0.05, 0.2), ("repairOrdersInTime90d", "repairOrders90d", 0.75, 1), ("feesReceivable12m", "floorArea", 10, 18),
        ("feesCollected12m", "feesReceivable12m", 0.6, 0.98), ("seniorMeals30d", "residents60plus", 0.5, 3), ("gridEvents90d", "households", 0.02, 0.1), ("gridEventsInTime90d", "gridEvents90d", 0.8, 1),
        ("appHouseholds90d", "households", 0.15, 0.6), ("surveyHouseholds", "households", 0.03, 0.2), ("proposals90d", "households", 0.005, 0.03), ("proposalsAnswered7d", "proposals90d", 0.6, 1),
        ("householdsReachable", "households", 0.85, 1), ("planningHouseholds", "households", 1.5, 3), ("planningHouseholdsReachable", "planningHouseholds", 0.6, 1),
    ];

    /// <summary>Parts of a whole are counted; these are measured, in the unit of their definition.</summary>
    private static readonly HashSet<string> _measured =
    [
        "publicFloorArea", "prefabricatedArea", "greenFloorArea", "sharedOpenArea", "barrierFreePathLength", "suitableRoofArea", "pvCapacity", "wasteMass12m",
        "recycledMass12m", "idleAreaReused",
    ];

    /// <summary>A grown neighbourhood of 900 to 2,600 households (百合社区: 22.94 ha), with shares around what the pack asks.</summary>
    public static IReadOnlyList<(string Code, double Value)> Of(SimulatedDistrict district, string community)
    {
        ArgumentNullException.ThrowIfNull(district);
        var dice = Dice.Of(district.Seed).Fork("facts").Fork(community);
        // How far the community is: 0 at the lower end of every share, 1 at the upper.
        var progress = dice.Between(3, 0.2, 1);
        var facts = Counted(dice);
        AddCommonParts(facts, CommonElectricity.YearKwh(district, community), dice);
        for (var i = 0; i < _shares.Length; i++)
        {
            var (code, of, low, high) = _shares[i];
            var value = facts[of] * (low + ((high - low) * Math.Clamp(progress + dice.Between(100 + i, -0.3, 0.3), 0, 1)));
            facts[code] = _measured.Contains(code) ? Math.Round(value, 1) : Math.Round(value);
        }

        var needed = _shares.Select(static s => s.Of).ToHashSet(StringComparer.Ordinal);
        return [.. facts.Where(f => needed.Contains(f.Key) || !dice.Fork(f.Key).Chance(0, Forgotten)).Select(static f => (f.Key, f.Value))];
    }

    /// <summary>
    /// The common parts that have meters: their area by what a square metre takes, and the baseline year around what this year's meters count. They count since 1 January, so a window of a year holds
    /// less than one before the next.
    /// </summary>
    private static void AddCommonParts(Dictionary<string, double> facts, double yearKwh, Dice dice)
    {
        const double leastKwhPerM2 = 7, mostKwhPerM2 = 24, leastOfYear = 0.9, mostOfYear = 1.08;
        facts["commonFloorArea"] = Math.Round(yearKwh / dice.Between(11, leastKwhPerM2, mostKwhPerM2), 1);
        facts["commonElectricityBaseline"] = Math.Round(yearKwh * dice.Between(12, leastOfYear, mostOfYear), 1);
    }

    private static Dictionary<string, double> Counted(Dice dice)
    {
        var households = Math.Round(dice.Between(1, 900, 2_600));
        var residents = Math.Round(households * dice.Between(2, 2.4, 2.9));
        var buildings = Math.Round(households / dice.Between(4, 28, 45));
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["households"] = households, ["dwellings"] = Math.Round(households * 1.04), ["residents"] = residents, ["guardHouseholds"] = 4,
            ["buildings"] = buildings, ["stairwells"] = buildings * 3, ["twinPlaces"] = buildings * 4, ["floorArea"] = Math.Round(households * dice.Between(5, 85, 110)),
            ["idleAreaFound"] = Math.Round(dice.Between(6, 400, 2_500)), ["mainPathLength"] = Math.Round(dice.Between(7, 1_500, 5_000)),
            ["baselineDegreeDays"] = 1_620, // Hangzhou: heating below 18, cooling above 26 °C.
            ["satisfiedShare"] = Math.Round(dice.Between(8, 78, 98), 1), ["operatorContractYears"] = Math.Round(dice.Between(9, 1, 5)), ["openHoursKept"] = Math.Round(dice.Between(10, 82, 99), 1),
            ["luxuryHousing"] = 0, ["barrierWithoutLink"] = 0, ["majorAccident"] = 0, ["falsifiedData"] = 0, ["unresolvedBreach"] = 0,
        };
    }
}
