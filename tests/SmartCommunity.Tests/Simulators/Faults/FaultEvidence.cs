using SmartCommunity.Simulators;
using SmartCommunity.Tests.Simulators.Run;

namespace SmartCommunity.Tests.Simulators.Faults;

/// <summary>What a kind of fault must do to the messages of its subject, told from the recording without and the recording with it.</summary>
internal sealed record FaultEvidence(FaultLabel Label, IReadOnlyList<RecordedAct> Without, IReadOnlyList<RecordedAct> With)
{
    internal static readonly Dictionary<string, Func<FaultEvidence, bool>> Checks = new(StringComparer.Ordinal)
    {
        ["fall"] = e => e.Events("fall") == 1,
        ["sos"] = e => e.Events("sos") == 1,
        ["noActivity"] = e => e.Still("motion", "door", "presence", "inBed", "flow"),
        ["nightWandering"] = e => e.Values("door").Distinct().Count() == 2 && e.Values("motion")[^1] == 1 && e.Values("inBed").All(v => v == 0),
        ["heartRateHigh"] = e => e.All("heartRate", v => v > 130),
        ["heartRateLow"] = e => e.All("heartRate", v => v < 40),
        ["spo2Low"] = e => e.All("spo2", v => v < 90),
        ["fever"] = e => e.All("bodyTemp", v => v > 38),
        ["hypothermia"] = e => e.All("bodyTemp", v => v < 35.1),
        ["bloodPressureHigh"] = e => e.All("systolic", v => v > 180) && e.All("diastolic", v => v > 109),
        ["bloodPressureLow"] = e => e.All("systolic", v => v < 90),
        ["glucoseHigh"] = e => e.All("glucose", v => v > 16.7),
        ["glucoseLow"] = e => e.All("glucose", v => v < 3.9),
        ["smoke"] = e => e.All("smoke", v => v == 1) && e.Events("smoke") == 1,
        ["gas"] = e => e.All("gasLel", v => v > 5) && e.Events("gas") == 1,
        ["co"] = e => e.All("co", v => v > 100) && e.Events("co") == 1,
        ["leak"] = e => e.All("leak", v => v == 1),
        ["burstPipe"] = e => e.All("flow", v => v > 2.9) && e.Grew("volume", 2.9, 3.3),
        ["meterSwap"] = e => e.Register()[0] < 1 && e.WithoutRegister()[0] > 1,
        ["registerRollOver"] = e => e.Register()[0] < 1 && e.RegisterBefore() > 99_000,
        ["chargerFault"] = e => e.All("chargerStatus", v => v == 8) && e.All("activePower", v => v == 0) && e.Events("fault") == 1,
        ["chargerHot"] = e => e.Values("chargerTemp")[^1] > 90,
        ["pvOutage"] = e => e.All("pvPower", v => v == 0) && e.Grew("pvEnergy", 0, 0.011),
        ["lampFailure"] = e => e.All("lampOn", v => v == 0),
        ["fireLaneBlocked"] = e => e.Events("fireLaneBlocked") == 60,
        ["parkingDrift"] = e => e.Values("freeSpots")[^1] < e.WithoutValues("freeSpots")[^1],
        ["binOverflow"] = e => e.All("binFill", v => v > 97),
        ["liftEntrapment"] = e => e.Events("entrapment") == 1,
        ["nightNoise"] = e => e.All("noise", v => v > 70),
        ["stuck"] = e => e.Values("voltage").Concat(e.Values("temp")).Concat(e.Values("heartRate")).Concat(e.Values("chargerTemp")).Distinct().Count() == 1,
        ["drift"] = e => e.Ratio() is > 1.03 and < 1.05,
        ["offset"] = e => e.Ratio() is > 1.3 and < 1.4,
        ["spike"] = e => e.Differing() is > 2 and < 25,
        ["wrongUnit"] = e => e.Ratio() is > 950 and < 1050,
        ["deadBattery"] = e => e.Values("battery")[^1] <= 2 && e.Acts("cut") == 1 && !e.Within.Any(a => a.DueMs > Middle(e.Label) && a.What == "publish"),
        ["clock1970"] = e => e.Within.All(a => a.At() < 3_600_000),
        ["clock2099"] = e => e.Within.All(a => a.At() >= 4_070_908_800_000),
        ["clockZone"] = e => e.Within.All(a => a.At() == a.DueMs + (8 * 3_600_000)),
        ["duplicate"] = e => e.Within.Where(a => a.IsTelemetry).GroupBy(a => a.Text).All(g => g.Count() == 3),
        ["reorder"] = e => !e.With.Where(a => a.IsTelemetry).Select(a => a.At()).SequenceEqual(e.With.Where(a => a.IsTelemetry).Select(a => a.At()).Order()),
        ["late"] = e => e.Within is [var first, ..] && first.DueMs > e.FromMs + 1_800_000 && e.Within.All(a => a.DueMs - a.At() == 1_800_000),
        ["flappingLink"] = e => e.Acts("cut") == 60 && e.Acts("restore") == 60,
        ["gatewayCut"] = e => e.Acts("cut") == e.Label.Devices.Count && e.Within.Count(a => a.IsTelemetry) == e.WithoutWithin.Count(a => a.IsTelemetry),
        ["powerCut"] = e => e.Acts("cut") == e.Label.Devices.Count && e.Within.All(a => !a.IsTelemetry) && e.With.Count(a => a.What == "restore") == e.Label.Devices.Count,
        ["rogueToken"] = e => e.Acts("wrongToken") == 120,
        ["rogueTopic"] = e => e.Within.Count(a => a.What == "publish" && !a.Topic.Contains(a.Device, StringComparison.Ordinal)) == 120,
        ["malformed"] = e => e.Within.All(a => a.Value("seq") is null && !a.Text.Contains("\"boot\"", StringComparison.Ordinal)),
        ["flood"] = e => e.Within.Count(a => a.IsTelemetry) >= 3_600,
        ["burst"] = e => e.Within.Count(a => a.IsTelemetry) >= 3_600,
    };

