using System.Buffers;
using System.Globalization;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Benchmarks;

/// <summary>A community as the simulated district has it (60 devices, every class at its own report interval) and the history leaves of the Zhejiang pack.</summary>
internal sealed class AggregateCommunity
{
    private const int DaysOfYear = 365;
    private const int DaysOfMonth = 30;
    private const long HourMs = 3_600_000;
    private static readonly DeviceSelector Any = new([], [], [], []);
    private static readonly WindowSpan Week = new(WindowKind.Rolling, 7), Month = new(WindowKind.Rolling, DaysOfMonth), Quarter = new(WindowKind.Rolling, 90), Year = new(WindowKind.Rolling, DaysOfYear);
    private static readonly DailyHours Evening = new(1_170, 1_350, []);
    private static readonly RegisterDelta Electricity = new(new DeviceSelector(["electricityMeter"], [], [], ["building"]), "energyImport", Year);

    private static readonly (string Class, int Count)[] Classes =
    [
        ("panicButton", 4), ("pir", 4), ("doorContact", 4), ("wearable", 3), ("fallWatch", 1), ("bedSensor", 2), ("fallRadar", 1), ("smokeDetector", 2), ("gasDetector", 1), ("coDetector", 1),
        ("leakDetector", 2), ("waterMeter", 2), ("gasMeter", 1), ("electricityMeter", 5), ("healthStation", 1), ("parkingSite", 3), ("parkingGate", 3), ("parkingSpot", 3), ("evCharger", 2),
        ("pvInverter", 1), ("streetLamp", 2), ("hvac", 1), ("indoorAir", 2), ("outdoorAir", 1), ("noiseMeter", 1), ("peopleCounter", 1), ("accessGate", 1), ("lift", 1), ("wasteBin", 1),
        ("display", 1), ("parcelLocker", 1), ("concentrator", 1),
    ];

    internal static readonly Formula[] Formulas =
    [
        Heard(Any, Month, null), Heard(Of("display"), Month, null), Heard(Of("healthStation"), Month, new DailyHours(480, 1_020, [])),
        new Uptime(Of("doorContact"), "door", [1], false, null, Week, 2, true), new Uptime(Of("pir"), "motion", [1], false, new DailyHours(540, 1_080, [1, 2, 3, 4, 5]), Month, 2, false),
        new Uptime(Of("evCharger"), "chargerStatus", [7, 8], true, null, Month, 2, false), new Uptime(Of("streetLamp"), "lampOn", [1], false, Evening, Week, 2, false),
        new Count(new SampleSource(Of("indoorAir"), "co2", [new Condition("value", CompareOp.LessOrEqual, 1_000, [])], new DailyHours(480, 1_080, [1, 2, 3, 4, 5]), Month), null),
        new Count(new SampleSource(Of("indoorAir"), "co2", [], new DailyHours(480, 1_080, [1, 2, 3, 4, 5]), Month), null),
        new Count(new SampleSource(Of("streetLamp"), "activePower", [new Condition("value", CompareOp.Greater, 0, [])], Evening, Week), null),
        new Count(new SampleSource(Of("streetLamp"), "activePower", [], Evening, Week), null),
        new RegisterDelta(new DeviceSelector(["accessGate", "peopleCounter"], [], [], []), "entries", Week),
        new RegisterDelta(Of("pvInverter"), "pvSelfUse", Year), Electricity, new RegisterDelta(Of("gasMeter"), "volume", Year), new RegisterDelta(Of("waterMeter"), "volume", Month),
        new DegreeDaySaving(Electricity, new Constant(1, "kW.h"), new Constant(1, "Cel.d"), Of("outdoorAir"), 18, 26, 0.3, Year),
        new Aggregate(AggregateKind.P90, new EventSource(Of("parcelLocker"), ["parcelOut"], [], Month), "dwellHours"),
        new Count(new EventSource(Of("wasteBin"), ["wasteDrop"], [new Condition("correct", CompareOp.Equal, 1, [])], Month), null),
        new Count(new EventSource(Of("wasteBin"), ["wasteDrop"], [], Month), null),
        new DistinctSubjects(new EventSource(Of("parcelLocker"), ["parcelIn"], [], Month), "subject"),
        new WithinSeconds(new EventSource(Of("parkingGate"), ["gateEntry"], [], Month), new FollowerSource(Of("parkingSpot"), [], "spotStatus", 1, []), 300, null),
        new WithinSeconds(new EventSource(Any, ["sos", "fall", "smoke", "gas", "co"], [], Quarter), new FollowerSource(null, [], null, 0, [new StepLimit("acknowledged", 60), new StepLimit("onSite", 900)]), 900, null),
        new WithinSeconds(new EventSource(Any, ["sos", "fall", "smoke", "gas", "co"], [], Quarter), new FollowerSource(null, [], null, 0, [new StepLimit("acknowledged", 60)]), 60, null),
    ];

