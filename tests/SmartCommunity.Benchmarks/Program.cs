using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SmartCommunity.Benchmarks;

// "series" measures the store as a whole, once and for minutes, "aggregates" the memory of histories, "memory" that of scores, "recompute" and "replay" scores anew, "backtest" a month of rules, "papers" the
// programme's documents and dossiers; everything else is BenchmarkDotNet's command line.
// In this process, which is set up as the product is: a build of its own for each run takes longer than the two minutes it is given on two processors.
if (args is ["series", .. var rest])
    return await SeriesMeasurement.RunAsync(rest);
if (args is ["aggregates"])
    return AggregateMemory.Run();
if (args is ["memory"])
    return ScoringMemory.Run();
if (args is ["replay", .. var replay])
    return await ReplayMeasurement.RunAsync(replay.Length > 0 ? int.Parse(replay[0], CultureInfo.InvariantCulture) : ReplayMeasurement.Month, replay.Length > 1 && replay[1] == "rules");
if (args is ["recompute", var communities, var devices])
    return RecomputeMeasurement.Run(int.Parse(communities, CultureInfo.InvariantCulture), int.Parse(devices, CultureInfo.InvariantCulture));
if (args is ["backtest", .. var backTest])
    return await BackTestMeasurement.RunAsync(backTest);
if (args is ["papers", .. var papers])
    return await PapersMeasurement.RunAsync(papers.Length > 0 ? int.Parse(papers[0], CultureInfo.InvariantCulture) : PapersMeasurement.Seconds);
BenchmarkSwitcher.FromAssembly(typeof(SeriesMeasurement).Assembly).Run(args, DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)));
return 0;