    internal long FromMs => Label.From.ToUnixTimeMilliseconds();

    internal long ToMs => Label.To.ToUnixTimeMilliseconds();

    internal IReadOnlyList<RecordedAct> Within => [.. With.Where(a => a.DueMs >= FromMs && a.DueMs < ToMs)];

    internal IReadOnlyList<RecordedAct> WithoutWithin => [.. Without.Where(a => a.DueMs >= FromMs && a.DueMs < ToMs)];

    private static long Middle(FaultLabel label) => (label.From.ToUnixTimeMilliseconds() + label.To.ToUnixTimeMilliseconds()) / 2;

    private int Events(string type) => Within.Count(a => a.EventType() == type);

    private int Acts(string what) => Within.Count(a => a.What == what);

    private IReadOnlyList<double> Values(string quantity) => [.. Within.Select(a => a.Value(quantity)).OfType<double>()];

    private IReadOnlyList<double> WithoutValues(string quantity) => [.. WithoutWithin.Select(a => a.Value(quantity)).OfType<double>()];

    private bool All(string quantity, Func<double, bool> condition) => Values(quantity) is { Count: > 0 } values && values.All(condition);

    private bool Still(params string[] quantities) => quantities.All(q => Values(q).All(v => v == 0)) && quantities.Any(q => WithoutValues(q).Any(v => v != 0));

    /// <summary>How much a register grew in the window, with the report at its end.</summary>
    private bool Grew(string register, double least, double most)
    {
        var values = With.Where(a => a.DueMs >= FromMs && a.DueMs <= ToMs).Select(a => a.Value(register)).OfType<double>().ToList();
        var grown = values[^1] - values[0];
        return grown >= least && grown <= most;
    }

    private IReadOnlyList<double> Register() => Values(RegisterName);

    private IReadOnlyList<double> WithoutRegister() => [.. Without.Where(a => a.DueMs >= FromMs).Select(a => a.Value(RegisterName)).OfType<double>()];

    private double RegisterBefore() => With.Where(a => a.DueMs < FromMs).Select(a => a.Value(RegisterName)).OfType<double>().Last();

    private string RegisterName => Label.Devices[0] switch
    {
        var id when id.Contains("water", StringComparison.Ordinal) => "volume",
        var id when id.Contains("pv", StringComparison.Ordinal) => "pvEnergy",
        _ => "energyImport",
    };

    /// <summary>What an analog quantity was multiplied by, in the last report of the window that both recordings hold.</summary>
    private double Ratio()
    {
        foreach (var name in new[] { "voltage", "co2", "heartRate", "chargerTemp" })
        {
            var pairs = Pairs(name).ToList();
            if (pairs.Count > 0)
                return pairs[^1].With / pairs[^1].Without;
        }

        throw new InvalidOperationException($"No analog quantity of {Label.Subject} is known here.");
    }

    private int Differing() => new[] { "voltage", "co2", "heartRate", "chargerTemp" }.Max(name => Pairs(name).Count(p => !p.With.Equals(p.Without)));

    private IEnumerable<(double Without, double With)> Pairs(string quantity) =>
        from without in WithoutWithin
        where without.Value(quantity) is not null
        join with in Within on without.DueMs equals with.DueMs
        where with.Value(quantity) is not null
        select (without.Value(quantity)!.Value, with.Value(quantity)!.Value);
}
