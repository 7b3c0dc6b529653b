using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Indicators.Scoring;

/// <summary>A community whose inputs a test writes down one by one. 2026-06-15 is a Monday.</summary>
internal sealed class TestCommunity : ICommunityInputs
{
    internal const long Minute = 60_000;
    internal const long Hour = 60 * Minute;

    internal static readonly DateOnly Today = new(2026, 6, 15);
    internal static readonly long Noon = ChinaTime.StartMs(Today) + (12 * Hour);
    internal static readonly StandardPack Zhejiang = PackLibrary.Shipped.Find("zj-future-community@2021.12-draft.1")!;

    public string Community { get; init; } = "baihe";

    public long InstantMs { get; set; } = Noon;

    public List<DeviceInput> DeviceList { get; init; } = [];

    public Dictionary<string, FactInput> FactMap { get; init; } = new(StringComparer.Ordinal);

    public List<RecordInput> RecordList { get; init; } = [];

    public List<EvidenceInput> EvidenceList { get; init; } = [];

    public List<string> Refused { get; init; } = [];

    public List<string> Claimed { get; init; } = [];

    public ScriptedAggregates History { get; init; } = new();

    IReadOnlyList<DeviceInput> ICommunityInputs.Devices => DeviceList;

    IReadOnlyDictionary<string, FactInput> ICommunityInputs.Facts => FactMap;

    IReadOnlyList<RecordInput> ICommunityInputs.Records => RecordList;

    IReadOnlyList<EvidenceInput> ICommunityInputs.Evidence => EvidenceList;

    IReadOnlyList<string> ICommunityInputs.RefusedEvidence => Refused;

    IWindowAggregates ICommunityInputs.Aggregates => History;

    IReadOnlyList<string> ICommunityInputs.ClaimedScenarios => Claimed;

    internal TestCommunity Fact(string code, double value, bool inspected = false, DateOnly? asOf = null)
    {
        FactMap[code] = new FactInput(code, value, asOf ?? new DateOnly(2026, 6, 1), inspected, "survey", 1);
        return this;
    }

    internal TestCommunity Record(string kind, string id, object fields, bool inspected = false)
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in fields.GetType().GetProperties())
        {
            switch (property.GetValue(fields))
            {
                case string text: texts[property.Name] = text; break;
                case DateOnly day: numbers[property.Name] = day.DayNumber; break;
                case bool yes: numbers[property.Name] = yes ? 1 : 0; break;
                case IConvertible number: numbers[property.Name] = number.ToDouble(null); break;
            }
        }

        RecordList.Add(new RecordInput(kind, id, numbers, texts, new DateOnly(2026, 6, 1), inspected, "list", 1));
        return this;
    }

    internal TestCommunity Accepted(string kind, bool inspected = false, double? score = null, DateOnly? dated = null, string? id = null)
    {
        var day = dated ?? new DateOnly(2026, 3, 1);
        EvidenceList.Add(new EvidenceInput(id ?? $"e-{kind}", kind, ChinaTime.StartMs(day) + Hour, day, null, score, "ab12", inspected));
        return this;
    }

    internal TestCommunity Device(string id, string code, double heardAgoMs, string? place = null, string? facility = null, string? feeds = null, params (string Quantity, double Value)[] values)
    {
        var deviceClass = DeviceClassCatalogue.Default.Find(code)!;
        var heardMs = heardAgoMs < 0 ? 0 : Noon - (long)heardAgoMs;
        DeviceList.Add(new DeviceInput(
            id, deviceClass, heardMs, place, facility is null ? [] : [facility], feeds is null ? [] : [feeds], new Latest(deviceClass, values.ToDictionary(v => v.Quantity, v => v.Value), heardMs)));
        return this;
    }

    /// <summary>The same content in another order.</summary>
    internal TestCommunity Shuffled(int seed)
    {
        var random = new Random(seed);
        return new TestCommunity
        {
            Community = Community,
            InstantMs = InstantMs,
            DeviceList = [.. DeviceList.OrderBy(_ => random.Next())],
            FactMap = new Dictionary<string, FactInput>(FactMap.OrderBy(_ => random.Next()), StringComparer.Ordinal),
            RecordList = [.. RecordList.OrderBy(_ => random.Next())],
            EvidenceList = [.. EvidenceList.OrderBy(_ => random.Next())],
            Refused = [.. Refused.OrderBy(_ => random.Next())],
            Claimed = [.. Claimed.OrderBy(_ => random.Next())],
            History = History,
        };
    }

    private sealed class Latest(DeviceClass deviceClass, Dictionary<string, double> values, long atMs) : IDeviceLatest
    {
        public bool TryGet(int quantity, out double value, out long valueAtMs)
        {
            valueAtMs = atMs;
            return values.TryGetValue(deviceClass.Quantities[quantity].Name, out value);
        }
    }
}

