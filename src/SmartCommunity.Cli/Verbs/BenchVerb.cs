using System.CommandLine;
using SmartCommunity.Cli.Bench;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>bench line</c>, <c>outage</c>, <c>fleet</c>, <c>scores</c> and <c>sos</c>: the line's numbers on this machine.</summary>
internal static class BenchVerb
{
    internal const int MaxRate = 1_000_000;
    internal const int MaxSeconds = 3_600;
    internal const int MaxProbes = 100; // Of a load run.
    private const int MaxConnections = 20_000; // Of a load run.
    private const int StandardSeconds = 60;
    internal const int DistrictBurst = 5_000; // Messages a second.
    private const int StandardOutageSeconds = 60;
    private const int StandardWarmUpSeconds = 30; // Until then the runtime compiles more than the line works.

    // A device's measurements are a millisecond apart at least: at the line's limit fewer connections would run ahead of the clock.
    private const int StandardConnections = 1_000;

    internal static Option<int> Connections() => PartOptions.Limited("--connections", "Connections, one device each.", StandardConnections, 1, MaxConnections);

    internal static Option<int> WarmUp() => PartOptions.Limited("--warm-up", "Seconds of the same load before the measuring begins.", StandardWarmUpSeconds, 0, MaxSeconds);

    internal static Option<FileInfo?> Out() => new("--out") { Description = "File for the result as Markdown." };

    internal static Option<string?> DataDir() => new("--data-dir") { Description = "Folder for the data; absent: a temporary one, deleted afterwards." };

    internal static Command Create() => new("bench", "Measures.") { Line(), Outage(), BenchFleetVerb.Create(), BenchScoresVerb.Create(), BenchSosVerb.Create() };

    private static Command Outage()
    {
        var rate = PartOptions.Limited("--rate", "Messages a second over all connections.", DistrictBurst, 1, MaxRate);
        var seconds = PartOptions.Limited("--outage", "Seconds without the cloud.", StandardOutageSeconds, 1, MaxSeconds);
        var cut = new Option<bool>("--cut") { Description = "Cut the line between gateway and cloud instead of stopping the cloud: nothing gets through, and nobody is told." };
        var warmUp = WarmUp();
        var connections = Connections();
        var output = Out();
        var command = new Command("outage", "How fast a backlog drains beside the live load, and how old live values are meanwhile.") { rate, seconds, cut, warmUp, connections, output };
        command.SetAction(async (result, _) =>
        {
            var options = new BenchOptions
            {
                Rate = result.GetValue(rate),
                Duration = TimeSpan.Zero,
                WarmUp = TimeSpan.FromSeconds(result.GetValue(warmUp)),
                Connections = result.GetValue(connections),
                SosProbes = 1,
                DataDir = null,
            };
            using var shutdown = new Shutdown();
            var report = await new OutageBench(options, TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(cut), Screen.OfProcess(), TimeProvider.System).RunAsync(shutdown.Token);
            await WriteAsync(report, result, output, shutdown.Token);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Prints a report, and writes it to the file of <c>--out</c>.</summary>
    internal static async Task WriteAsync(string report, ParseResult result, Option<FileInfo?> output, CancellationToken stop)
    {
        await result.InvocationConfiguration.Output.WriteAsync(report);
        if (result.GetValue(output) is { } file)
        {
            file.Directory?.Create();
            await File.WriteAllTextAsync(file.FullName, report, stop);
        }
    }

    private static Command Line()
    {
        var rate = PartOptions.Limited("--rate", "Messages a second over all connections; 0: as fast as acknowledged.", 0, 0, MaxRate);
        var seconds = PartOptions.Limited("--seconds", "How long messages are sent.", StandardSeconds, 1, MaxSeconds);
        var warmUp = WarmUp();
        var connections = Connections();
        var probes = PartOptions.Limited("--sos-probes", "Panic buttons that call once a second meanwhile.", 2, 0, MaxProbes);
        var overload = new Option<bool>("--overload") { Description = "As fast as acknowledged, to see how an SOS fares under more than the line can carry." };
        var output = Out();
        var dataDir = DataDir();
        var command = new Command("line", "Messages/s, CPU a message, latencies and bytes of the whole line; cloud and gateway run as processes of their own.")
        {
            rate, seconds, warmUp, connections, probes, overload, output, dataDir,
        };
        command.SetAction(async (result, _) =>
        {
            var options = new BenchOptions
            {
                Rate = result.GetValue(overload) ? 0 : result.GetValue(rate),
                Duration = TimeSpan.FromSeconds(result.GetValue(seconds)),
                WarmUp = TimeSpan.FromSeconds(result.GetValue(warmUp)),
                Connections = result.GetValue(connections),
                SosProbes = result.GetValue(probes),
                DataDir = result.GetValue(dataDir),
            };
            using var shutdown = new Shutdown();
            var measured = await new LineBench(options, Screen.OfProcess(), TimeProvider.System).RunAsync(shutdown.Token);
            var report = BenchReport.Write(measured, Machine.Describe());
            await WriteAsync(report, result, output, shutdown.Token);
            return measured is { IsComplete: true, Load: { Unacknowledged: 0, RefusedDevices: 0 } } ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }
}
