using System.CommandLine;
using SmartCommunity.Cli.Bench;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>bench fleet</c>: a district's devices from one process, at a rate with bursts.</summary>
internal static class BenchFleetVerb
{
    // The district: 17 communities, about 60,000 devices, 1,000 messages/s, bursts of 5,000.
    private const int StandardDevices = 60_000;
    private const int StandardRate = 1_000;
    private const int StandardBurst = 5_000;
    private const int StandardSeconds = 120;

    // Two minutes for the district: faster logins than this take the processor from those that are there.
    private const int StandardConnectRate = 1_000;

    private const int MinDevices = 100; // Fewer leave a class out of some community.
    private const int MaxDevices = 600_000; // Scale 588: beyond ten times the district nothing has been thought through.
    private const int MaxRate = 1_000_000;
    private const int MinSeconds = 10;
    private const int MaxSeconds = 3_600;
    private const int MaxConnectRate = 10_000; // Of a fleet.

    internal static Command Create()
    {
        var devices = PartOptions.Limited("--devices", "Simulated devices of all classes, over the communities of the district.", StandardDevices, MinDevices, MaxDevices);
        var rate = PartOptions.Limited("--rate", "Messages a second of all devices; not below what they say at their classes' intervals.", StandardRate, 1, MaxRate);
        var burst = PartOptions.Limited(
            "--burst", $"Messages a second for {FleetBenchOptions.BurstLength.TotalSeconds:0} s of each {FleetBenchOptions.BurstEvery.TotalSeconds:0} s; up to --rate: no bursts.", StandardBurst, 0, MaxRate);
        var seconds = PartOptions.Limited("--seconds", "How long is measured once all devices are there.", StandardSeconds, MinSeconds, MaxSeconds);
        var connectRate = PartOptions.Limited("--connect-rate", "New connections a second while the devices come.", StandardConnectRate, 1, MaxConnectRate);
        var output = BenchVerb.Out();
        var dataDir = BenchVerb.DataDir();
        var command = new Command("fleet", "A district's devices from one process: its own lateness, memory of every part, and queries meanwhile.")
        {
            devices, rate, burst, seconds, connectRate, output, dataDir,
        };
        command.SetAction(async (result, _) =>
        {
            var options = new FleetBenchOptions
            {
                Devices = result.GetValue(devices),
                Rate = result.GetValue(rate),
                Burst = result.GetValue(burst),
                Duration = TimeSpan.FromSeconds(result.GetValue(seconds)),
                ConnectRate = result.GetValue(connectRate),
                DataDir = result.GetValue(dataDir),
            };
            using var shutdown = new Shutdown();
            using var bench = new FleetBench(options, Screen.OfProcess(), TimeProvider.System);
            var measured = await bench.RunAsync(shutdown.Token);
            await BenchVerb.WriteAsync(FleetReport.Write(measured, Machine.Describe()), result, output, shutdown.Token);
            return measured.IsComplete ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }
}
