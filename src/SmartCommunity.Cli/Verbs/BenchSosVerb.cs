using System.CommandLine;
using SmartCommunity.Cli.Bench;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>bench sos</c>: from the press of a button to the alert on a client of the live hub, under the district's burst.</summary>
internal static class BenchSosVerb
{
    private const int StandardProbes = 10; // 600 presses a minute: the 99th percentile is the sixth slowest.
    private const int StandardSeconds = 60;

    internal static Command Create()
    {
        var rate = PartOptions.Limited("--rate", "Routine messages a second over all connections.", BenchVerb.DistrictBurst, 1, BenchVerb.MaxRate);
        var probes = PartOptions.Limited("--probes", "Panic buttons pressed once a second meanwhile.", StandardProbes, 1, BenchVerb.MaxProbes);
        var seconds = PartOptions.Limited("--seconds", "How long is measured.", StandardSeconds, 1, BenchVerb.MaxSeconds);
        var warmUp = BenchVerb.WarmUp();
        var connections = BenchVerb.Connections();
        var output = BenchVerb.Out();
        var command = new Command("sos", $"From the press of a button to the alert on a client of the live hub, under load; fails when a call is lost or the 99th percentile is above {SosReport.TargetMs} ms.")
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
