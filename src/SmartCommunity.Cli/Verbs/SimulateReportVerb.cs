using System.CommandLine;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>simulate report</c>: simulated next to recorded, as a page with pictures. Needs no running part.</summary>
internal static class SimulateReportVerb
{
    internal static Command Create()
    {
        var target = new Option<string>("--out") { Description = "Folder for report.md and its pictures; made if it is not there.", Required = true };
        var data = new Option<string?>("--data") { Description = "Folder that holds the recorded data sets' own folders; absent: simulated only." };
        var seed = PartOptions.Seed();
        var command = new Command("report", "Draws what the simulated devices do, next to recorded data.") { target, data, seed };
        command.SetAction(result =>
        {
            try
            {
                Terminal.WriteLine(SimulationReport.Write(result.GetRequiredValue(target), result.GetValue(data), (ulong)result.GetValue(seed)));
                return ExitCode.Success;
            }
            catch (Exception fault) when (fault is DirectoryNotFoundException or FileNotFoundException or InvalidDataException or UnauthorizedAccessException)
            {
                throw new UsageException(fault.Message.ReplaceLineEndings(" "));
            }
        });
        return command;
    }
}
