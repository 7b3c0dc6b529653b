namespace SmartCommunity.Simulators;

/// <summary>What happens to an elder at home.</summary>
internal static class CareFaults
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    internal static readonly FaultKind[] Kinds =
    [
        new()
        {
            Name = "fall", En = "A fall: the wristband or the radar raises the event once.", Zh = "跌倒", Classes = ["wearable", "fallRadar", "fallWatch"],
            ExpectedAlert = "fall", LatencyBudget = AtOnce, Effect = p => new EventEffect(p, "fall"),
        },
        new()
        {
            Name = "sos", En = "A call for help: the button is pressed, and pressed again.", Zh = "呼救", Classes = ["panicButton", "wearable"],
            Parameters = [new("every", "s", 0, 3_600, 0, "Pressed again this often; 0: once.")],
            StandardLength = TimeSpan.FromMinutes(1), ExpectedAlert = "sos", LatencyBudget = AtOnce,
            Effect = p => new EventEffect(p, "sos", (long)TimeSpan.FromSeconds(p["every"]).TotalMilliseconds),
        },
        new()
        {
            Name = "noActivity", En = "No motion, no water, no door, nobody in bed: the home is quiet.", Zh = "长时间无活动", Scope = FaultScope.Home,
            Classes = ["pir", "doorContact", "waterMeter", "fallRadar", "bedSensor"], StandardLength = TimeSpan.FromHours(14),
            ExpectedAlert = "quietHome", LatencyBudget = TimeSpan.FromHours(13), Effect = p => new QuietHomeEffect(p),
        },
        new()
        {
            Name = "nightWandering", En = "Out of bed, about the flat and through the front door, at night.", Zh = "夜间走动", Scope = FaultScope.Home,
            Classes = ["pir", "doorContact", "bedSensor"], StandardLength = TimeSpan.FromHours(1), AtNightOnly = true,
            ExpectedAlert = "doorAtNight", LatencyBudget = TimeSpan.FromMinutes(1), Effect = p => new NightWalkEffect(p),
        },
    ];
}
