using System.Runtime.CompilerServices;
using SmartCommunity.Indicators.Aggregates;

namespace SmartCommunity.Benchmarks;

/// <summary>What the aggregates of one community take: managed memory with every window asked for once, subscriptions included, and bytes of the state. Bound: 200 kB a community.</summary>
internal static class AggregateMemory
{
    private const int Communities = 10;

    internal static int Run()
    {
        foreach (var graceDays in (int[])[3, 62])
        {
            var plan = AggregatePlan.OfFormulas(AggregateCommunity.Formulas, graceDays);
            _ = Filled(plan, seed: 0);
            Measure($"grace {graceDays} d", seed => Filled(plan, seed));
            var written = Filled(plan, seed: 0).ToBytes();
            Measure($"grace {graceDays} d, read back", _ => Evaluated(new AggregateCommunity(plan, written)));
        }

        return 0;
    }

    /// <summary>Not inlined, so that nothing of a plan measured before is still referred to.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Measure(string what, Func<int, AggregateCommunity> make)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var kept = Enumerable.Range(1, Communities).Select(make).ToArray();
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Communities;
        System.Console.WriteLine($"{what}: {bytes / 1000.0:F0} kB a community of {kept[0].Devices} devices; state {kept[0].ToBytes().Length / 1000.0:F0} kB");
        GC.KeepAlive(kept);
    }

    private static AggregateCommunity Filled(AggregatePlan plan, int seed)
    {
        var community = new AggregateCommunity(plan);
        community.FillYear(seed);
        return Evaluated(community);
    }

    private static AggregateCommunity Evaluated(AggregateCommunity community)
    {
        community.Evaluate();
        return community;
    }
}
