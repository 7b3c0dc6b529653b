using BenchmarkDotNet.Attributes;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Benchmarks;

/// <summary>
/// Detectors of one of 17 communities with 60,000 devices together, under the shipped rules: 3,500 devices, of which the rules look at 40 series. What a quarter of an hour costs, and the first one after a restart
/// with two weeks in the ledger.
/// </summary>
[MemoryDiagnoser]
public class CommunityDetectorsBenchmarks
{
    private const int Devices = 3_500, Learned = 14 * 96, Restarts = 4;
    private const string Community = "baihe";

    private static readonly string[] _classes = ["electricityMeter", "waterMeter", "indoorAir", "pir", "smokeDetector", "parkingSpot", "wearable", "hvac", "pvInverter", "noiseMeter"];

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-bench-detectors-").FullName;
    private readonly CommunityState _state = new(Community);
    private readonly Random _noise = new(20260302);
    private DetectorLedger _ledger = null!;
    private CommunityDetectors _detectors = null!;
    private long _endMs = ChinaTime.StartMs(new DateOnly(2026, 3, 2));

    [GlobalSetup]
    public void Learn()
    {
        _state.Alerts.Use(RuleSets.Shipped);
        for (var i = 0; i < Devices; i++)
        {
            var deviceClass = DeviceClassCatalogue.Default.Find(_classes[i % _classes.Length])!;
            var device = FormattableString.Invariant($"{deviceClass.Code}-{i}");
            _state.Devices[device] = CommunityFold.NewTwin(device, deviceClass);
        }

        _ledger = DetectorLedger.Open(Path.Combine(_folder, "detectors.db"));
        _detectors = new CommunityDetectors(Community, _ledger, LearnedModels.None);
        for (var quarter = 0; quarter < Learned; quarter++)
            _detectors.Judge(SeriesSampler.Of(_state, Pass()));
        System.Console.WriteLine($"{_detectors.Count} series hold {_detectors.Bytes} bytes; the ledger of {Learned} quarters is {new FileInfo(Path.Combine(_folder, "detectors.db")).Length} bytes.");
    }

    [GlobalCleanup]
    public void Clean()
    {
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public int Sampling_a_community() => SeriesSampler.Of(_state, _endMs).Samples.Count;

    [Benchmark]
    public int Sampling_and_judging_a_quarter_of_an_hour() => _detectors.Judge(SeriesSampler.Of(_state, Pass())).Count;

    [Benchmark(OperationsPerInvoke = Restarts)]
    public int The_first_quarter_after_a_restart()
    {
        var series = 0;
        for (var i = 0; i < Restarts; i++)
        {
            var detectors = new CommunityDetectors(Community, _ledger, LearnedModels.None);
            detectors.Judge(SeriesSampler.Of(_state, Pass()));
            series += detectors.Count;
        }

        return series;
    }

    /// <summary>A quarter of an hour passes, in which every device said something.</summary>
    private long Pass()
    {
        _endMs += SeriesSampler.StepMs;
        foreach (var twin in _state.Devices.Values)
        {
            for (var slot = 0; slot < twin.Latest.Length; slot++)
            {
                var before = twin.Latest[slot].Value;
                var value = twin.Class.Quantities[slot].IsRegister ? before + (0.2 * _noise.NextDouble()) : 50 + (5 * _noise.NextDouble());
                twin.LatestOf(slot) = new LatestValue { Value = value, AtMs = _endMs - 1, ReceivedAtMs = _endMs, Quality = Quality.Good, IsSet = true };
            }
        }

        return _endMs;
    }
}
