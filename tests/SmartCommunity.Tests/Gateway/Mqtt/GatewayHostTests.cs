using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using MQTTnet;
using SmartCommunity.Gateway;
using SmartCommunity.Gateway.Mqtt;
using File = System.IO.File;

namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class GatewayHostTests
{
    [Fact]
    public void Plaintext_beyond_loopback_is_refused_with_one_line()
    {
        var options = new GatewayOptions { GatewayId = "gw-1", DataDirectory = "data", MqttAddress = IPAddress.Any, CloudAddress = new Uri("http://cloud"), CloudToken = "t" };

        var e = Assert.Throws<GatewayOptionsException>(() => GatewayHost.Build(options));

        Assert.Equal(
            "MqttAddress 0.0.0.0 is not loopback and MQTT on port 1883 has no TLS: set a certificate and use port 8883, or set AllowInsecure.",
            Assert.Single(e.Faults));
    }

    [Fact]
    public void Every_fault_of_the_options_is_listed()
    {
        var options = new GatewayOptions
        {
            GatewayId = "gw 1", DataDirectory = "", HttpPort = 70_000, CertificatePath = "nowhere.pem", CloudAddress = new Uri("ftp://cloud"), CloudToken = "",
            Intake = new IntakeOptions { MaxFrameBytes = 10, MessageBurst = double.NaN },
        };

        var e = Assert.Throws<GatewayOptionsException>(options.Validate);

        string[] named = ["GatewayId", "DataDirectory", "HttpPort", "CertificatePath and", "CertificatePath 'nowhere.pem'", "CloudAddress", "CloudToken", "Intake.MaxFrameBytes", "Intake.MaxConnectBytes", "Intake.MessageBurst"];
        Assert.Equal(named.Length, e.Faults.Count);
        Assert.All(named.Zip(e.Faults), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_and_metrics_answer_and_metrics_name_no_device()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var client = await gateway.ConnectAsync("w-1");
        await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "telemetry"), """{"v":{"spo2":97,"x":1}}"""));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{gateway.HttpPort}") };

        Assert.Equal("live", await http.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
        Assert.Equal("ready", await http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
        var metrics = await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Contains("smartcommunity_gateway_messages_total{", metrics, StringComparison.Ordinal);
        Assert.Contains("reason=\"unknownQuantity\"", metrics, StringComparison.Ordinal);
        Assert.Matches("smartcommunity_gateway_commit_duration_seconds_bucket\\{[^}]*le=\"0.01\"\\}", metrics);
        Assert.DoesNotContain("w-1", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("own", MqttClientConnectResultCode.Success)]
    [InlineData("other", MqttClientConnectResultCode.NotAuthorized)]
    [InlineData("none", MqttClientConnectResultCode.BadUserNameOrPassword)]
    public async Task A_client_certificate_is_pinned_by_its_thumbprint(string presented, MqttClientConnectResultCode expected)
    {
        using var server = Certificate("CN=localhost");
        using var own = Certificate("CN=w-1");
        using var other = Certificate("CN=w-1");
        var folder = System.IO.Directory.CreateTempSubdirectory("tls-");
        var (cert, key) = (Path.Combine(folder.FullName, "cert.pem"), Path.Combine(folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(cert, server.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(key, server.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await using var gateway = await GatewayFixture.StartAsync(o => o with { CertificatePath = cert, CertificateKeyPath = key });
        var device = GatewayFixture.Enrolled("w-1");
        device.CertificateSha256 = ByteString.CopyFrom(SHA256.HashData(own.RawData));
        gateway.Directory.Apply(new Contracts.Uplink.Directory { Version = 2, Devices = { device } });
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", gateway.TlsPort).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithClientId("w-1").WithTimeout(GatewayFixture.Patience).WithTlsOptions(tls =>
            {
                tls.UseTls().WithCertificateValidationHandler(e => e.Certificate.GetCertHashString() == server.GetCertHashString());
                if (presented != "none")
                    tls.WithClientCertificates([presented == "own" ? own : other]);
            }).Build();

        Assert.Equal(expected, await LoginTests.ResultAsync(gateway.NewClient(), options));
        folder.Delete(recursive: true);
    }

    private static X509Certificate2 Certificate(string subject)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }
}
