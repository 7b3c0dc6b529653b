using System.Buffers;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Indicators.Aggregates;

/// <summary>Leaves of every kind, devices that feed them, and both implementations side by side.</summary>
internal static class AggregateSample
{
    internal const long Minute = 60_000;
    internal const long Hour = 60 * Minute;
    internal const long Day = ChinaTime.DayMs;

    internal static readonly DeviceSelector Any = new([], [], [], []);
    internal static readonly WindowSpan Week = new(WindowKind.Rolling, 7);

    /// <summary>Monday 2026-03-02, 00:00 in Asia/Shanghai.</summary>
    internal static readonly long Monday = ChinaTime.StartMs(new DateOnly(2026, 3, 2));

    internal static readonly DailyHours Office = new(480, 1_080, [1, 2, 3, 4, 5]);
    internal static readonly DailyHours Night = new(1_110, 345, []);

    internal static readonly SampleSource GoodAir = new(Class("indoorAir"), "co2", [new Condition("value", CompareOp.LessOrEqual, 1_000, [])], Office, Week);
    internal static readonly SampleSource AllAir = new(Class("indoorAir"), "co2", [], null, Week);
    internal static readonly SampleSource NightTemp = new(Any, "temp", [new Condition("temp", CompareOp.Greater, 10, []) { Or = [new Condition("value", CompareOp.Less, 0, [])] }], Night, Week);
    internal static readonly EventSource Parcels = new(Class("parcelLocker"), ["parcelOut"], [new Condition("takenBy", CompareOp.NotEqual, null, ["staff"])], Week);
    internal static readonly EventSource Drops = new(Any, ["wasteDrop"], [new Condition("correct", CompareOp.Equal, 1, []) { Or = [new Condition("kind", CompareOp.Equal, null, ["other"])] }], Week);
    internal static readonly EventSource Entries = new(Any, ["gateEntry"], [], Week);
    internal static readonly RegisterDelta Common = new(new DeviceSelector(["electricityMeter"], [], [], ["community"]), "energyImport", Week);
    internal static readonly RegisterDelta AllMeters = new(new DeviceSelector([], ["energy"], [], []), "energyImport", Week);
    internal static readonly Uptime Station = new(new DeviceSelector(["healthStation"], [], ["healthStation"], []), null, [], false, new DailyHours(510, 1_023, []), Week, 2, false);
    internal static readonly Uptime Heard = new(Any, null, [], false, null, Week, 2, false);
    internal static readonly Uptime Charger = new(Class("evCharger"), "chargerStatus", [7, 8], true, null, Week, 3, false);
    internal static readonly WithinSeconds Parked = new(Entries, new FollowerSource(Class("parkingSpot"), [], "spotStatus", 1, []), 300, null);
    internal static readonly WithinSeconds Left = new(Entries, new FollowerSource(null, ["gateExit"], null, 0, []), 7_200, "plateHash");
    internal static readonly WithinSeconds Emergency = new(
        new EventSource(Any, ["sos", "smoke"], [], Week), new FollowerSource(null, [], null, 0, [new StepLimit("acknowledged", 60), new StepLimit("onSite", 900)]), 900, null);

    internal static readonly DegreeDaySaving Saving = new(Common, new Constant(1, "kW.h"), new Constant(1, "Cel.d"), Class("outdoorAir"), 18, 26, 0.3, Week);

    internal static readonly Formula[] Formulas =
    [
        new Count(GoodAir, null), new Count(AllAir, null), new Aggregate(AggregateKind.Avg, NightTemp, "value"), new Aggregate(AggregateKind.P90, Parcels, "dwellHours"),
        new Count(Drops, "kind"), new Count(Drops, null), new DistinctSubjects(Entries, "plateHash"), Common, AllMeters, Station, Charger, Parked, Left, Emergency, Saving,
    ];

    /// <summary>With the leaf that every device's every quantity feeds.</summary>
    internal static readonly Formula[] AllFormulas = [.. Formulas, Heard];

    internal static readonly RawDevice[] Devices =
    [
        Of("air-1", "indoorAir", ["childcare"]), Of("air-2", "indoorAir", []), Of("weather", "outdoorAir", []), Of("locker", "parcelLocker", []), Of("bin", "wasteBin", []),
        Of("meter-1", "electricityMeter", [], "community"), Of("meter-2", "electricityMeter", [], "unit"), Of("station", "healthStation", ["healthStation"]), Of("charger", "evCharger", []),
        Of("gate", "parkingGate", []), Of("spot-1", "parkingSpot", []), Of("spot-2", "parkingSpot", []), Of("button", "panicButton", []),
    ];

    internal static DeviceSelector Class(string code) => new([code], [], [], []);

    internal static RawDevice Device(string id) => Array.Find(Devices, d => d.Id == id)!;

