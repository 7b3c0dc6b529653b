using BenchmarkDotNet.Running;
using SmartCommunity.Benchmarks;

// "series" measures the store as a whole, once and for minutes; everything else is BenchmarkDotNet's command line.
if (args is ["series", .. var rest])
    return await SeriesMeasurement.RunAsync(rest);
BenchmarkSwitcher.FromAssembly(typeof(SeriesMeasurement).Assembly).Run(args);
return 0;
