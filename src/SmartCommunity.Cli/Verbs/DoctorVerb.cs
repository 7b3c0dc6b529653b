using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCommunity.Cli.Diagnosis;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Supervision;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>doctor</c>: what stands in the way of a good run on this machine, and what to do about it.</summary>
internal static class DoctorVerb
{
    private static readonly TimeSpan _answerPatience = TimeSpan.FromSeconds(2); // A healthy part on loopback answers in milliseconds.
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    internal static Command Create()
    {
        var dataDir = PartOptions.DataDir();
        var port = PartOptions.Port("--port", "Port of the console and the API.", PartOptions.DefaultPort);
        var uplinkPort = PartOptions.PortAfter("--uplink-port", "Port gateways connect to; --port + 1 when absent.");
        var gatewayPort = PartOptions.PortAfter("--gateway-port", "Port of the gateway's health and metrics; --port + 2 when absent.");
        var mqttPort = PartOptions.Port("--mqtt-port", "Port devices connect to.", PartOptions.DefaultMqttPort);
        var ingestPort = PartOptions.PortAfter("--ingest-port", "Port of HTTP for devices that cannot speak MQTT; --port + 3 when absent.");
        var json = new Option<bool>("--json") { Description = "Findings as JSON." };
        var command = new Command("doctor", "Checks ports, folders, disk, clock, limits and programs, and says what to do. Exit code 1 when something is wrong.")
        {
            dataDir, port, uplinkPort, gatewayPort, mqttPort, ingestPort, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var basePort = result.GetValue(port);
            var options = new LineOptions
            {
                Folder = DataFolder.At(result.GetRequiredValue(dataDir)),
                Port = basePort,
                UplinkPort = result.GetValue(uplinkPort) ?? basePort + 1,
                GatewayPort = result.GetValue(gatewayPort) ?? basePort + 2,
                MqttPort = result.GetValue(mqttPort),
                IngestPort = result.GetValue(ingestPort) ?? basePort + UpVerb.IngestPortOffset,
                Simulators = false,
                Seed = 0,
                Scale = 1,
                Verbose = false,
            };
            using var http = new HttpClient { Timeout = _answerPatience };
            List<Finding> findings =
            [
                .. await PortChecks.RunAsync(options, http, cancellationToken), .. FolderChecks.Run(options.Folder),
                .. await MachineChecks.RunAsync(TimeProvider.System, cancellationToken),
            ];
            Print(findings, result.GetValue(json), result.InvocationConfiguration.Output);
            return findings.Exists(f => f.Verdict == Verdict.Bad) ? ExitCode.Failed : ExitCode.Success;
        });
        return command;
    }

    private static void Print(List<Finding> findings, bool asJson, TextWriter output)
    {
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(findings, _json));
            return;
        }

        var screen = Screen.OfProcess();
        foreach (var finding in findings)
        {
            Action<string> write = finding.Verdict switch { Verdict.Good => screen.Done, Verdict.Warning => screen.Warn, _ => screen.Fail };
            write($"{finding.Check}: {finding.Text}{(finding.Advice.Length > 0 ? " → " + finding.Advice : "")}");
        }
    }
}
