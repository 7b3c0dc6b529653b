using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Tests.Cloud.Provisioning;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Gateway.Mqtt;

/// <summary>F-15: certificates of a community's authority, from the cloud's desk to a real gateway, which has no file of its own.</summary>
public sealed class CertificateLoginTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Expired_revoked_foreign_and_misnamed_certificates_are_refused_with_an_audit_line_each_and_good_ones_untouched()
    {
        await using var registry = await EnrolledAsync();
        using var key = new DeviceKey("w-1");
        using var keyOfW2 = new DeviceKey("w-2");
        using var keyOfStranger = new DeviceKey("s-1");
        var expired = await IssueAsync(registry, "w-1", key, days: 1);
        registry.Time.Advance(TimeSpan.FromDays(2));
        var (good, revoked) = (await IssueAsync(registry, "w-1", key), await IssueAsync(registry, "w-1", key));
        var (ofW2, ofStranger) = (await IssueAsync(registry, "w-2", keyOfW2), await IssueAsync(registry, "s-1", keyOfStranger));
        await registry.Certificates.RevokeAsync("w-1", revoked.Certificate.Serial, "me", Cancel);
        var logs = new CollectedLogs();
        await using var gateway = await StartAsync(registry, logs);
        using var owner = await ConnectAsync(gateway, "w-2", keyOfW2.With(ofW2.Pem));

        var results = new List<MqttClientConnectResultCode>
        {
            await ResultAsync(gateway, "w-1", key.With(expired.Pem)),
            await ResultAsync(gateway, "w-1", key.With(revoked.Pem)),
            await ResultAsync(gateway, "w-1", keyOfStranger.With(ofStranger.Pem)),
            await ResultAsync(gateway, "w-1", keyOfW2.With(ofW2.Pem)),
        };
        var accepted = await ResultAsync(gateway, "w-1", key.With(good.Pem));

        Assert.All(results, result => Assert.Equal(MqttClientConnectResultCode.NotAuthorized, result));
        Assert.Equal(MqttClientConnectResultCode.Success, accepted);
        Assert.Equal(
            ["ExpiredCertificate", "RevokedCertificate", "ForeignCertificate", "WrongCertificate"],
            logs.Audit.Select(line => line.Split(": ")[2].Split('.')[0]));
        var still = await owner.PublishAsync(GatewayFixture.Message(GatewayFixture.Topic("w-2", "telemetry"), """{"v":{"spo2":97}}"""), Cancel);
        Assert.Equal(MqttClientPublishReasonCode.Success, still.ReasonCode);
    }

    [Fact]
    public async Task A_certificate_of_another_communitys_authority_does_not_speak_for_the_device_whatever_its_name()
    {
        await using var registry = await EnrolledAsync();
        using var key = new DeviceKey("w-1");
        registry.Time.Advance(TimeSpan.FromDays(2));
        await IssueAsync(registry, "w-1", key);
        using var rsa = RSA.Create(2048);
        var root = new CertificateRequest("CN=SmartCommunity baihe", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = root.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        await registry.Authorities.ImportAsync("dengyun", new NewAuthority { Certificate = authority.ExportCertificatePem(), Key = rsa.ExportPkcs8PrivateKeyPem() }, "me", Cancel);
        using var forged = SmartCommunity.Cloud.Provisioning.SigningRequest.Sign(
            SmartCommunity.Cloud.Provisioning.SigningRequest.Read(key.Csr, "w-1").Request!.PublicKey, "w-1", authority, Now.AddHours(-1), Now.AddHours(1));
        await using var gateway = await StartAsync(registry);

        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await ResultAsync(gateway, "w-1", key.With(forged.ExportCertificatePem())));
    }

    [Fact]
    public async Task A_renewal_in_mid_stream_loses_no_measurement_and_revoking_the_old_certificate_leaves_the_new_connection()
    {
        const int Before = 40, After = 40;
        await using var registry = await EnrolledAsync();
        registry.Time.Advance(TimeSpan.FromDays(2));
        using var key = new DeviceKey("w-1");
        using var renewedKey = new DeviceKey("w-1");
        var first = await IssueAsync(registry, "w-1", key);
        await using var gateway = await StartAsync(registry);
        using var old = await ConnectAsync(gateway, "w-1", key.With(first.Pem));
        for (var i = 0; i < Before; i++)
            await PublishAsync(old, i);

        var renewed = await IssueAsync(registry, "w-1", renewedKey);
        using var current = await ConnectAsync(gateway, "w-1", renewedKey.With(renewed.Pem));
        await registry.Certificates.RevokeAsync("w-1", first.Certificate.Serial, "me", Cancel);
        gateway.Directory.Apply(await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel));
        for (var i = Before; i < Before + After; i++)
            await PublishAsync(current, i);

        var stored = (await gateway.StoredAsync()).SelectMany(batch => batch.Value).ToArray();
        Assert.Equal(Enumerable.Range(0, Before + After).Select(Temperature), stored);
        Assert.Equal(0, gateway.Meter.Closed(CloseCause.Revoked));
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await ResultAsync(gateway, "w-1", key.With(first.Pem)));
    }

    [Fact]
    public async Task Revoking_the_certificate_in_use_ends_its_connection_and_no_other()
    {
        await using var registry = await EnrolledAsync();
        registry.Time.Advance(TimeSpan.FromDays(2));
        using var key = new DeviceKey("w-1");
        using var keyOfW2 = new DeviceKey("w-2");
        var (first, other) = (await IssueAsync(registry, "w-1", key), await IssueAsync(registry, "w-2", keyOfW2));
        await using var gateway = await StartAsync(registry);
        using var revoked = await ConnectAsync(gateway, "w-1", key.With(first.Pem));
        using var untouched = await ConnectAsync(gateway, "w-2", keyOfW2.With(other.Pem));
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        revoked.DisconnectedAsync += _ => Task.FromResult(ended.TrySetResult());

        await registry.Certificates.RevokeAsync("w-1", first.Certificate.Serial, "me", Cancel);
        gateway.Directory.Apply(await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel));
        await ended.Task.WaitAsync(GatewayFixture.Patience, Cancel);

        Assert.Equal(1, gateway.Meter.Closed(CloseCause.Revoked));
        Assert.True(untouched.IsConnected);
    }

    private static double Temperature(int i) => 30 + (i / 10.0);

    private static async Task PublishAsync(IMqttClient client, int i)
    {
        var payload = FormattableString.Invariant($$$"""{"ts":{{{Now.ToUnixTimeMilliseconds() + i}}},"v":{"bodyTemp":{{{Temperature(i)}}}}}""");
        Assert.Equal(MqttClientPublishReasonCode.Success, (await client.PublishAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "telemetry"), payload), Cancel)).ReasonCode);
    }

    private static async Task<TemporaryRegistry> EnrolledAsync()
    {
        var registry = await TemporaryRegistry.CreateAsync(Now.AddDays(-2));
        await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("w-1"), TemporaryRegistry.Device("w-2"), TemporaryRegistry.Device("s-1", community: "dengyun")], Cancel);
        return registry;
    }

    private static async Task<IssuedCertificateView> IssueAsync(TemporaryRegistry registry, string device, DeviceKey key, int days = 30) =>
        (await registry.Certificates.IssueAsync(device, new NewCertificate { Csr = key.Csr, Days = days }, "me", Cancel)).Value!;

    private static async Task<GatewayFixture> StartAsync(TemporaryRegistry registry, CollectedLogs? logs = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var server = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        var (certificatePath, keyPath) = (Path.Combine(registry.Folder, "server.pem"), Path.Combine(registry.Folder, "server.key"));
        await File.WriteAllTextAsync(certificatePath, server.ExportCertificatePem(), Cancel);
        await File.WriteAllTextAsync(keyPath, key.ExportPkcs8PrivateKeyPem(), Cancel);
        var gateway = await GatewayFixture.StartAsync(o => o with { CertificatePath = certificatePath, CertificateKeyPath = keyPath }, logs: logs);
        gateway.Directory.Apply(await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel));
        return gateway;
    }

    private static MqttClientOptions Options(GatewayFixture gateway, string device, X509Certificate2 certificate) => new MqttClientOptionsBuilder()
        .WithTcpServer("127.0.0.1", gateway.TlsPort).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).WithClientId(device).WithTimeout(GatewayFixture.Patience)
        .WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(_ => true).WithClientCertificates([certificate])).Build();

    private static Task<MqttClientConnectResultCode> ResultAsync(GatewayFixture gateway, string device, X509Certificate2 certificate) =>
        LoginTests.ResultAsync(gateway.NewClient(), Options(gateway, device, certificate));

    private static async Task<IMqttClient> ConnectAsync(GatewayFixture gateway, string device, X509Certificate2 certificate)
    {
        var client = gateway.NewClient();
        await client.ConnectAsync(Options(gateway, device, certificate), Cancel);
        return client;
    }
}