    internal static byte[] BytesOf(StreamAggregates aggregates)
    {
        var output = new ArrayBufferWriter<byte>();
        aggregates.Write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Every question of the sample over a window, as text: what both implementations must agree on.</summary>
    internal static List<string> Answers(IWindowAggregates aggregates, long fromMs, long toMs) =>
    [
        $"goodAir {aggregates.Samples(GoodAir, fromMs, toMs)}", $"allAir {aggregates.Samples(AllAir, fromMs, toMs)}", $"nightTemp {aggregates.Samples(NightTemp, fromMs, toMs)}",
        $"parcels {Text(aggregates.Events(Parcels, "dwellHours", fromMs, toMs))}", $"kinds {Text(aggregates.Events(Drops, "kind", fromMs, toMs))}", $"drops {Text(aggregates.Events(Drops, null, fromMs, toMs))}",
        $"plates {Text(aggregates.Events(Entries, "plateHash", fromMs, toMs))}",
        $"common {string.Join(' ', aggregates.Deltas(Common, fromMs, toMs))}", $"meters {string.Join(' ', aggregates.Deltas(AllMeters, fromMs, toMs))}",
        $"station {string.Join(' ', aggregates.Uptimes(Station, fromMs, toMs))}", $"charger {string.Join(' ', aggregates.Uptimes(Charger, fromMs, toMs))}",
        $"heard {string.Join(' ', aggregates.Uptimes(Heard, fromMs, toMs))} {aggregates.TotalUptime(Heard, fromMs, toMs)}",
        $"together {aggregates.TotalUptime(Station, fromMs, toMs)} {aggregates.TotalUptime(Charger, fromMs, toMs)}",
        $"parked {aggregates.Pairs(Parked, fromMs, toMs)}", $"left {aggregates.Pairs(Left, fromMs, toMs)}", $"emergency {aggregates.Pairs(Emergency, fromMs, toMs)}",
        $"means {string.Join(' ', aggregates.DailyMeans(Saving.Outdoor, "temp", fromMs, toMs))}",
    ];

    private static string Text(EventTotals totals) => $"{totals.Count} {totals.Matched} [{string.Join(' ', totals.Values)}] {totals.Distinct} {totals.LastAtMs}";

    private static RawDevice Of(string id, string code, IReadOnlyList<string> facilities, params string[] feeds) => new(id, DeviceClassCatalogue.Default.Find(code)!, facilities, feeds);
}

/// <summary>Aggregates with their devices subscribed; feeds the raw lists beside them where given.</summary>
internal sealed class AggregateFeed
{
    private readonly Dictionary<string, AggregateTargets> _targets;

    internal AggregateFeed(AggregatePlan plan, long writtenAtMs, StreamAggregates? aggregates = null)
    {
        Stream = aggregates ?? new StreamAggregates(plan);
        _targets = AggregateSample.Devices.ToDictionary(static d => d.Id, d => Stream.Subscribe(d.Id, d.Class, d.Facilities, d.Feeds));
        if (aggregates is null)
            Stream.Advance(writtenAtMs, ChinaTime.DayOf(0));
    }

    internal StreamAggregates Stream { get; }

    internal RawAggregates Raw { get; } = new();

    internal AggregateTargets Targets(string device) => _targets[device];

    internal AggregateFeed Measure(string device, string quantity, long atMs, double value, Quality quality = Quality.Good)
    {
        var measurement = new RawMeasurement(AggregateSample.Device(device), quantity, atMs, value, quality);
        Raw.Measurements.Add(measurement);
        Add(measurement);
        return this;
    }

    internal AggregateFeed Happen(string device, string type, string id, long atMs, string data = "{}")
    {
        var happened = new RawEvent(AggregateSample.Device(device), type, id, atMs, data);
        Raw.RawEvents.Add(happened);
        Add(happened);
        return this;
    }

    internal AggregateFeed Do(string device, string eventId, string step, long atMs)
    {
        var done = new RawStep(eventId, device, step, atMs);
        Raw.Steps.Add(done);
        Add(done);
        return this;
    }

    internal void Add(object entry)
    {
        switch (entry)
        {
            case RawMeasurement m:
                Stream.Add(_targets[m.Device.Id], SlotOf(m.Device.Class, m.Quantity), m.AtMs, m.Value, m.Quality);
                break;
            case RawEvent e:
                Stream.AddEvent(_targets[e.Device.Id], e.Type, e.Id, e.AtMs, e.Data);
                break;
            case RawStep s:
                Stream.AddStep(s.EventId, s.Device, s.Step, s.AtMs);
                break;
        }
    }

    internal static int SlotOf(DeviceClass deviceClass, string quantity) => deviceClass.Quantities.Select(static q => q.Name).ToList().IndexOf(quantity);
}
