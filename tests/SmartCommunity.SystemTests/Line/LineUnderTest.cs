using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using SmartCommunity.Cli.Bench;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Peers;

namespace SmartCommunity.SystemTests.Line;

/// <summary>
/// Cloud and gateway as processes on free ports and a data folder of their own, as an operator would run them. Either can be killed, stopped and started
/// again on the same data.
/// </summary>
internal sealed class LineUnderTest : IAsyncDisposable
{
    internal const string Community = "baihe";
    internal const string GatewayId = "gateway-1";

    // Tests send faster than devices do; the token bucket has tests of its own.
    private const int DeviceRate = 5_000;

    /// <summary>Generous: two cores shared with other tests; nothing here asserts a speed.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>File with the gateway's token.</summary>
    internal string TokenFile { get; }

    /// <summary>File with the secret that simulated devices' tokens derive from.</summary>
    internal string DistrictSecretFile { get; }

    private LineUnderTest()
    {
        Folder = Directory.CreateTempSubdirectory("line").FullName;
        var ports = FreePorts.Take(5);
        (CloudPort, UplinkPort, GatewayPort, MqttPort, IngestPort) = (ports[0], ports[1], ports[2], ports[3], ports[4]);
        GatewayFolder = Path.Combine(Folder, "gateway-data");
        TokenFile = Path.Combine(Folder, "gateway-token");
        DistrictSecretFile = Path.Combine(Folder, "district-secret");
        foreach (var file in new[] { TokenFile, DistrictSecretFile })
            File.WriteAllText(file, Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
        Api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{CloudPort}/"), Timeout = Patience };
        GatewayHttp = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{GatewayPort}/"), Timeout = Patience };
    }

    internal string Folder { get; }

    internal string CloudFolder => Path.Combine(Folder, "cloud-data");

    private string ChannelsFile => Path.Combine(Folder, "channels.json");

    /// <summary>Where the stopped cloud left its series.</summary>
    internal string SeriesFolder => Path.Combine(CloudFolder, "cloud", "series");

    internal string GatewayFolder { get; init; }

    internal int CloudPort { get; }

    internal int UplinkPort { get; }

    internal int GatewayPort { get; }

    internal int MqttPort { get; }

    internal int IngestPort { get; }

    /// <summary>Where the gateway looks for the cloud: the cloud itself, or a proxy a test puts in between.</summary>
    internal int UplinkVia { get; set; }

    internal HttpClient Api { get; }

    internal HttpClient GatewayHttp { get; }

    internal PartProcess Cloud { get; private set; } = null!;

    internal PartProcess Gateway { get; private set; } = null!;

    internal Dictionary<string, string> Tokens { get; } = new(StringComparer.Ordinal);

    internal BrokerEndpoint Mqtt => new("127.0.0.1", MqttPort);

    /// <summary>Starts both parts.</summary>
    /// <param name="gatewayFolder">Where the gateway keeps its data; null: in the line's own folder.</param>
    /// <param name="uplinkVia">Port at which the gateway looks for the cloud; null: the cloud's own.</param>
    /// <param name="channels">The cloud's <c>channels.json</c>; null: none.</param>
    internal static async Task<LineUnderTest> StartAsync(string? gatewayFolder = null, int? uplinkVia = null, string? channels = null)
    {
        var line = gatewayFolder is null ? new LineUnderTest() : new LineUnderTest { GatewayFolder = gatewayFolder };
        line.UplinkVia = uplinkVia ?? line.UplinkPort;
        if (channels is not null)
            await File.WriteAllTextAsync(line.ChannelsFile, channels);
        line.StartCloud();
        line.StartGateway();
        await line.WaitForCloudAsync();
        await line.WaitForGatewayAsync();
        return line;
    }

    internal void StartCloud(IReadOnlyDictionary<string, string>? environment = null) => Cloud = PartProcess.Start(
        [
            "cloud", "--data-dir", CloudFolder, "--port", Text(CloudPort), "--uplink-port", Text(UplinkPort), "--gateway-token-file", TokenFile,
            "--district-secret-file", DistrictSecretFile, .. File.Exists(ChannelsFile) ? ["--channels-file", ChannelsFile] : Array.Empty<string>(),
        ],
        environment);

    internal void StartGateway(IReadOnlyDictionary<string, string>? environment = null, IEnumerable<string>? wrapper = null, params string[] more) =>
        Gateway = PartProcess.Start(
            [
                "gateway", "--data-dir", GatewayFolder, "--port", Text(GatewayPort), "--mqtt-port", Text(MqttPort), "--ingest-port", Text(IngestPort),
                "--cloud", $"http://127.0.0.1:{Text(UplinkVia)}", "--gateway-token-file", TokenFile,
                "--device-rate", Text(DeviceRate), .. more,
            ],
            environment, wrapper);

    /// <summary>The gateway starts anew, and reaches the cloud through the proxy.</summary>
    internal async Task RestartGatewayViaAsync(AckProxy proxy, params string[] more)
    {
        await Gateway.StopAsync();
        UplinkVia = proxy.Port;
        StartGateway(environment: null, wrapper: null, more);
        await WaitForGatewayAsync();
    }

    /// <summary>The gateway starts anew with a certificate of the authority; returns its port for MQTT over TLS.</summary>
    internal async Task<int> RestartGatewayWithTlsAsync(CertificateAuthority authority, params string[] more)
    {
        await Gateway.StopAsync();
        var server = authority.Server();
        var port = FreePorts.Take(1)[0];
        StartGateway(environment: null, wrapper: null, ["--mqtt-tls-port", Text(port), "--certificate", server.Certificate, "--certificate-key", server.Key, .. more]);
        await WaitForGatewayAsync();
        return port;
    }

    /// <summary>Says what a device's properties are to be, as a merge patch.</summary>
    internal async Task DesireAsync(string device, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"api/v1/twins/device:{device}/desired") { Content = new StringContent(json, Encoding.UTF8, "application/merge-patch+json") };
        request.Headers.IfMatch.Add(EntityTagHeaderValue.Any);
        using var response = await Api.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The calls for help that are alerts.</summary>
    internal async Task<IReadOnlyList<AlertView>> CallsForHelpAsync() =>
        (await Api.GetFromJsonAsync<AlertPage>("api/v1/alerts?rule=sos&pageSize=100", TestContext.Current.CancellationToken))!.Items;

    internal async Task AcknowledgeAsync(string alert)
    {
        using var answer = await Api.PostAsJsonAsync($"api/v1/alerts/{alert}/actions", new NewAlertAction { Action = "acknowledge", Actor = "Li" }, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    internal Task WaitForCloudAsync() => Until.TrueAsync(
        "the cloud is ready", async () => (await Api.GetAsync("health/ready")).StatusCode == HttpStatusCode.OK, Patience, () => Cloud.Output);

    internal Task WaitForGatewayAsync() => Until.TrueAsync(
        "the gateway is ready", async () => (await GatewayHttp.GetAsync("health/ready")).StatusCode == HttpStatusCode.OK, Patience, () => Gateway.Output);

    /// <summary>Enrols devices through the API and waits until the gateway knows the last of them.</summary>
    internal async Task EnrolAsync(IEnumerable<(string Id, string Class)> devices)
    {
        var csv = new StringBuilder("id,community,class\n");
        foreach (var (id, deviceClass) in devices)
            csv.Append(CultureInfo.InvariantCulture, $"{id},{Community},{deviceClass}\n");
        using var content = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
        using var response = await Api.PostAsync("api/v1/devices/import", content);
        var report = await response.Content.ReadFromJsonAsync<ImportReport>();
        Assert.Empty(report!.Errors);
        foreach (var device in report.Created)
            Tokens[device.Device.Id] = device.Token!;
        var last = report.Created[^1].Device.Id;
        await Until.TrueAsync($"the gateway knows {last}", () => CanLogInAsync(last), Patience, () => Gateway.Output);
    }

    internal Task EnrolAsync(LoadOptions load) => EnrolAsync(load.Devices().Select(d => (d.Id, d.Address.Class)));

    internal LoadOptions Load(int connections, double rate, TimeSpan duration) => new()
    {
        Endpoint = Mqtt,
        Token = id => Tokens.GetValueOrDefault(id, ""),
        Community = Community,
        Connections = connections,
        Rate = rate,
        Duration = duration,
        JournalPath = Path.Combine(Folder, "journal.csv"),
    };

    internal async Task<GatewayView> GatewayViewAsync() =>
        (await Api.GetFromJsonAsync<Page<GatewayView>>("api/v1/gateways"))!.Items.Single(g => g.Id == GatewayId);

    /// <summary>Waits until the gateway has nothing left that the cloud has not committed.</summary>
    internal Task WaitForDrainAsync() => Until.TrueAsync(
        "the gateway's backlog is empty",
        async () => await GatewayHttp.GetStringAsync("metrics") is var metrics && Prometheus.Sum(metrics, "smartcommunity_gateway_outbox_depth") == 0,
        Patience,
        () => Gateway.Output);

    public async ValueTask DisposeAsync()
    {
        Gateway?.Dispose();
        Cloud?.Dispose();
        Api.Dispose();
        GatewayHttp.Dispose();
        await Task.Yield();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<bool> CanLogInAsync(string device)
    {
        var factory = new MQTTnet.MqttClientFactory();
        using var client = factory.CreateMqttClient();
        try
        {
            var answer = await client.ConnectAsync(new MQTTnet.MqttClientOptionsBuilder()
                .WithTcpServer("127.0.0.1", MqttPort).WithClientId(device).WithCredentials(device, Tokens[device]).Build());
            if (answer.ResultCode != MQTTnet.MqttClientConnectResultCode.Success)
                return false;
            await client.DisconnectAsync(new MQTTnet.MqttClientDisconnectOptions());
            return true;
        }
        catch (Exception e) when (e is MQTTnet.Exceptions.MqttCommunicationException or MQTTnet.Adapter.MqttConnectingFailedException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
