using BenchmarkDotNet.Running;
using SmartCommunity.Benchmarks;

// "series" measures the store as a whole, once and for minutes, "aggregates" the memory of communities; everything else is BenchmarkDotNet's command line.
if (args is ["series", .. var rest])
    return await SeriesMeasurement.RunAsync(rest);
if (args is ["aggregates"])
    return AggregateMemory.Run();
BenchmarkSwitcher.FromAssembly(typeof(SeriesMeasurement).Assembly).Run(args);
return 0;
