using MessagePack;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Twins;

/// <summary>A tick looks only at what is due. A state that was read back a moment ago knows of nothing when it is due, so it looks at everything: both must say the same at every entry of any log.</summary>
public sealed class TickIndexTests
{
    private const string Community = "baihe";
    private const long SecondMs = 1_000, MinuteMs = 60_000, HourMs = 3_600_000;
    private static readonly long T0 = ChinaTime.StartMs(new DateOnly(2026, 3, 2)) + (8 * HourMs);

    private static readonly (string Id, string Class, string Quantity, double[] Values)[] _devices =
    [
        ("w-1", "wearable", "heartRate", [70, 150]), ("w-2", "wearable", "battery", [10, 50]), ("pir-1", "pir", "motion", [0, 1]), ("door-1", "doorContact", "door", [0, 1]),
        ("m-1", "electricityMeter", "voltage", [230, 231]), ("m-2", "electricityMeter", "voltage", [230, 300]), ("sos-1", "panicButton", "battery", [90]), ("air-1", "indoorAir", "temp", [20, 21]),
        ("bin-1", "wasteBin", "binFill", [50, 99]), ("lamp-1", "streetLamp", "fault", [0, 1]), ("charger-1", "evCharger", "chargerTemp", [30, 90]), ("water-1", "waterMeter", "volume", [1, 2]),
        ("spot-1", "parkingSpot", "spotStatus", [0, 1]), ("spot-2", "parkingSpot", "spotStatus", [0, 1]), ("co-1", "coDetector", "co", [0, 60]), ("noise-1", "noiseMeter", "noise", [40, 70]),
    ];

    private static readonly string[] _home = ["pir-1", "door-1", "water-1"];

    [Fact]
    public void What_is_due_is_done_as_if_everything_were_looked_at()
    {
        const int seeds = 5;
        var transitions = Enumerable.Range(1, seeds).SelectMany(Life).ToHashSet();

        string[] expected = ["silentDevice raised", "silentDevice ended", "silentDevice close", "gatewayAway ended", "placeCut ended", "linkFlapping ended", "unlikeItsPeers ended", "quietHome ended", "sos escalated"];
        Assert.Empty(expected.Except(transitions));
    }

    private static HashSet<string> Life(int seed)
    {
        var (random, log) = (new Random(seed), new LogWriter(Community));
        var (knowing, looking) = (new CommunityState(Community), new CommunityState(Community));
        var (done, expected) = (new FoldChanges(), new FoldChanges());
        var (atMs, folded, transitions) = (T0, 0, new HashSet<string>());
        Begin(log);
        const int steps = 500, calmStep = 250;
        for (var step = 0; step < steps; step++)
        {
            atMs += random.Next(60) switch { 0 => 30 * HourMs, < 4 => HourMs, < 20 => 5 * MinuteMs, < 40 => MinuteMs, _ => 10 * SecondMs };
            if (step == calmStep)
                atMs = Calm(log, atMs);
            Step(log, knowing, random, atMs);
            for (; folded < log.Entries.Count; folded++)
            {
                CommunityFold.Apply(knowing, log.Entries[folded], done);
                CommunityFold.Apply(looking, log.Entries[folded], expected);
                Assert.Equal(Told(expected), Told(done));
                transitions.UnionWith(done.Alerts.Select(static a => $"{a.Alert.Rule} {a.Transition.What}"));
                done.Clear();
                expected.Clear();
                var bytes = CommunitySnapshot.Write(looking);
                Assert.True(bytes.AsSpan().SequenceEqual(CommunitySnapshot.Write(knowing)), $"seed {seed}, position {knowing.Position}");
                looking = CommunitySnapshot.Read(bytes);
            }
        }

        return transitions;
    }

    private static void Begin(LogWriter log)
    {
        log.Add(new CommunityEntry { Position = 0, Kind = LogEntryKind.Rules, AtMs = T0 - HourMs, Body = RuleSets.Shipped, Block = [] }).Twin("unit:baihe-1", 1);
        foreach (var (id, deviceClass, _, _) in _devices)
            log.Relate(id, deviceClass, relations: null);
        LoggedTwin[] inTheHome = [.. _home.Select(static (d, i) => new LoggedTwin { Id = $"device:{d}", Community = Community, Revision = 1, Version = i + 2, Relations = [new LoggedRelation("isIn", "unit:baihe-1")] })];
        log.Add(new CommunityEntry { Position = 0, Kind = LogEntryKind.Graph, AtMs = 0, Body = MessagePackSerializer.Serialize(inTheHome), Block = [] });
    }

