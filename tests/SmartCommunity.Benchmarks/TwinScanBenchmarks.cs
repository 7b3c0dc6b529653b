using BenchmarkDotNet.Attributes;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Benchmarks;

/// <summary>Queries over 60,000 devices of one district, the first page of 50 and the total, as the API asks them; the bound is 100 ms.</summary>
[MemoryDiagnoser]
public class TwinScanBenchmarks
{
    private const int Devices = 60_000, Communities = 17, UnitsPerCommunity = 200;

    private readonly GraphIndex _graph = new();
    private readonly TwinIndex _index = new();
    private TopPlace[] _top = null!;

    [Params("battery<20", "battery<20 and (wearState==on or heartRate>100)", "")]
    public string Property { get; set; } = "";

    [GlobalSetup]
    public void Enrol()
    {
        var deviceClass = DeviceClassCatalogue.Default.Find("wearable")!;
        var random = new Random(1);
        _top = [.. Enumerable.Range(0, Communities).Select(c => new TopPlace(TwinId.Community($"c{c}"), "", "", new TwinId(TwinKind.Street, "s")))];
        foreach (var community in Enumerable.Range(0, Communities))
            AddPlaces($"c{community}");
        for (var d = 0; d < Devices; d++)
        {
            var community = $"c{d % Communities}";
            var twin = CommunityFold.NewTwin($"{community}-w-{d:D5}", deviceClass);
            for (var slot = 0; slot < twin.Latest.Length; slot++)
                twin.LatestOf(slot) = new LatestValue { Value = random.Next(100), AtMs = 1, ReceivedAtMs = 1, IsSet = true };
            _index.Update(community, [twin]);
            _graph.Put(Said(TwinId.Device(twin.Device), community, "isIn", $"unit:{community}-u{d % UnitsPerCommunity}"));
        }
    }

    [Benchmark]
    public int District() => Count(new TwinFilter(Kind: TwinKind.Device));

    [Benchmark]
    public int Building() => Count(new TwinFilter(Kind: TwinKind.Device, Place: new TwinId(TwinKind.Building, "c3-b1")));

    private int Count(TwinFilter filter) =>
        new TwinScan(_graph, _top, _index.All).Find(filter, Property.Length == 0 ? null : TwinExpressionParser.Parse(Property).Expression).Count();

    private void AddPlaces(string community)
    {
        _graph.Put(Said(new TwinId(TwinKind.Building, $"{community}-b1"), community, "partOf", $"community:{community}"));
        for (var unit = 0; unit < UnitsPerCommunity; unit++)
            _graph.Put(Said(new TwinId(TwinKind.Unit, $"{community}-u{unit}"), community, "partOf", $"building:{community}-b1"));
    }

    private static LoggedTwin Said(TwinId id, string community, string kind, string target) =>
        new() { Id = id.ToString(), Community = community, Revision = 1, Version = 1, Relations = [new LoggedRelation(kind, target)] };
}
