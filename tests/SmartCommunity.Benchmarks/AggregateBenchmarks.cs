using BenchmarkDotNet.Attributes;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Benchmarks;

/// <summary>One measurement into the aggregates (bound: 1 µs), and all history leaves of one community asked once (bound: 1 ms).</summary>
[MemoryDiagnoser]
public class AggregateBenchmarks
{
    private const int Measurements = 50_000;

    private readonly AggregatePlan _plan = AggregatePlan.OfFormulas(AggregateCommunity.Formulas, graceDays: 3);
    private byte[] _bytes = [];
    private AggregateCommunity _evaluated = null!;
    private AggregateCommunity _fed = null!;
    private AggregateCommunity.Addition[] _additions = [];

    [GlobalSetup]
    public void Fill()
    {
        _evaluated = new AggregateCommunity(_plan);
        _evaluated.FillYear(seed: 1);
        _bytes = _evaluated.ToBytes();
    }

    [IterationSetup(Target = nameof(Measurement))]
    public void Load()
    {
        _fed = new AggregateCommunity(_plan, _bytes);
        _fed.Aggregates.Advance(AggregateCommunity.Noon + (ChinaTime.DayMs / 2), ChinaTime.DayOf(AggregateCommunity.Noon));
        _additions = [.. _fed.Afternoon(Measurements)];
    }

    [Benchmark(OperationsPerInvoke = Measurements)]
    public long Measurement()
    {
        foreach (ref readonly var addition in _additions.AsSpan())
            _fed.Aggregates.Add(addition.Targets, addition.Slot, addition.AtMs, addition.Value, Quality.Good);
        return _fed.Aggregates.RefusedAhead;
    }

    [Benchmark]
    public double AllLeaves() => _evaluated.Evaluate();
}
