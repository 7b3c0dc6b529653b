using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators;

/// <summary>Made-up facts of a simulated community, the same for the same seed.</summary>
public static class SimulatedFacts
{
    /// <summary>A grown neighbourhood of 900 to 2,600 households (百合社区: 22.94 ha), with shares around what the pack asks.</summary>
    public static IReadOnlyList<(string Code, double Value)> Of(ulong seed, string community)
    {
        var dice = Dice.Of(seed).Fork("facts").Fork(community);
        var households = Math.Round(dice.Between(1, 900, 2_600));
        var residents = Math.Round(households * dice.Between(2, 2.4, 2.9));
        return
        [
            ("households", households), ("dwellings", Math.Round(households * 1.04)), ("residents", residents), ("residents14plus", Math.Round(residents * 0.86)),
            ("residents60plus", Math.Round(residents * dice.Between(3, 0.18, 0.27))), ("children3to6", Math.Round(residents * 0.03)), ("keyPopulation", Math.Round(residents * 0.35)),
            ("guardHouseholds", 4), ("healthRecords", Math.Round(residents * dice.Between(4, 0.7, 0.92))), ("familyDoctorContracts", Math.Round(residents * 0.35 * dice.Between(5, 0.6, 0.9))),
            ("pointsResidents90d", Math.Round(residents * dice.Between(6, 0.05, 0.35))), ("parkingSpaces", Math.Round(households * dice.Between(7, 0.45, 0.9))),
            ("appHouseholds90d", Math.Round(households * dice.Between(8, 0.15, 0.6))), ("householdsReachable", Math.Round(households * dice.Between(9, 0.9, 1))),
            ("lockerCells", Math.Round(households * dice.Between(10, 0.15, 0.6))), ("operationIncome12m", Math.Round(dice.Between(11, 700_000, 1_200_000))), ("operationCost12m", 1_000_000),
        ];
    }
}
