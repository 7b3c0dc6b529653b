using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Gateway.Mqtt;
using Directory = SmartCommunity.Contracts.Uplink.Directory;

namespace SmartCommunity.Tests.Gateway.Uplink.IotHub;

/// <summary>
/// One gateway forwards to another, which takes the hub's place as strictly as the hub: TLS, signature, topics, PUBACK. What it gets is no message of a wearable, so it lies in its
/// quarantine as it came.
/// </summary>
public sealed class HubForwardTests : IDisposable
{
    private const int LargestBytes = 256 * 1024;
    private const int BackFill = 900;

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("hub-").FullName;

    private string CertificateFile => Path.Combine(_folder, "hub.pem");

    [Fact]
    public async Task Everything_reaches_the_hub_whatever_the_cloud_says_and_nothing_is_trimmed_before()
    {
        await using var hub = await HubAsync();
        await using var gateway = await ForwardingToAsync(hub);
        var client = await gateway.ConnectAsync("w-1");

        await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "telemetry"), """{"ts":1764000000000,"v":{"heartRate":72}}"""));
        await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "event"), """{"ts":1764000000001,"id":"e-1","type":"sos"}"""));
        // As one commit these are more than a gateway takes in one packet unless it is told to, and less than the hub takes.
        var many = string.Join(',', Enumerable.Range(0, BackFill).Select(i => string.Create(CultureInfo.InvariantCulture, $$$"""{"ts":{{{1764000001000 + i}}},"v":{"heartRate":73}}""")));
        await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "telemetry"), $"[{many}]"));

        var arrived = await ArrivedAsync(hub, "\"ts\":1764000000000", "\"event\":\"sos\",\"id\":\"e-1\"", "\"ts\":1764000001000", $"\"ts\":{1764000000999 + BackFill}");

        Assert.All(arrived, b => Assert.StartsWith("devices/gw-7/messages/events/%24.ct=application%2Fjson&%24.ce=utf-8&%24.mid=", b.Topic, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_committed_within_a_second_goes_to_the_hub_as_one_message()
    {
        const int Commits = 300;
        await using var hub = await HubAsync();
        await using var gateway = await ForwardingToAsync(hub);
        var client = await gateway.ConnectAsync("w-1");
        var since = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < Commits; i++) // One after another: each is on disk, and so committed, before the next is sent.
            await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "telemetry"), string.Create(CultureInfo.InvariantCulture, $$$"""{"ts":{{{1764000000000 + i}}},"v":{"heartRate":72}}""")));
        var took = TimeProvider.System.GetElapsedTime(since);
        var arrived = await ArrivedAsync(hub, "\"ts\":1764000000000", $"\"ts\":{1764000000000 + Commits - 1}");

        const int AtBothEnds = 2;
        Assert.InRange(arrived.Length, 1, took.TotalSeconds + AtBothEnds);
    }

    [Fact]
    public async Task A_lane_keeps_what_the_second_reader_does_not_have()
    {
        using var fixture = new Outbox.OutboxFixture();
        await fixture.Outbox.AppendStatus(Outbox.OutboxFixture.Address("w-1"), 1, online: true).Completed;
        await fixture.Outbox.AppendStatus(Outbox.OutboxFixture.Address("w-1"), 2, online: true).Completed;
        var lane = fixture.Outbox.Routine;

        lane.HoldAfter("hub", 1);
        lane.Trim(lane.Current.Epoch, 2);
        await lane.KeepHouseAsync();
        var held = await lane.ReadAsync(0, int.MaxValue);
        lane.HoldAfter("hub", 2);
        await lane.KeepHouseAsync();

        Assert.Equal(2, held[^1].LastSequence);
        Assert.Equal(3, lane.Current.FirstRetained);
    }

    [Fact]
    public void A_bad_connection_string_stops_the_start_with_its_fault()
    {
        var options = new GatewayOptions
        {
            GatewayId = "gw-1", DataDirectory = _folder, CloudAddress = new Uri("http://127.0.0.1:9"), CloudToken = "token", HubConnectionString = "HostName=h;DeviceId=d",
        };

        Assert.Equal(["The IoT Hub connection string has no SharedAccessKey."], Assert.Throws<GatewayOptionsException>(options.Validate).Faults);
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    /// <summary>A gateway that takes the hub's place.</summary>
    private async Task<GatewayFixture> HubAsync()
    {
        var (certificate, key) = Certificate();
        var hub = await GatewayFixture.StartAsync(o => o with { CertificatePath = certificate, CertificateKeyPath = key, Intake = o.Intake with { MaxFrameBytes = LargestBytes } });
        var identity = GatewayFixture.Enrolled("gw-7");
        identity.Dialect = DialectCode.IotHub;
        hub.Directory.Apply(new Directory { Version = 2, Devices = { identity } });
        return hub;
    }

    private Task<GatewayFixture> ForwardingToAsync(GatewayFixture hub) => GatewayFixture.StartAsync(o => o with { HubConnectionString = ConnectionString(hub.TlsPort), HubAuthorityPath = CertificateFile });

    /// <summary>The messages that the hub has when it has all these parts.</summary>
    private static async Task<QuarantinedPayload[]> ArrivedAsync(GatewayFixture hub, params string[] parts)
    {
        var arrived = Array.Empty<QuarantinedPayload>();
        await GatewayFixture.UntilAsync(async () =>
        {
            arrived = [.. (await hub.StoredAsync()).SelectMany(b => b.Quarantined)];
            var text = string.Concat(arrived.Select(b => b.Payload.ToStringUtf8()));
            return parts.All(part => text.Contains(part, StringComparison.Ordinal));
        });
        return arrived;
    }

    private static string ConnectionString(int port)
    {
        var key = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(GatewayFixture.Token("gw-7"))));
        return $"HostName=hub.example;DeviceId=gw-7;SharedAccessKey={key};GatewayHostName=localhost:{port}";
    }

    private (string Certificate, string Key) Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        var keyFile = Path.Combine(_folder, "hub.key");
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (CertificateFile, keyFile);
    }
}