    /// <summary>Noon of the day up to which history is there.</summary>
    internal static readonly long Noon = ChinaTime.StartMs(new DateOnly(2026, 11, 25)) + (12 * HourMs);

    // A device's id is its twin's: all communities of a measurement have the same.
    private static readonly (string Id, DeviceClass Class, string[] Feeds)[] Twins =
        [.. Classes.SelectMany(static c => Enumerable.Range(0, c.Count).Select(n => ($"baihe-{c.Class}-{n:D3}", DeviceClassCatalogue.Default.Find(c.Class)!, FeedsOf(c.Class, n))))];

    private readonly Device[] _devices;

    internal AggregateCommunity(AggregatePlan plan, byte[]? bytes = null)
    {
        Aggregates = bytes is null ? new StreamAggregates(plan) : StreamAggregates.Read(plan, bytes);
        _devices = [.. Twins.Select(t => new Device(t.Class, Aggregates.Subscribe(t.Id, t.Class, [], t.Feeds)))];
    }

    internal StreamAggregates Aggregates { get; }

    internal int Devices => _devices.Length;

    /// <summary>The class of every device.</summary>
    internal static IEnumerable<DeviceClass> ClassesOfDevices() => Classes.SelectMany(static c => Enumerable.Repeat(DeviceClassCatalogue.Default.Find(c.Class)!, c.Count));

    /// <summary>A year: registers and outdoor air by the hour until the last month, then every device at its interval, and events.</summary>
    internal void FillYear(int seed)
    {
        var random = new Random(seed);
        var today = ChinaTime.DayStartMs(Noon);
        for (var day = DaysOfYear + 9; day >= 0; day--)
        {
            var startMs = today - (day * ChinaTime.DayMs);
            Aggregates.Advance(Math.Min(startMs + ChinaTime.DayMs, Noon), ChinaTime.DayOf(startMs - (6 * HourMs)));
            foreach (var device in _devices)
            {
                if (day <= DaysOfMonth || device.IsYearly)
                    FillDay(device, startMs, day <= DaysOfMonth ? (long)device.Class.ReportInterval.TotalMilliseconds : HourMs, random);
            }

            if (day <= DaysOfMonth)
                FillEvents(startMs, random);
        }

        Aggregates.Advance(Noon, ChinaTime.DayOf(Noon - (6 * HourMs)));
    }

    /// <summary>Measurements of the afternoon in order of time, as the fold would add them.</summary>
    internal List<Addition> Afternoon(int count)
    {
        var random = new Random(count);
        var additions = new List<Addition>();
        foreach (var device in _devices)
        {
            var interval = (long)device.Class.ReportInterval.TotalMilliseconds;
            for (var at = Noon + random.NextInt64(interval); at < Noon + (11 * HourMs); at += interval)
            {
                for (var slot = 0; slot < device.Class.Quantities.Count; slot++)
                    additions.Add(new Addition(device.Targets, slot, at, device.Value(slot, at, random)));
            }
        }

        return [.. additions.OrderBy(static a => a.AtMs).Take(count)];
    }

