namespace SmartCommunity.Simulators;

/// <summary>Fire, gas and water in a home.</summary>
internal static class SafetyFaults
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    internal static readonly FaultKind[] Kinds =
    [
        new()
        {
            Name = "smoke", En = "Smoke in a home.", Zh = "烟雾报警", Classes = ["smokeDetector"], ExpectedAlert = "smoke", LatencyBudget = AtOnce,
            Effect = p => new HoldEffect(p, "smoke", ("smoke", 1)),
        },
        new()
        {
            Name = "gas", En = "Combustible gas in a kitchen.", Zh = "燃气泄漏", Classes = ["gasDetector"],
            Parameters = [new("gasLel", "%", 5, 100, 18, "Share of the lower explosive limit.")], ExpectedAlert = "gas", LatencyBudget = AtOnce,
            Effect = p => new HoldEffect(p, "gas", ("gasLel", p["gasLel"])),
        },
        new()
        {
            Name = "co", En = "Carbon monoxide.", Zh = "一氧化碳超标", Classes = ["coDetector"],
            Parameters = [new("co", "[ppm]", 100, 1_000, 160, "Concentration.")], ExpectedAlert = "co", LatencyBudget = AtOnce,
            Effect = p => new HoldEffect(p, "co", ("co", p["co"])),
        },
        new()
        {
            Name = "leak", En = "Water on the floor.", Zh = "水浸", Classes = ["leakDetector"], ExpectedAlert = "leak", LatencyBudget = TimeSpan.FromMinutes(1),
            Effect = p => new HoldEffect(p, "leak", ("leak", 1)),
        },
        new()
        {
            Name = "burstPipe", En = "A pipe bursts behind the meter: water runs without pause.", Zh = "水管爆裂", Classes = ["waterMeter"],
            Parameters = [new("flow", "m3/h", 0.5, 20, 3, "Flow besides what the household uses.")], StandardLength = TimeSpan.FromHours(2),
            ExpectedAlert = "waterFast", LatencyBudget = TimeSpan.FromMinutes(30),
            Effect = p => new RateEffect(p, (quantity, value) => quantity == "flow" ? value + p["flow"] : value),
        },
    ];
}
