using System.CommandLine;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Simulating;
using SmartCommunity.Cli.Supervision;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>up</c>: everything on this machine.</summary>
internal static class UpVerb
{
    internal static Command Create()
    {
        var dataDir = PartOptions.DataDir();
        var port = PartOptions.Port("--port", "Port of the console and the API.", PartOptions.DefaultPort);
        var uplinkPort = PartOptions.PortAfter("--uplink-port", "Port gateways connect to; --port + 1 when absent.");
        var gatewayPort = PartOptions.PortAfter("--gateway-port", "Port of the gateway's health and metrics; --port + 2 when absent.");
        var mqttPort = PartOptions.Port("--mqtt-port", "Port devices connect to.", PartOptions.DefaultMqttPort);
        var ingestPort = PartOptions.PortAfter("--ingest-port", "Port of HTTP for devices that cannot speak MQTT; --port + 3 when absent.");
        var controlPort = PartOptions.PortAfter("--control-port", "Port of the simulators' control; --port + 4 when absent.");
        var signIn = PartOptions.SignIn();
        var noSimulators = new Option<bool>("--no-simulators") { Description = "Without the simulated district: real devices only." };
        var seed = PartOptions.Seed();
        var scale = PartOptions.Scale();
        var scenario = new Option<string?>("--scenario") { Description = "Scenario of the simulators: a shipped name or the path of a script." };
        var speed = PartOptions.Fraction("--speed", "Simulated seconds per second.", 1, 1, SmartCommunity.Simulators.SimulationClock.MaxSpeed);
        var verbose = new Option<bool>("--verbose") { Description = "Every line of every part on the screen, not only warnings." };
        var command = new Command("up", "Runs everything on this machine: cloud, console, gateway and the simulated district of 17 communities.")
        {
            dataDir, port, PartOptions.Listen(), signIn, uplinkPort, gatewayPort, mqttPort, ingestPort, controlPort, noSimulators, seed, scale, scenario, speed, verbose,
        };
        command.SetAction(async (result, _) =>
        {
            var basePort = result.GetValue(port);
            var options = new LineOptions
            {
                Folder = DataFolder.Open(result.GetRequiredValue(dataDir)),
                Port = basePort,
                UplinkPort = result.GetValue(uplinkPort) ?? basePort + 1,
                GatewayPort = result.GetValue(gatewayPort) ?? basePort + 2,
                MqttPort = result.GetValue(mqttPort),
                IngestPort = result.GetValue(ingestPort) ?? basePort + IngestPortOffset,
                ControlPort = result.GetValue(controlPort) ?? basePort + ControlPortOffset,
                Scenario = result.GetValue(scenario),
                Speed = result.GetValue(speed),
                Simulators = !result.GetValue(noSimulators),
                Seed = result.GetValue(seed),
                Scale = result.GetValue(scale),
                SignIn = result.GetValue(signIn),
                Verbose = result.GetValue(verbose),
            };
            if (options.Scenario is { } named)
            {
                // A misspelt name is said now and not by a part that dies and is started again.
                ScenarioFile.Find(named);
            }

            using var shutdown = new Shutdown();
            using var line = new RunningLine(options, Screen.OfProcess(), TimeProvider.System);
            return await line.RunAsync(shutdown.Token);
        });
        return command;
    }

    // After the console, the uplink and the gateway's metrics.
    internal const int IngestPortOffset = 3;
    private const int ControlPortOffset = PartOptions.DefaultControlPort - PartOptions.DefaultPort;
}
