namespace SmartCommunity.Simulators;

/// <summary>Devices that measure wrongly: of every class that measures an analog quantity.</summary>
internal static class SensorFaults
{
    private const double Percent = 100;
    private static readonly string[] Analog = ["indoorAir", "outdoorAir", "wearable", "electricityMeter", "evCharger", "pvInverter", "noiseMeter"];

    internal static readonly FaultKind[] Kinds =
    [
        new()
        {
            Name = "stuck", En = "Every analog quantity repeats one value.", Zh = "传感器卡死", Classes = Analog, StandardLength = TimeSpan.FromHours(3),
            ExpectedAlert = "sensorStuck", LatencyBudget = TimeSpan.FromHours(2), Effect = p => new StuckEffect(p),
        },
        new()
        {
            Name = "drift", En = "Values creep away.", Zh = "传感器漂移", Classes = Analog,
            Parameters = [new("perHour", "%/h", -50, 50, 4, "Percent of the value per hour.")], StandardLength = TimeSpan.FromHours(12),
            ExpectedAlert = "sensorImplausible", LatencyBudget = TimeSpan.FromHours(8),
            Effect = p => new ScaleEffect(p, static (play, atMs) => 1 + (play["perHour"] / Percent * play.Hours(atMs))),
        },
        new()
        {
            Name = "offset", En = "Values are off by a share from one report to the next.", Zh = "传感器偏移", Classes = Analog,
            Parameters = [new("by", "%", -80, 400, 35, "Percent of the value.")], StandardLength = TimeSpan.FromHours(6),
            ExpectedAlert = "sensorImplausible", LatencyBudget = TimeSpan.FromHours(1), Effect = p => new ScaleEffect(p, static (play, _) => 1 + (play["by"] / Percent)),
        },
        new()
        {
            Name = "spike", En = "Single reports jump; no alert is deserved.", Zh = "单点尖峰", Classes = Analog,
            Parameters = [new("share", "1", 0.01, 0.5, 0.15, "Share of the reports that jump."), new("factor", "1", 0.01, 20, 3, "What they are multiplied by.")],
            StandardLength = TimeSpan.FromHours(2), Effect = p => new ScaleEffect(p, static (play, atMs) => play.Dice.Chance(atMs, play["share"]) ? play["factor"] : 1),
        },
        new()
        {
            Name = "wrongUnit", En = "New firmware reports in another unit: values beyond the physical limits.", Zh = "单位错误", Classes = Analog,
            Parameters = [new("factor", "1", 0.001, 1_000, 1_000, "What the values are multiplied by.")], StandardLength = TimeSpan.FromHours(2),
            ExpectedAlert = "quarantineGrows", LatencyBudget = TimeSpan.FromMinutes(15),
            Effect = p => new ScaleEffect(p, static (play, _) => play["factor"], unlimited: true),
        },
        new()
        {
            Name = "deadBattery", En = "The battery runs down in the first half, then the device is silent until it gets a new one.", Zh = "电池耗尽",
            Classes = ["panicButton", "pir", "doorContact", "waterMeter", "parkingSpot", "wearable"], StandardLength = TimeSpan.FromHours(8),
            ExpectedAlert = "batteryLow", LatencyBudget = TimeSpan.FromHours(4), Effect = p => new DeadBatteryEffect(p),
        },
    ];
}