/// <summary>History with answers a test writes down, by what the leaf asks: <c>classes facilities feeds what</c>.</summary>
internal sealed class ScriptedAggregates : IWindowAggregates
{
    internal Dictionary<string, (long Count, long Matched, double Sum)> SampleAnswers { get; } = [];

    internal Dictionary<string, EventTotals> EventAnswers { get; } = [];

    internal Dictionary<string, IReadOnlyList<DeviceDelta>> DeltaAnswers { get; } = [];

    internal Dictionary<string, IReadOnlyList<DeviceUptime>> UptimeAnswers { get; } = [];

    internal Dictionary<string, (long Events, long Followed)> PairAnswers { get; } = [];

    internal List<(DateOnly Day, double Mean)> Means { get; } = [];

    internal long LastAtMs { get; set; } = TestCommunity.Noon - TestCommunity.Minute;

    public SampleTotals Samples(SampleSource leaf, long fromMs, long toMs)
    {
        var (count, matched, sum) = SampleAnswers.GetValueOrDefault($"{Key(leaf.Devices)} {leaf.Quantity}");
        return new SampleTotals(count, leaf.Where.Count == 0 ? count : matched, sum, count == 0 ? 0 : LastAtMs, count == 0 ? 0 : 1);
    }

    public EventTotals Events(EventSource leaf, string? field, long fromMs, long toMs)
    {
        var answer = EventAnswers.GetValueOrDefault($"{Key(leaf.Devices)} {string.Join('|', leaf.Types)}") ?? new EventTotals(0, 0, [], 0, 0);
        return leaf.Where.Count == 0 ? answer with { Matched = answer.Count } : answer;
    }

    public IReadOnlyList<DeviceDelta> Deltas(RegisterDelta leaf, long fromMs, long toMs) => DeltaAnswers.GetValueOrDefault($"{Key(leaf.Devices)} {leaf.Quantity}") ?? [];

    public IReadOnlyList<DeviceUptime> Uptimes(Uptime leaf, long fromMs, long toMs) => UptimeAnswers.GetValueOrDefault($"{Key(leaf.Devices)} {leaf.Quantity}".TrimEnd()) ?? [];

    public PairTotals Pairs(WithinSeconds leaf, long fromMs, long toMs)
    {
        var (events, followed) = PairAnswers.GetValueOrDefault($"{Key(leaf.First.Devices)} {string.Join('|', leaf.First.Types)}");
        return new PairTotals(events, followed, events == 0 ? 0 : LastAtMs);
    }

    public IReadOnlyList<(DateOnly Day, double Mean)> DailyMeans(DeviceSelector devices, string quantity, long fromMs, long toMs) => Means;

    internal ScriptedAggregates Uptime(string key, double inStateHours, double expectedHours)
    {
        UptimeAnswers[key] = [new DeviceUptime("d", (long)(inStateHours * TestCommunity.Hour), (long)(expectedHours * TestCommunity.Hour), (long)(expectedHours * TestCommunity.Hour), LastAtMs)];
        return this;
    }

    internal ScriptedAggregates Delta(string key, params double[] deltas)
    {
        DeltaAnswers[key] = [.. deltas.Select((d, i) => new DeviceDelta($"d{i}", d, true, 0, LastAtMs))];
        return this;
    }

    internal ScriptedAggregates Event(string key, long count, long matched, long distinct, params (double Value, long Count)[] values)
    {
        EventAnswers[key] = new EventTotals(count, matched, values, distinct, LastAtMs);
        return this;
    }

    private static string Key(DeviceSelector s) => string.Join(' ', ((IEnumerable<string>)[.. s.Classes, .. s.Domains, .. s.InFacilities, .. s.Feeds]).DefaultIfEmpty("*"));
}