    /// <summary>Half a day in which the home's devices are heard and nothing happens; then somebody moves, and every device is heard.</summary>
    private static long Calm(LogWriter log, long fromMs)
    {
        var untilMs = fromMs + (12 * HourMs);
        for (var atMs = fromMs; atMs <= untilMs; atMs += 5 * MinuteMs)
        {
            log.TickAway(atMs);
            foreach (var (id, deviceClass, quantity, values) in _devices.Where(static d => _home.Contains(d.Id)))
                log.Measure(LogWriter.Gateway, id, deviceClass, atMs, atMs, [(quantity, id == "pir-1" && atMs == untilMs ? 1 : values[0])], writtenAtMs: atMs + 200);
        }

        foreach (var (id, deviceClass, quantity, values) in _devices)
            log.Measure(LogWriter.Gateway, id, deviceClass, untilMs, untilMs, [(quantity, values[0])], writtenAtMs: untilMs + 200);
        log.TickAway(untilMs + SecondMs);
        return untilMs + SecondMs;
    }

    private static void Step(LogWriter log, CommunityState state, Random random, long atMs)
    {
        var (id, deviceClass, quantity, values) = _devices[random.Next(_devices.Length)];
        switch (random.Next(20))
        {
            case 0:
                log.Status(id, deviceClass, atMs, online: random.Next(4) == 0);
                break;
            case 1:
                for (var i = 0; i < 6; i++)
                    log.Status(id, deviceClass, atMs, online: false);
                break;
            case 2:
                log.Quarantine(id, deviceClass, atMs);
                break;
            case 3:
                log.Event("sos-1", "panicButton", "sos", $"e-{atMs}", atMs);
                break;
            case 4:
                log.Relate(id, deviceClass, relations: null, retired: random.Next(8) == 0);
                break;
            case 5:
                Detect(log, atMs);
                break;
            case 6 when state.Alerts.Open.Count > 0:
                var (alert, action) = (state.Alerts.Open.Values.ElementAt(random.Next(state.Alerts.Open.Count)), AlertWords.Actions[random.Next(AlertWords.Actions.Count)]);
                var said = new LoggedAlertAction(alert.Id, action, "Li", atMs, "", action == AlertWords.Close ? "true" : "", "", state.Alerts.Version + 1);
                log.Add(new CommunityEntry { Position = 0, Kind = LogEntryKind.AlertActions, AtMs = atMs, Body = MessagePackSerializer.Serialize(new LoggedAlertActions([said], said.Version)), Block = [] });
                break;
            case < 12:
                log.Measure(LogWriter.Gateway, id, deviceClass, atMs, atMs, [(quantity, values[random.Next(values.Length)])], writtenAtMs: atMs + 200);
                break;
            default:
                log.TickAway(atMs, random.Next(6) == 0 ? [LogWriter.Gateway] : []);
                break;
        }
    }

    private static void Detect(LogWriter log, long atMs)
    {
        LoggedDetection[] said = [new("m-1", "energyImport", (byte)DetectorChannel.Peers, 1, atMs, 9, 1, 0, 2, 12, 3, atMs)];
        log.Add(new CommunityEntry { Position = 0, Kind = LogEntryKind.Detections, AtMs = atMs, Body = MessagePackSerializer.Serialize(new LoggedDetections(atMs, said)), Block = [] });
    }

    /// <summary>Whoever is told of devices is told once of each, in no order.</summary>
    private static string Told(FoldChanges changes) => string.Join('\n', [
        .. changes.Devices.Select(static d => d.Device).Order(StringComparer.Ordinal), .. changes.Alerts.Select(static a => $"{a.Alert} {a.Transition}"), .. changes.Shadows.Select(static s => $"{s}"),
    ]);
}
