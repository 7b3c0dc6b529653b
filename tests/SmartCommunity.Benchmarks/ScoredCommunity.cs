using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Benchmarks;

/// <summary>
/// A community with every fact, record and evidence the Zhejiang pack asks for, as many devices as asked, and 40 days of history folded into <see cref="StreamAggregates"/>. Devices come in the mix of
/// <c>domain.md</c> §5.4: of 3,500 a third are elder kits, 800 parking spots, the rest meters and sensors.
/// </summary>
internal sealed class ScoredCommunity : ICommunityInputs
{
    private const int Days = 40; // The windows of 30 days are full; those of 365 hold what there is.
    private const int ValuesADay = 4;
    private const long Hour = 3_600_000;
    private const int RecordsOfAKind = 20;
    private static readonly DateOnly _today = new(2026, 6, 15);

    private static readonly (string Class, string? Facility, string? Feeds, int Share)[] _mix =
    [
        ("panicButton", null, null, 90), ("pir", null, null, 90), ("doorContact", null, null, 80), ("doorContact", "readingRoom", null, 1), ("waterMeter", null, "unit", 90), ("waterMeter", null, "community", 1),
        ("parkingSpot", null, null, 230), ("evCharger", null, null, 12), ("electricityMeter", null, "unit", 200), ("electricityMeter", null, "building", 40), ("gasMeter", null, "building", 10),
        ("smokeDetector", null, null, 70), ("leakDetector", null, null, 30), ("streetLamp", null, null, 30), ("wasteBin", null, null, 8), ("indoorAir", "childcare", null, 4), ("healthStation", "healthStation", null, 2),
        ("peopleCounter", "neighbourhoodCentre", null, 2), ("accessGate", "fitnessRoom", null, 2), ("display", "busStop", null, 2), ("parkingSite", null, null, 1), ("parcelLocker", null, null, 2),
        ("pvInverter", null, null, 1), ("outdoorAir", null, null, 1), ("pir", "coworking", null, 1),
    ];

    private readonly Dictionary<string, FactInput> _facts = new(StringComparer.Ordinal);
    private readonly List<DeviceInput> _devices = [];
    private readonly StreamAggregates _aggregates;

    internal ScoredCommunity(StandardPack pack, AggregatePlan plan, string community, int devices, int seed)
    {
        Community = community;
        NoonMs = InstantMs = ChinaTime.StartMs(_today) + (12 * Hour);
        _aggregates = new StreamAggregates(plan);
        var random = new Random(seed);
        foreach (var fact in pack.Facts)
            _facts[fact.Code] = new FactInput(fact.Code, fact.Unit == "bool" ? 0 : random.Next(50, 100), _today, random.Next(2) == 0, "survey", 1);
        Records = [.. pack.Records.SelectMany(kind => Enumerable.Range(0, RecordsOfAKind).Select(i => RecordOf(kind, i, random)))];
        Evidence = [.. pack.Evidence.Select(kind => new EvidenceInput($"e-{kind.Code}", kind.Code, InstantMs - Hour, _today, null, random.Next(100), "ab", random.Next(2) == 0))];
        var total = _mix.Sum(static m => m.Share);
        foreach (var (code, facility, feeds, share) in _mix)
        {
            for (var i = 0; i < Math.Max(1, share * devices / total); i++)
                Enrol($"{code}-{facility}{feeds}-{i:D4}", DeviceClassCatalogue.Default.Find(code)!, facility, feeds, $"unit:{i}", random);
        }

        Fold(random);
    }

    public string Community { get; }

    public long InstantMs { get; set; }

    /// <summary>The instant up to which history is folded.</summary>
    internal long NoonMs { get; }

    public IReadOnlyList<DeviceInput> Devices => _devices;

    public IReadOnlyDictionary<string, FactInput> Facts => _facts;

    public IReadOnlyList<RecordInput> Records { get; }

    public IReadOnlyList<EvidenceInput> Evidence { get; }

    public IWindowAggregates Aggregates => _aggregates;

    public IReadOnlyList<string> ClaimedScenarios => ["CY", "DT", "JT", "JZ"];

    private static RecordInput RecordOf(RecordDefinition kind, int index, Random random)
    {
        var numbers = kind.Fields.Where(static f => f.Type is RecordFieldType.Number or RecordFieldType.YesNo or RecordFieldType.Date)
            .ToDictionary(static f => f.Code, f => f.Type switch { RecordFieldType.Date => _today.DayNumber - random.Next(60), RecordFieldType.YesNo => random.Next(2), _ => (double)random.Next(1, 100) });
        var texts = kind.Fields.Where(static f => f.Type is RecordFieldType.Code or RecordFieldType.Text)
            .ToDictionary(static f => f.Code, f => f.Codes.Count > 0 ? f.Codes[random.Next(f.Codes.Count)] : $"text {index}");
        return new RecordInput(kind.Code, $"{kind.Code}-{index:D3}", numbers, texts, _today, random.Next(2) == 0, "list", 1);
    }

    private void Enrol(string id, DeviceClass deviceClass, string? facility, string? feeds, string place, Random random)
    {
        var values = deviceClass.Quantities.Select(static q => q.Example).ToArray();
        _devices.Add(new DeviceInput(
            id, deviceClass, InstantMs - random.Next((int)deviceClass.ReportInterval.TotalMilliseconds * 2), place, facility is null ? [] : [facility], feeds is null ? [] : [feeds], new Latest(values, InstantMs)));
    }

    private void Fold(Random random)
    {
        var targets = _devices.Select(d => (Device: d, Targets: _aggregates.Subscribe(d.Id, d.Class, d.Facilities, d.Feeds))).Where(static t => t.Targets.HasAny).ToArray();
        for (var day = Days - 1; day >= 0; day--)
        {
            var startMs = ChinaTime.StartMs(_today.AddDays(-day));
            _aggregates.Advance(startMs + (day == 0 ? 12 * Hour : ChinaTime.DayMs), _today.AddDays(-day));
            foreach (var (device, target) in targets)
                Fold(device, target, startMs, Days - day, random);
        }
    }

    private void Fold(DeviceInput device, AggregateTargets target, long startMs, int day, Random random)
    {
        for (var value = 0; value < ValuesADay; value++)
        {
            var atMs = Math.Min(InstantMs, startMs + (value * 6 * Hour) + random.Next((int)Hour));
            for (var slot = 0; slot < device.Class.Quantities.Count; slot++)
            {
                var quantity = device.Class.Quantities[slot];
                _aggregates.Add(target, slot, atMs, quantity.IsRegister ? (day * ValuesADay) + value : quantity.Codes.Count > 0 ? random.Next(2) : quantity.Example, Quality.Good);
            }

            foreach (var type in device.Class.Events)
                _aggregates.AddEvent(target, type, $"{type}-{day}-{value}", atMs, $$"""{"correct":true,"subject":"s{{random.Next(50)}}","spot":"p{{random.Next(50)}}","consent":true,"glucose":true,"dwellHours":{{random.Next(40)}}}""");
        }
    }

    private sealed class Latest(double[] values, long atMs) : IDeviceLatest
    {
        public bool TryGet(int quantity, out double value, out long valueAtMs)
        {
            (value, valueAtMs) = (values[quantity], atMs);
            return true;
        }
    }
}
