using System.Text;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Supervision;
using SmartCommunity.Simulators;

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

    /// <summary>The simulated devices, once <see cref="StartFleetAsync"/> started them.</summary>
    internal PartSupervisor Simulators => _parts[2];

    internal static async Task<BenchLine> StartAsync(string dataDir, Screen screen, CancellationToken cancellationToken)
    {
        var ports = Ports.TakeFree(count: 5);
        var folder = DataFolder.Open(dataDir);
        SecretFile.ReadOrCreate(folder.GatewayTokenFile);
        SecretFile.ReadOrCreate(folder.DistrictSecretFile);
        var line = new BenchLine(new LineOptions
        {
            Folder = folder, Port = ports[0], UplinkPort = ports[1], GatewayPort = ports[2], MqttPort = ports[3], ControlPort = ports[4],
            Simulators = false, Seed = PartOptions.DefaultSeed, Scale = 1, Verbose = false,
        });
        line.Start(LineParts.Cloud(line.Options), screen);
        await line.Cloud.Ready.WaitAsync(_startPatience, cancellationToken);
        return line;
    }

    /// <summary>Stops the cloud for a while, the gateway goes on; returns once it is ready again.</summary>
    internal async Task InterruptCloudAsync(TimeSpan outage, Screen screen, CancellationToken cancellationToken)
    {
        await Cloud.StopAsync();
        await Task.Delay(outage, cancellationToken);
        Cloud.Dispose();
        _parts[0] = Supervise(LineParts.Cloud(Options), screen);
        await Cloud.Ready.WaitAsync(_startPatience, cancellationToken);
    }

    /// <summary>The district's secret.</summary>
    internal byte[] Secret => Encoding.UTF8.GetBytes(SecretFile.Read(Options.Folder.DistrictSecretFile, "--data-dir"));

    /// <summary>Enrols the devices of a load run and starts the gateway; returns the run.</summary>
    /// <param name="options">What is measured.</param>
    /// <param name="uplinkVia">Port at which the gateway looks for the cloud; null: the cloud's own.</param>
    /// <param name="screen">Where progress is shown.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<LoadOptions> PrepareAsync(BenchOptions options, int? uplinkVia, Screen screen, CancellationToken cancellationToken)
    {
        var secret = Secret;
        var load = new LoadOptions
        {
            Endpoint = new BrokerEndpoint("127.0.0.1", Options.MqttPort),
            Token = id => DeviceToken.Derive(secret, id),
            Community = (await SimulatedEnrolment.CommunitiesAsync(Options.ConsoleAddress, secret, cancellationToken))[0],
            Connections = options.Connections,
            Rate = options.Rate,
            Duration = options.Duration,
            SosProbes = options.SosProbes,
        };
        await SimulatedEnrolment.EnrolAsync(Options.ConsoleAddress, secret, load.Devices(), control: null, cancellationToken);
        screen.Done($"{options.Connections + options.SosProbes} devices enrolled in {load.Community}");
        await StartGatewayAsync(uplinkVia ?? Options.UplinkPort, screen, cancellationToken);
        return load;
    }

    /// <summary>Starts the gateway and simulated devices as processes of their own, as <c>up</c> does; returns once the first device is connected.</summary>
    internal async Task StartFleetAsync(double scale, IEnumerable<string> more, TimeSpan patience, Screen screen, CancellationToken cancellationToken)
    {
        Start(LineParts.Gateway(Options), screen);
        await Gateway.Ready.WaitAsync(_startPatience, cancellationToken);
        var simulators = LineParts.Simulate(Options with { Scale = scale });
        Start(simulators with { Arguments = [.. simulators.Arguments, .. more] }, screen);
        await Simulators.Ready.WaitAsync(patience, cancellationToken);
    }

    /// <summary>Starts the gateway once the devices are enrolled: its first directory then holds them all, and none is refused.</summary>
    private async Task StartGatewayAsync(int uplinkPort, Screen screen, CancellationToken cancellationToken)
    {
        var gateway = LineParts.Gateway(Options with { UplinkPort = uplinkPort });
        Start(gateway with { Arguments = [.. gateway.Arguments, "--device-rate", UnlimitedDeviceRate] }, screen);
        await Gateway.Ready.WaitAsync(_startPatience, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_startPatience);
        using var timer = new PeriodicTimer(_probeInterval);
        while (await GatewayGaugeAsync("smartcommunity_gateway_uplink_connected", limit.Token) < 1)
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

    /// <summary>Sum of a gauge or counter of the gateway over its labels, or over the series that have the label given.</summary>
    internal async Task<double> GatewayGaugeAsync(string name, CancellationToken cancellationToken, string label = "") =>
        PrometheusText.Sum(await _http.GetStringAsync(new Uri(Options.GatewayAddress, "/metrics"), cancellationToken), name, label);

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

    private void Start(Part part, Screen screen) => _parts.Add(Supervise(part, screen));

    private PartSupervisor Supervise(Part part, Screen screen)
    {
        var supervisor = new PartSupervisor(part, Options.Folder.Logs, screen, _http, TimeProvider.System, verbose: false);
        supervisor.Start();
        return supervisor;
    }
}
