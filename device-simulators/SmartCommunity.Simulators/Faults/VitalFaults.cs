namespace SmartCommunity.Simulators;

/// <summary>Vital signs out of their limits (the limits are those of the alarm defaults for elderly care and health stations).</summary>
internal static class VitalFaults
{
    private static readonly string[] Heart = ["wearable", "bedSensor", "healthStation"];
    private static readonly string[] Worn = ["wearable", "healthStation"];
    private static readonly string[] Station = ["healthStation"];

    /// <summary>Three reports of a wristband, and two minutes of margin: one high measurement is no finding.</summary>
    private static readonly TimeSpan ThreeWorn = TimeSpan.FromMinutes(5);

    /// <summary>Three reports of a station, which come every quarter of an hour or with a visitor.</summary>
    private static readonly TimeSpan ThreeAtStation = TimeSpan.FromMinutes(45);

    internal static readonly FaultKind[] Kinds =
    [
        Vital("heartRateHigh", "heartRateHigh", "The heart races.", "心率过高", Heart, ThreeWorn, ("heartRate", "/min", 131, 250, 145)),
        Vital("heartRateLow", "heartRateLow", "The heart is too slow.", "心率过低", Heart, ThreeWorn, ("heartRate", "/min", 20, 39, 36)),
        Vital("spo2Low", "oxygenLow", "Too little oxygen in the blood.", "血氧过低", Worn, ThreeWorn, ("spo2", "%", 50, 89, 84)),
        Vital("fever", "bodyTempHigh", "High fever.", "发热", Worn, ThreeWorn, ("bodyTemp", "Cel", 38.5, 42.5, 39.4)),
        Vital("hypothermia", "bodyTempLow", "The body is too cold.", "体温过低", Worn, ThreeWorn, ("bodyTemp", "Cel", 25, 34.9, 34)),
        Vital("bloodPressureHigh", "pressureHigh", "Dangerously high blood pressure at the station.", "血压过高", Station, ThreeAtStation, ("systolic", "mm[Hg]", 180, 280, 192), ("diastolic", "mm[Hg]", 110, 180, 116)),
        Vital("bloodPressureLow", "pressureLow", "Low blood pressure at the station.", "血压过低", Station, ThreeAtStation, ("systolic", "mm[Hg]", 40, 89, 78), ("diastolic", "mm[Hg]", 25, 59, 45)),
        Vital("glucoseHigh", "glucoseHigh", "High blood glucose at the station.", "血糖过高", Station, ThreeAtStation, ("glucose", "mmol/L", 16.7, 50, 19)),
        Vital("glucoseLow", "glucoseLow", "Low blood glucose at the station.", "血糖过低", Station, ThreeAtStation, ("glucose", "mmol/L", 1, 3.8, 2.9)),
    ];

    private static FaultKind Vital(
        string name, string rule, string en, string zh, string[] classes, TimeSpan budget, params (string Quantity, string Unit, double Min, double Max, double Standard)[] levels) => new()
    {
        Name = name,
        En = en,
        Zh = zh,
        Classes = classes,
        Parameters = [.. levels.Select(l => new FaultParameter(l.Quantity, l.Unit, l.Min, l.Max, l.Standard, "The value measured while it lasts, about."))],
        StandardLength = TimeSpan.FromHours(1),
        ExpectedAlert = rule,
        LatencyBudget = budget,
        Effect = p => new HoldEffect(p, eventType: null, [.. levels.Select(l => (l.Quantity, p[l.Quantity]))]),
    };
}
