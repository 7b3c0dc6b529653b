using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>simulate record</c>: what the devices would send, as a file; no broker, no cloud, no clock.</summary>
internal static class SimulateRecordVerb
{
    private const string StandardStart = "2026-03-05T00:00:00+08:00";
    private static readonly string[] StandardCommunities = ["baihe"];

    internal static Command Create()
    {
        var play = new SimulationChoice();
        var output = new Option<string>("--out") { Description = "File to write; its labels go to FILE.truth.jsonl. Both are replaced.", Required = true };
        var length = new Option<string>("--for") { Description = "How much simulated time, such as 90s, 5m, 2h30m, 7d; absent: the scenario's length, or a day.", DefaultValueFactory = _ => "" };
        var communities = new Option<string[]>("--community") { Description = "Code of a community, may be repeated.", DefaultValueFactory = _ => StandardCommunities };
        var command = new Command("record", $"Writes what the simulated devices would send to a file: the same seed, start and length give the same bytes. Starts at {StandardStart} unless --start says otherwise.") { output, length, communities };
        play.AddTo(command);
        command.SetAction((result, stop) =>
        {
            var scenario = play.Scenario(result);
            var lasts = scenario?.Duration ?? TimeSpan.FromDays(1);
            var text = result.GetRequiredValue(length);
            if (text.Length > 0 && !Span.TryParse(text, out lasts))
            {
                throw new UsageException($"--for {text} is no length of time such as 90s, 5m or 2h30m.");
            }

            // The tokens are in no message; any secret gives the same bytes.
            var secret = new byte[DeviceToken.MinSecretBytes];
            var district = SimulatedDistrict.Plan((ulong)result.GetValue(play.Seed), result.GetRequiredValue(communities), result.GetValue(play.Scale), secret);
            var options = new FleetOptions { Endpoint = _ => throw new NotSupportedException(), IncidentsPerHomeDay = result.GetValue(play.Incidents) };
            var start = play.Start(result) ?? DateTimeOffset.Parse(StandardStart, System.Globalization.CultureInfo.InvariantCulture);
            return Task.FromResult(Write(result.GetRequiredValue(output), target => SimulationRecord.Write(
                district, start, lasts, scenario, options, target.Lines, labels => target.Labels.Write(Encoding.UTF8.GetBytes(string.Concat(labels.Select(l => Encoding.UTF8.GetString(TruthFile.Line(l)) + "\n")))), stop)));
        });
        return command;
    }

    private static int Write(string path, Func<(Stream Lines, Stream Labels), RecordSummary> write)
    {
        try
        {
            RecordSummary summary;
            using (var lines = File.Create(path))
            using (var labels = File.Create(path + "." + TruthFile.Name))
            {
                summary = write((lines, labels));
            }

            using var written = File.OpenRead(path);
            Terminal.WriteLine($"{summary.Devices} devices, {summary.Acts} acts, {summary.Labels} labels, sha256 {Convert.ToHexStringLower(SHA256.HashData(written))}");
            foreach (var unplaced in summary.Unplaced)
            {
                Terminal.WriteLine($"fell on nobody: {unplaced}");
            }

            return ExitCode.Success;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} (--out) cannot be written: {fault.Message}");
        }
    }
}
