using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>Meters, chargers, roofs and lamps.</summary>
internal static class EnergyFaults
{
    private static readonly string[] Meters = ["waterMeter", "electricityMeter", "gasMeter", "pvInverter", "evCharger"];
    private static readonly double Faulted = QuantityCatalogue.Default.Find("chargerStatus")!.Codes["faulted"];

    internal static readonly FaultKind[] Kinds =
    [
        new()
        {
            Name = "meterSwap", En = "The meter is exchanged; the new one begins at a small value.", Zh = "换表", Classes = Meters,
            Parameters = [new("first", "1", 0, 1_000, 0.3, "First value of the new register, in its unit.")], StandardLength = TimeSpan.FromMinutes(1),
            Effect = p => new MeterSwapEffect(p),
        },
        new()
        {
            Name = "registerRollOver", Foreshadows = true,
            En = "The register stands near the end of its digits, passes it at the beginning of the fault and counts on from zero. Injected, it jumps near the end at once.", Zh = "表计翻转", Classes = Meters,
            
            Parameters = [new("digits", "1", 3, 7, 5, "Digits before the point.")], StandardLength = TimeSpan.FromMinutes(1), Effect = p => new RollOverEffect(p),
        },
        new()
        {
            Name = "chargerFault", En = "The charger reports a fault and charges nothing.", Zh = "充电桩故障", Classes = ["evCharger"],
            StandardLength = TimeSpan.FromHours(1), ExpectedAlert = "chargerFault", LatencyBudget = TimeSpan.FromMinutes(1),
            Effect = p => new HoldEffect(p, "fault", ("chargerStatus", Faulted), ("activePower", 0)),
        },
        new()
        {
            Name = "chargerHot", En = "The charger's plug grows hot.", Zh = "充电桩过热", Classes = ["evCharger"],
            Parameters = [new("chargerTemp", "Cel", 86, 180, 97, "Temperature it reaches in the first third.")], StandardLength = TimeSpan.FromMinutes(30),
            ExpectedAlert = "chargerHot", LatencyBudget = TimeSpan.FromMinutes(12), Effect = p => new RampEffect(p, "chargerTemp", p["chargerTemp"], 1.0 / 3),
        },
        new()
        {
            Name = "pvOutage", En = "The roof gives no power though the sun shines.", Zh = "光伏停机", Classes = ["pvInverter"],
            StandardLength = TimeSpan.FromHours(4), ExpectedAlert = "pvOutage", LatencyBudget = TimeSpan.FromHours(2),
            Effect = p => new RateEffect(p, (quantity, value) => quantity is "pvPower" or "current" ? 0 : value),
        },
        new()
        {
            Name = "lampFailure", En = "Lamps stay dark.", Zh = "路灯故障", Classes = ["streetLamp"], StandardLength = TimeSpan.FromHours(12),
            ExpectedAlert = "lampFailure", LatencyBudget = TimeSpan.FromHours(1),
            Effect = p => new HoldEffect(p, "fault", ("lampOn", 0), ("dimming", 0), ("activePower", 0), ("fault", 1)),
        },
    ];
}
