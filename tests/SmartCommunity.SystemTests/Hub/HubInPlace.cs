using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.SystemTests.Peers;
using SmartCommunity.Telemetry;

namespace SmartCommunity.SystemTests.Hub;

/// <summary>
/// What takes the IoT Hub's place: another cloud and gateway as processes, with TLS, and a device that speaks as the hub's devices do. As strict as the hub about TLS, signature, topics and
/// PUBACK. What it gets is no message of its class, so it lies in its quarantine as it came. The hub of a site that sends to it; nothing of the site's line.
/// </summary>
internal sealed class HubInPlace : IAsyncDisposable
{
    private const string Identity = "gw-7";

    /// <summary>The hub's own limit.</summary>
    private const string LargestKib = "256";

    private readonly LineUnderTest _line;
    private readonly CertificateAuthority _authority;
    private readonly CertificateFiles _server;
    private readonly int _tlsPort = FreePorts.Take(1)[0];

    private HubInPlace(LineUnderTest line)
    {
        _line = line;
        _authority = new CertificateAuthority(line.Folder, "hub-authority");
        _server = _authority.Server();
    }

    internal PartProcess Gateway => _line.Gateway;

    /// <summary>A hub that knows the site's identity and is away: it never listened on its TLS port yet.</summary>
    internal static async Task<HubInPlace> PrepareAsync()
    {
        var line = await LineUnderTest.StartAsync();
        var hub = new HubInPlace(line);
        var device = new NewDevice { Id = Identity, Community = LineUnderTest.Community, Class = "wearable", Dialect = DialectCode.IotHub };
        using var answer = await line.Api.PostAsJsonAsync("api/v1/devices", device, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        line.Tokens[Identity] = (await answer.Content.ReadFromJsonAsync<EnrolledDeviceView>(TestContext.Current.CancellationToken))!.Token!;
        return hub;
    }

    /// <summary>Opens the hub's door.</summary>
    internal async Task ReturnAsync()
    {
        await _line.Gateway.StopAsync();
        _line.StartGateway(environment: null, wrapper: null, "--mqtt-tls-port", Text(_tlsPort), "--certificate", _server.Certificate, "--certificate-key", _server.Key, "--max-frame", LargestKib);
        await _line.WaitForGatewayAsync();
    }

    /// <summary>The arguments of a gateway that sends here.</summary>
    internal string[] Arguments(string folder, int quotaMib)
    {
        var key = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(_line.Tokens[Identity])));
        var file = Path.Combine(folder, "iot-hub");
        File.WriteAllText(file, $"HostName=hub.example;DeviceId={Identity};SharedAccessKey={key};GatewayHostName=localhost:{Text(_tlsPort)}");
        return ["--iot-hub-file", file, "--iot-hub-authority", _authority.File, "--iot-hub-quota", Text(quotaMib)];
    }

    /// <summary>The topics and texts that arrived, as far as the hub keeps them.</summary>
    internal async Task<IReadOnlyList<QuarantineView>> ArrivedAsync()
    {
        const int PageSize = 200;
        var arrived = new List<QuarantineView>();
        for (var page = 1; ; page++)
        {
            var found = await _line.Api.GetFromJsonAsync<Page<QuarantineView>>($"api/v1/quarantine?device={Identity}&page={page}&pageSize={PageSize}", TestContext.Current.CancellationToken);
            arrived.AddRange(found!.Items);
            if (found.Items.Count < PageSize)
                return arrived;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _authority.Dispose();
        await _line.DisposeAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
