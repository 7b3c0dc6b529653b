using System.CommandLine;
using SmartCommunity.Cli.Bench;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>bench sos</c>: from the press of a button to the alert on a client of the live hub, under the district's burst.</summary>
internal static class BenchSosVerb
{
    private const int StandardRate = 5_000; // The district's burst.
    private const int MaxRate = 1_000_000;
    private const int StandardProbes = 10; // 600 presses a minute: the 99th percentile is the sixth slowest.
    private const int MaxProbes = 100;
    private const int StandardSeconds = 60;
    private const int StandardWarmUpSeconds = 30; // Until then the runtime compiles more than the line works.
    private const int MaxSeconds = 3_600;
    private const int StandardConnections = 1_000;
    private const int MaxConnections = 20_000;

    internal static Command Create()
    {
        var rate = PartOptions.Limited("--rate", "Routine messages a second over all connections.", StandardRate, 1, MaxRate);
        var probes = PartOptions.Limited("--probes", "Panic buttons pressed once a second meanwhile.", StandardProbes, 1, MaxProbes);
        var seconds = PartOptions.Limited("--seconds", "How long is measured.", StandardSeconds, 1, MaxSeconds);
        var warmUp = PartOptions.Limited("--warm-up", "Seconds of the same load before the measuring begins.", StandardWarmUpSeconds, 0, MaxSeconds);
        var connections = PartOptions.Limited("--connections", "Connections, one device each.", StandardConnections, 1, MaxConnections);
        var output = new Option<FileInfo?>("--out") { Description = "File for the result as Markdown." };
        var command = new Command("sos", "From the press of a button to the alert on a client of the live hub, under load; fails when a call is lost or the 99th percentile is above 300 ms.")
        {
            rate, probes, seconds, warmUp, connections, output,
        };
        command.SetAction(async (result, _) =>
        {
            var options = new BenchOptions
            {
                Rate = result.GetValue(rate), Duration = TimeSpan.FromSeconds(result.GetValue(seconds)), WarmUp = TimeSpan.FromSeconds(result.GetValue(warmUp)),
                Connections = result.GetValue(connections), SosProbes = result.GetValue(probes), DataDir = null,
            };
            using var shutdown = new Shutdown();
            var measured = await new LineBench(options, Screen.OfProcess(), TimeProvider.System).RunAsync(shutdown.Token);
            await BenchVerb.WriteAsync(SosReport.Write(measured, Machine.Describe()), result, output, shutdown.Token);
            return SosReport.IsReached(measured) ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }
}
