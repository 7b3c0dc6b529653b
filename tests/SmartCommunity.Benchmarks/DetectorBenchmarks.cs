using BenchmarkDotNet.Attributes;
using SmartCommunity.Anomaly.Detectors;

namespace SmartCommunity.Benchmarks;

/// <summary>Detectors over one series: a point, once the memory is full of two weeks at five minutes with a daily round and noise; and what a new series costs in memory.</summary>
[MemoryDiagnoser]
public class DetectorBenchmarks
{
    private const int PointsADay = 288;
    private const int Points = 14 * PointsADay;

    // Then time begins again, 38 years on: before the calendar ends.
    private const int Rounds = 1000;
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(8));

    private readonly double[] _values = new double[Points];
    private readonly TimeSpan _utcOffset = TimeSpan.FromHours(8);
    private readonly SeriesDetector _series = new(TimeSpan.FromHours(8));
    private readonly StuckDetector _stuck = new(TimeSpan.FromHours(8));
    private readonly StepDetector _step = new();
    private int _round;

    [GlobalSetup]
    public void Fill()
    {
        var noise = new Random(20260302);
        for (var i = 0; i < Points; i++)
            _values[i] = 50 + 20 * Math.Sin(i * Math.Tau / PointsADay) + 5 * noise.NextDouble();
        A_point_of_the_series();
    }

    [Benchmark(OperationsPerInvoke = Points)]
    public float A_point_of_the_series()
    {
        var sum = 0f;
        for (var i = 0; i < Points; i++)
            sum += _series.Next(At(i), _values[i]).Record;
        _round = (_round + 1) % Rounds;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Points)]
    public float A_point_of_standstill_and_step()
    {
        var sum = 0f;
        for (var i = 0; i < Points; i++)
            sum += _stuck.Next(At(i), _values[i]).Score + _step.Next(_values[i]);
        _round = (_round + 1) % Rounds;
        return sum;
    }

    [Benchmark]
    public SeriesDetector A_new_series() => new(_utcOffset);

    private DateTimeOffset At(int point) => Start.AddMinutes(5L * (_round * Points + point));
}
