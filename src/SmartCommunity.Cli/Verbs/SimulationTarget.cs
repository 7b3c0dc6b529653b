using System.CommandLine;
using System.Text;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Supervision;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Verbs;

/// <summary>Where simulated devices connect and how they are enrolled; the same for every kind of simulation.</summary>
internal sealed class SimulationTarget
{
    private readonly Option<string> _host = new("--mqtt-host") { Description = "The gateway's host.", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<int> _port = PartOptions.Port("--mqtt-port", "The gateway's MQTT port.", PartOptions.DefaultMqttPort);
    private readonly Option<bool> _tls = new("--tls") { Description = "Connect with TLS." };
    private readonly Option<string?> _caFile = new("--ca-file") { Description = "PEM file of the only authority to trust; absent: the machine's own." };
    private readonly Option<string?> _secretFile = new("--district-secret-file") { Description = "File with the secret the devices' tokens derive from, the one the cloud has; absent: the one in --data-dir." };

    internal Option<string> DataDir { get; } = PartOptions.DataDir();

    internal Option<Uri> Cloud { get; } = new("--cloud") { Description = "Address of the cloud's API, where the devices are enrolled.", DefaultValueFactory = _ => LineOptions.Loopback(PartOptions.DefaultPort), CustomParser = r => PartOptions.ParseAddress(r)! };

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { Cloud, DataDir, _host, _port, _tls, _caFile, _secretFile })
        {
            command.Add(option);
        }
    }

    internal byte[] Secret(ParseResult result) => Encoding.UTF8.GetBytes(
        SecretFile.Read(result.GetValue(_secretFile) ?? DataFolder.At(result.GetRequiredValue(DataDir)).DistrictSecretFile, "--district-secret-file"));

    internal BrokerEndpoint Endpoint(ParseResult result) =>
        new(result.GetRequiredValue(_host), result.GetValue(_port), result.GetValue(_tls), result.GetValue(_caFile));
}
