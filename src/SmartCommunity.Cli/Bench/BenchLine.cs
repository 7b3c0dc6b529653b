using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Supervision;

namespace SmartCommunity.Cli.Bench;

/// <summary>Cloud and gateway as processes of their own, on free ports and a data folder of their own.</summary>
internal sealed class BenchLine : IAsyncDisposable
{
    // One connection of a load run carries what hundreds of devices send.
    private const string UnlimitedDeviceRate = "1000000";

    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _startPatience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<PartSupervisor> _parts = [];

    private BenchLine(LineOptions options) => Options = options;

    internal LineOptions Options { get; }

    internal PartSupervisor Cloud => _parts[0];

    internal PartSupervisor Gateway => _parts[1];

    internal static async Task<BenchLine> StartAsync(string dataDir, Screen screen, CancellationToken cancellationToken)
    {
        var ports = Ports.TakeFree(count: 4);
        var folder = DataFolder.Open(dataDir);
        SecretFile.ReadOrCreate(folder.GatewayTokenFile);
        SecretFile.ReadOrCreate(folder.DistrictSecretFile);
        var line = new BenchLine(new LineOptions
        {
            Folder = folder, Port = ports[0], UplinkPort = ports[1], GatewayPort = ports[2], MqttPort = ports[3], Simulators = false, Seed = 0, Scale = 1, Verbose = false,
        });
        line.Start(LineParts.Cloud(line.Options), screen);
        await line.Cloud.Ready.WaitAsync(_startPatience, cancellationToken);
        return line;
    }

    /// <summary>Starts the gateway once the devices are enrolled: its first directory then holds them all, and none is refused.</summary>
    internal async Task StartGatewayAsync(Screen screen, CancellationToken cancellationToken)
    {
        var gateway = LineParts.Gateway(Options);
        Start(gateway with { Arguments = [.. gateway.Arguments, "--device-rate", UnlimitedDeviceRate] }, screen);
        await Gateway.Ready.WaitAsync(_startPatience, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_startPatience);
        using var timer = new PeriodicTimer(_probeInterval);
        while (PrometheusText.Sum(await _http.GetStringAsync(new Uri(Options.GatewayAddress, "/metrics"), limit.Token), "smartcommunity_gateway_uplink_connected") < 1)
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }

        // The directory follows the welcome on the same stream; the connections of the load take longer than that.
        await timer.WaitForNextTickAsync(limit.Token);
    }

    /// <summary>Sum of a counter of the cloud over its labels, from its Prometheus endpoint.</summary>
    internal async Task<double> CounterAsync(string name, CancellationToken cancellationToken)
    {
        var text = await _http.GetStringAsync(new Uri(Options.ConsoleAddress, "/metrics"), cancellationToken);
        return PrometheusText.Sum(text, name);
    }

    internal async Task StopAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _parts.ForEach(p => p.Dispose());
        _http.Dispose();
    }

    private void Start(Part part, Screen screen)
    {
        var supervisor = new PartSupervisor(part, Options.Folder.Logs, screen, _http, TimeProvider.System, verbose: false);
        _parts.Add(supervisor);
        supervisor.Start();
    }
}
