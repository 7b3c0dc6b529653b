using System.CommandLine;
using SmartCommunity.Cli.Bench;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>bench scores</c>: how soon a change is in the scores that operators see.</summary>
internal static class BenchScoresVerb
{
    private const int StandardSeconds = 120;
    private const int MaxSeconds = 3_600;
    private const int StandardChanges = 200; // Ten beyond the 95th percentile.
    private const int MaxChanges = 10_000;

    internal static Command Create()
    {
        var seconds = PartOptions.Limited("--seconds", "How long the measures of devices are followed.", StandardSeconds, 1, MaxSeconds);
        var changes = PartOptions.Limited("--changes", "Facts entered one after the other.", StandardChanges, 1, MaxChanges);
        var output = BenchVerb.Out();
        var dataDir = BenchVerb.DataDir();
        var command = new Command("scores", "From a device's measurement, or a fact, to the score on an operator's screen.") { seconds, changes, output, dataDir };
        command.SetAction(async (result, _) =>
        {
            using var shutdown = new Shutdown();
            using var bench = new ScoreBench(TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(changes), result.GetValue(dataDir), Screen.OfProcess(), TimeProvider.System);
            await BenchVerb.WriteAsync(await bench.RunAsync(shutdown.Token), result, output, shutdown.Token);
            return ExitCode.Success;
        });
        return command;
    }
}
