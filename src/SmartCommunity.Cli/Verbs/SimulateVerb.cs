using System.CommandLine;
using System.Text;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Supervision;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>simulate</c>: the simulated district, live; <c>simulate replay</c>: recorded data.</summary>
internal static class SimulateVerb
{
    internal static Command Create()
    {
        var target = new SimulationOptions();
        var seed = PartOptions.Seed();
        var scale = PartOptions.Scale();
        var supervised = PartOptions.Supervised();
        var command = new Command("simulate", "Plays the simulated district: devices of every community, over MQTT like a stranger's.")
        {
            seed, scale, supervised, SimulateReplayVerb.Create(),
        };
        target.AddTo(command);
        command.SetAction(async (result, _) =>
        {
            using var shutdown = Shutdown.Of(result.GetValue(supervised));
            using var logging = LoggerFactory.Create(PartLogging.Configure);
            var secret = target.Secret(result);
            var cloud = result.GetRequiredValue(target.Cloud);
            try
            {
                var communities = await SimulatedEnrolment.CommunitiesAsync(cloud, shutdown.Token);
                var district = SimulatedDistrict.Plan((ulong)result.GetValue(seed), communities, result.GetValue(scale), secret);
                await SimulatedEnrolment.EnrolAsync(cloud, district.Devices, shutdown.Token);
                var endpoint = target.Endpoint(result);
                await DeviceFleet.RunAsync(
                    district, new FleetOptions { Endpoint = _ => endpoint }, TimeProvider.System, logging.CreateLogger("SmartCommunity.Simulators"), new Announce(), shutdown.Token);
            }
            catch (OperationCanceledException) when (shutdown.Token.IsCancellationRequested)
            {
                // Asked to end while starting.
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Says that the fleet is ready once, when the first device is connected.</summary>
    private sealed class Announce : IProgress<FleetProgress>
    {
        private bool _said;

        public void Report(FleetProgress value)
        {
            if (!_said && value.Connected > 0)
            {
                _said = true;
                Terminal.WriteLine(Part.ReadyLine);
            }
        }
    }
}

/// <summary>Where simulated devices connect and how they are enrolled; the same for every kind of simulation.</summary>
internal sealed class SimulationOptions
{
    private readonly Option<string> _dataDir = PartOptions.DataDir();
    private readonly Option<string> _host = new("--mqtt-host") { Description = "The gateway's host.", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<int> _port = PartOptions.Port("--mqtt-port", "The gateway's MQTT port.", PartOptions.DefaultMqttPort);
    private readonly Option<bool> _tls = new("--tls") { Description = "Connect with TLS." };
    private readonly Option<string?> _caFile = new("--ca-file") { Description = "PEM file of the only authority to trust; absent: the machine's own." };
    private readonly Option<string?> _secretFile = new("--district-secret-file") { Description = "File with the secret the devices' tokens derive from, the one the cloud has; absent: the one in --data-dir." };

    internal Option<Uri> Cloud { get; } = new("--cloud") { Description = "Address of the cloud's API, where the devices are enrolled.", DefaultValueFactory = _ => LineOptions.Loopback(PartOptions.DefaultPort), CustomParser = r => PartOptions.ParseAddress(r)! };

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { Cloud, _dataDir, _host, _port, _tls, _caFile, _secretFile })
        {
            command.Add(option);
        }
    }

    internal byte[] Secret(ParseResult result) => Encoding.UTF8.GetBytes(
        SecretFile.Read(result.GetValue(_secretFile) ?? DataFolder.At(result.GetRequiredValue(_dataDir)).DistrictSecretFile, "--district-secret-file"));

    internal BrokerEndpoint Endpoint(ParseResult result) =>
        new(result.GetRequiredValue(_host), result.GetValue(_port), result.GetValue(_tls), result.GetValue(_caFile));
}
