namespace SmartCommunity.Simulators;

/// <summary>Streets, lifts, bins: what happens in the common places of a community.</summary>
internal static class SiteFaults
{
    private const double FullBin = 100;

    internal static readonly FaultKind[] Kinds =
    [
        new()
        {
            Name = "fireLaneBlocked", En = "A car stands in the fire lane; the site says so every minute.", Zh = "消防通道占用", Classes = ["parkingSite"],
            StandardLength = TimeSpan.FromMinutes(20), ExpectedAlert = "fireLane", LatencyBudget = TimeSpan.FromMinutes(4),
            Effect = p => new EventEffect(p, "fireLaneBlocked", (long)TimeSpan.FromMinutes(1).TotalMilliseconds),
        },
        new()
        {
            Name = "parkingDrift", En = "The gate misses cars: the count of free places creeps away.", Zh = "车位计数漂移", Classes = ["parkingSite"],
            Parameters = [new("perHour", "1/h", 1, 200, 12, "Places lost per hour.")], StandardLength = TimeSpan.FromHours(6),
            ExpectedAlert = "parkingDrift", LatencyBudget = TimeSpan.FromHours(4), Effect = p => new GateDriftEffect(p),
        },
        new()
        {
            Name = "binOverflow", En = "A bin fills up and is not emptied.", Zh = "垃圾桶满溢", Classes = ["wasteBin"], StandardLength = TimeSpan.FromHours(6),
            ExpectedAlert = "binFull", LatencyBudget = TimeSpan.FromHours(1), Effect = p => new HoldEffect(p, eventType: null, ("binFill", FullBin)),
        },
        new()
        {
            Name = "liftEntrapment", En = "Somebody is shut in a lift.", Zh = "电梯困人", Classes = ["lift"], StandardLength = TimeSpan.FromMinutes(25),
            ExpectedAlert = "entrapment", LatencyBudget = TimeSpan.FromSeconds(10), Effect = p => new EventEffect(p, "entrapment"),
        },
        new()
        {
            Name = "nightNoise", En = "Noise at night.", Zh = "夜间噪声", Classes = ["noiseMeter"], AtNightOnly = true,
            Parameters = [new("noise", "dB[SPL]", 55, 120, 78, "Level.")], StandardLength = TimeSpan.FromHours(1),
            ExpectedAlert = "noiseAtNight", LatencyBudget = TimeSpan.FromMinutes(15), Effect = p => new HoldEffect(p, eventType: null, ("noise", p["noise"])),
        },
    ];
}
