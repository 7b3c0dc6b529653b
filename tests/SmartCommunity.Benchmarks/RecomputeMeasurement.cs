using System.Diagnostics;
using System.Globalization;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Benchmarks;

/// <summary>
/// Full recomputation of many communities × 86 measures from aggregates, as one piece of work on all cores. Bound: 1,000 communities in 1 s. Communities that differ are computed in turn, as many times as make up
/// <see cref="Recomputed"/>; each time with an instant of its own, so that no answer of the time before can be used again as it is.
/// </summary>
internal static class RecomputeMeasurement
{
    private const int Recomputed = 1_000;
    private const int Rounds = 5;
    private const int Minute = 60_000;

    internal static int Run(int communities, int devices)
    {
        var pack = PackLibrary.Shipped.Packs.First(static p => p.Id == "zj-future-community");
        var plan = AggregatePlan.Of([pack], graceDays: 10);
        var scorer = new Scorer(pack);
        var all = new ScoredCommunity[communities];
        Parallel.For(0, communities, i => all[i] = new ScoredCommunity(pack, plan, $"c{i}", devices, i));
        System.Console.WriteLine($"{communities} communities of {all[0].Devices.Count} devices, {Recomputed} recomputed, {Environment.ProcessorCount} cores, {GC.GetTotalMemory(forceFullCollection: true) / 1_000_000} MB");
        Print("one thread", Enumerable.Range(0, Rounds).Select(round => Time(() =>
        {
            for (var i = 0; i < Recomputed; i++)
                Recompute(scorer, all[i % communities], round, i / communities);
        })));
        Print("all cores", Enumerable.Range(0, Rounds).Select(round => Time(() => Parallel.For(0, communities, i =>
        {
            for (var turn = 0; turn < Recomputed / communities; turn++)
                Recompute(scorer, all[i], round, turn);
        }))));
        return 0;
    }

    private static void Recompute(Scorer scorer, ScoredCommunity community, int round, int turn)
    {
        community.InstantMs = community.NoonMs + (((round * Recomputed) + turn) * Minute / Recomputed);
        if (scorer.Evaluate(community, "renovation", 1).Score.Total <= 0)
            throw new InvalidOperationException("A community with all inputs has points.");
    }

    private static double Time(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The first round warms up: it compiles, and it is where aggregates are first asked for the window.</summary>
    private static void Print(string what, IEnumerable<double> rounds)
    {
        var all = rounds.ToArray();
        var seconds = all.Skip(1).Order().ToArray();
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: first {all[0]:F2} s, then median {seconds[seconds.Length / 2]:F3} s, {seconds[0]:F3} to {seconds[^1]:F3} s"));
    }
}