    /// <summary>Asks every leaf for its window once; returns something of each answer.</summary>
    internal double Evaluate()
    {
        var toMs = Noon + 1;
        var sum = 0.0;
        foreach (var formula in Formulas)
            sum += formula switch
            {
                Uptime uptime => Aggregates.Uptimes(uptime, From(uptime.Window), toMs).Count,
                Count { Source: SampleSource samples } => Aggregates.Samples(samples, From(samples.Window), toMs).Sum,
                Count { Source: EventSource events } => Aggregates.Events(events, null, From(events.Window), toMs).Count,
                Aggregate { Source: EventSource events } aggregate => Aggregates.Events(events, aggregate.Field, From(events.Window), toMs).Count,
                DistinctSubjects subjects => Aggregates.Events(subjects.Source, subjects.Field, From(subjects.Source.Window), toMs).Distinct,
                RegisterDelta delta => Aggregates.Deltas(delta, From(delta.Window), toMs).Count,
                WithinSeconds pairs => Aggregates.Pairs(pairs, From(pairs.First.Window), toMs).Events,
                DegreeDaySaving saving => Aggregates.DailyMeans(saving.Outdoor, AggregatePlan.OutdoorTemperature, From(saving.Window), toMs).Count + Aggregates.Deltas(Electricity, From(saving.Window), toMs).Count,
                _ => 0,
            };

        return sum;
    }

    internal byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>();
        Aggregates.Write(output);
        return output.WrittenSpan.ToArray();
    }

    private static long From(WindowSpan window) => ChinaTime.DayStartMs(Noon) - ((window.Days - 1) * ChinaTime.DayMs);

    private static DeviceSelector Of(string code) => new([code], [], [], []);

    private static Uptime Heard(DeviceSelector devices, WindowSpan window, DailyHours? hours) => new(devices, null, [], false, hours, window, 2, false);

    private static string[] FeedsOf(string code, int number) => code == "electricityMeter" && number >= 4 ? ["unit"] : ["building"];

    private void FillDay(Device device, long startMs, long intervalMs, Random random)
    {
        for (var at = startMs + random.NextInt64(intervalMs); at < Math.Min(startMs + ChinaTime.DayMs, Noon); at += intervalMs)
        {
            for (var slot = 0; slot < device.Class.Quantities.Count; slot++)
                Aggregates.Add(device.Targets, slot, at + random.NextInt64(intervalMs / 20), device.Value(slot, at, random), Quality.Good);
        }
    }

    private void FillEvents(long startMs, Random random)
    {
        const int entries = 120, parcels = 30, drops = 60, visits = 20, subjects = 100;
        long At() => startMs + random.NextInt64(11 * HourMs);
        for (var i = 0; i < entries; i++)
            Happen("parkingGate", "gateEntry", At(), "{}");
        // Stands for visits to the health station, by subject.
        for (var i = 0; i < visits; i++)
            Happen("parcelLocker", "parcelIn", At(), $$"""{"subject":"{{random.Next(subjects)}}"}""");
        for (var i = 0; i < parcels; i++)
            Happen("parcelLocker", "parcelOut", At(), $$"""{"dwellHours":{{(random.NextDouble() * 50).ToString("F2", CultureInfo.InvariantCulture)}}}""");
        for (var i = 0; i < drops; i++)
            Happen("wasteBin", "wasteDrop", At(), """{"correct":true,"kind":"kitchen"}""");
        var at = At();
        Happen("panicButton", "sos", at, "{}");
        Aggregates.AddStep($"{at}", $"baihe-panicButton-000", "acknowledged", at + 20_000);
        Aggregates.AddStep($"{at}", $"baihe-panicButton-000", "onSite", at + 600_000);
    }

    private void Happen(string code, string type, long atMs, string data) => Aggregates.AddEvent(Array.Find(_devices, d => d.Class.Code == code)!.Targets, type, $"{atMs}", atMs, data);

    internal readonly record struct Addition(AggregateTargets Targets, int Slot, long AtMs, double Value);

    private sealed record Device(DeviceClass Class, AggregateTargets Targets)
    {
        internal bool IsYearly => Class.Code is "electricityMeter" or "pvInverter" or "gasMeter" or "outdoorAir";

        internal double Value(int slot, long atMs, Random random)
        {
            var quantity = Class.Quantities[slot];
            if (quantity.Kind != QuantityKind.Number)
                return random.Next(8) == 0 ? 0 : 1;
            return quantity.IsRegister ? Math.Round(atMs / 1e6, 2) - 1_000_000 : Math.Round(quantity.Example * (0.5 + random.NextDouble()), quantity.Decimals);
        }
    }
}
