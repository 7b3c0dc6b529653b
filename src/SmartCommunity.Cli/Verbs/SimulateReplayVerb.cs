using System.CommandLine;
using SmartCommunity.Simulators;
using Spectre.Console;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>simulate replay</c>: recorded data as devices of the communities.</summary>
internal static class SimulateReplayVerb
{
    internal static Command Create()
    {
        var target = new SimulationTarget();
        var dataset = new Argument<ReplayDataset>("DATASET") { Description = $"One of {string.Join(", ", Enum.GetNames<ReplayDataset>())}." };
        var data = new Option<string>("--data") { Description = "Folder that holds the data sets' own folders.", Required = true };
        var speed = new Option<double>("--speed") { Description = "Recorded seconds per second, 1 to 3600; 0: as fast as acknowledged.", DefaultValueFactory = _ => ReplayOptions.MaxSpeed };
        var shift = new Option<ReplayShift>("--shift")
        {
            Description = "OwnTime: a back-fill; LastIsNow: the last recorded instant becomes now; FirstIsNow: as if live (speed 1).", DefaultValueFactory = _ => ReplayShift.OwnTime,
        };
        var community = new Option<string?>("--community") { Description = "Code of the community that all devices belong to; when absent they are spread over all communities in turn." };
        var command = new Command("replay", "Replays recorded data through the gateway, as devices of the communities.") { dataset, data, speed, shift, community };
        target.AddTo(command);
        command.SetAction(async (result, _) =>
        {
            using var shutdown = new Shutdown();
            var secret = target.Secret(result);
            var cloud = result.GetRequiredValue(target.Cloud);
            var endpoint = target.Endpoint(result);
            var options = new ReplayOptions { Endpoint = _ => endpoint, Speed = result.GetValue(speed), Shift = result.GetValue(shift) };
            try
            {
                var communities = Chosen(result.GetValue(community), await SimulatedEnrolment.CommunitiesAsync(cloud, secret, shutdown.Token));
                var plan = ReplayPlan.Load(result.GetRequiredValue(data), result.GetValue(dataset), communities, id => DeviceToken.Derive(secret, id));
                // Reads the files: what cannot be replayed must not leave devices behind.
                var counts = plan.Counts;
                await SimulatedEnrolment.EnrolAsync(cloud, secret, plan.Devices, control: null, shutdown.Token);
                var summary = await PlayAsync(plan, options, shutdown.Token);
                Print(summary);
                return summary.Last.Refused == 0 && summary.Last.Acknowledged == counts.Messages ? ExitCode.Success : ExitCode.Failed;
            }
            catch (Exception fault) when (fault is DirectoryNotFoundException or FileNotFoundException or ArgumentOutOfRangeException)
            {
                throw new UsageException(fault.Message.ReplaceLineEndings(" "));
            }
        });
        return command;
    }

    private static IReadOnlyList<string> Chosen(string? community, IReadOnlyList<string> all) =>
        community is null ? all
        : all.Contains(community, StringComparer.Ordinal) ? [community]
        : throw new UsageException($"--community '{community}' must be one of: {string.Join(", ", all)}");

    private static async Task<ReplaySummary> PlayAsync(ReplayPlan plan, ReplayOptions options, CancellationToken stop)
    {
        var screen = Screen.OfProcess();
        if (!screen.Interactive)
        {
            return await ReplayRun.RunAsync(plan, options, TimeProvider.System, progress: null, stop);
        }

        return await screen.Console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(plan.Dataset.ToString(), maxValue: plan.Counts.Messages);
                return await ReplayRun.RunAsync(plan, options, TimeProvider.System, new BarProgress(bar), stop);
            });
    }

    private static void Print(ReplaySummary summary)
    {
        var last = summary.Last;
        Terminal.WriteLine($"{last.Dataset}: {last.Total} messages, {last.Sent} sent, {last.Acknowledged} acknowledged, {last.Refused} refused, {last.Elapsed.TotalSeconds:0.0} s, {last.Rate:0} messages/s");
        foreach (var device in summary.RefusedDevices)
        {
            Terminal.WriteLine($"refused: {device}");
        }
    }

    private sealed class BarProgress(ProgressTask bar) : IProgress<ReplayProgress>
    {
        public void Report(ReplayProgress value) => bar.Value = value.Acknowledged + value.Refused;
    }
}
