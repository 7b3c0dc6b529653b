using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Peers;

/// <summary>A device renews its certificate over MQTT with TLS: through a real gateway, up the uplink, signed by a real cloud.</summary>
public sealed class ReenrolmentTests
{
    private const string Topic = $"fc/v1/{LineUnderTest.Community}/wearable/w-1/";

    /// <summary>Enough that the renewal falls into the middle of them.</summary>
    private const int MinBeforeAndAfter = 50;

    /// <summary>Measured a minute ago, a millisecond apart: no two are the same measurement.</summary>
    private static readonly long StartMs = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeMilliseconds();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_whose_certificate_ends_tomorrow_renews_it_while_it_publishes_and_not_one_message_is_refused()
    {
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([("w-1", "wearable")]);
        using var server = new CertificateAuthority(line.Folder, "server");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var nextKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var current = await IssueAsync(line, key);
        var port = await StartWithTlsAsync(line, server);
        using var device = await ConnectAsync(port, server, current, line);
        var answers = await ListenAsync(device);
        var sent = 0;
        using var renewed = new CancellationTokenSource();
        var publishing = Task.Run(
            async () =>
            {
                for (var after = 0; after < MinBeforeAndAfter; after += renewed.IsCancellationRequested ? 1 : 0)
                    Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(device, Interlocked.Increment(ref sent))).ReasonCode);
            },
            Cancel);
        await Until.TrueAsync("messages flow", () => Task.FromResult(Volatile.Read(ref sent) >= MinBeforeAndAfter), LineUnderTest.Patience, () => line.Gateway.Output);

        var answer = await AskAsync(device, answers, Csr(nextKey));
        await renewed.CancelAsync();
        await publishing;

        Assert.True(answer.GetProperty("status").GetInt32() == 200, answer.ToString() + line.Cloud.Output);
        using var issued = X509Certificate2.CreateFromPem(answer.GetProperty("certificate").GetString());
        Assert.NotEqual(current.SerialNumber, issued.SerialNumber);
        Assert.True(device.IsConnected);
        using var next = WithKey(issued, nextKey);
        using (var again = await ConnectAsync(port, server, next, line))
            Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(again, ++sent)).ReasonCode);
        using (var old = await ConnectAsync(port, server, current, line))
            Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(old, ++sent)).ReasonCode);
        await line.WaitForDrainAsync();
        var stored = 0L;
        await Until.TrueAsync(
            $"{sent} values are stored",
            async () => (stored = (await line.Api.GetFromJsonAsync<SeriesView>("api/v1/devices/w-1/series/heartRate?downsampling=none", Cancel))!.Points.Count) == sent,
            LineUnderTest.Patience,
            () => $"{stored} of {sent}. {line.Cloud.Output}");
        var certificates = (await line.Api.GetFromJsonAsync<Page<CertificateView>>("api/v1/devices/w-1/certificates", Cancel))!;
        Assert.Equal(["good", "good"], certificates.Items.Select(c => c.State));
    }

    [Fact]
    public async Task While_the_cloud_is_away_the_device_is_told_when_to_come_again_and_its_messages_are_taken()
    {
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([("w-1", "wearable")]);
        using var server = new CertificateAuthority(line.Folder, "server");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var current = await IssueAsync(line, key);
        var port = await StartWithTlsAsync(line, server);
        using var device = await ConnectAsync(port, server, current, line);
        var answers = await ListenAsync(device);
        await line.Cloud.StopAsync();

        JsonElement away = default;
        await Until.TrueAsync(
            "the gateway knows that the cloud is away",
            async () => (away = await AskAsync(device, answers, Csr(key))).GetProperty("status").GetInt32() == 503,
            LineUnderTest.Patience,
            () => line.Gateway.Output);
        var taken = await PublishAsync(device, 1);
        line.StartCloud();
        await line.WaitForCloudAsync();
        JsonElement back = default;
        await Until.TrueAsync(
            "the renewal goes through when the cloud is back",
            async () => (back = await AskAsync(device, answers, Csr(key))).GetProperty("status").GetInt32() != 503,
            LineUnderTest.Patience,
            () => back + line.Gateway.Output);

        Assert.Equal(60, away.GetProperty("retryAfter").GetInt32());
        Assert.Equal(MqttClientPublishReasonCode.Success, taken.ReasonCode);
        Assert.True(back.GetProperty("status").GetInt32() == 200, back.ToString());
    }

    [Fact]
    public async Task The_limits_of_claim_attempts_survive_a_kill_of_the_cloud()
    {
        await using var line = await LineUnderTest.StartAsync();
        var statuses = new List<int>();
        for (var i = 0; i < 11; i++)
            statuses.Add(await ClaimAsync(line));

        await line.Cloud.KillAsync();
        line.StartCloud();
        await line.WaitForCloudAsync();

        Assert.Equal([.. Enumerable.Repeat(400, 10), 429], statuses);
        Assert.Equal(429, await ClaimAsync(line));
    }

    private static async Task<int> ClaimAsync(LineUnderTest line)
    {
        using var answer = await line.Api.PostAsJsonAsync("api/v1/claim", new NewClaim { Code = "wrong", Community = LineUnderTest.Community }, Cancel);
        return (int)answer.StatusCode;
    }

    /// <summary>A certificate for the shortest time there is, a day: it is near its end from the start.</summary>
    private static async Task<X509Certificate2> IssueAsync(LineUnderTest line, ECDsa key)
    {
        using var answer = await line.Api.PostAsJsonAsync("api/v1/devices/w-1/certificates", new NewCertificate { Csr = Csr(key), Days = 1 }, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        using var issued = X509Certificate2.CreateFromPem((await answer.Content.ReadFromJsonAsync<IssuedCertificateView>(Cancel))!.Pem);
        return WithKey(issued, key);
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, ECDsa key)
    {
        using var pair = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
    }

    private static string Csr(ECDsa key) => new CertificateRequest("CN=w-1", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    private static async Task<int> StartWithTlsAsync(LineUnderTest line, CertificateAuthority authority)
    {
        await line.Gateway.StopAsync();
        var files = authority.Server();
        var port = FreePorts.Take(1)[0];
        line.StartGateway(
            environment: null, wrapper: null,
            "--mqtt-tls-port", port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--certificate", files.Certificate, "--certificate-key", files.Key);
        await line.WaitForGatewayAsync();
        return port;
    }

    /// <summary>Logs in by certificate alone; the gateway may still be waiting for the directory with its authority.</summary>
    private static async Task<IMqttClient> ConnectAsync(int port, CertificateAuthority server, X509Certificate2 certificate, LineUnderTest line)
    {
        using var root = X509CertificateLoader.LoadCertificateFromFile(server.File);
        var options = new MqttClientOptionsBuilder().WithTcpServer("localhost", port).WithProtocolVersion(MqttProtocolVersion.V500).WithClientId("w-1").WithTimeout(LineUnderTest.Patience)
            .WithTlsOptions(tls => tls.UseTls().WithTrustChain([root]).WithClientCertificates([certificate]).WithRevocationMode(X509RevocationMode.NoCheck)).Build();
        var client = new MqttClientFactory().CreateMqttClient();
        var last = "";
        await Until.TrueAsync(
            "the device logs in by its certificate",
            async () =>
            {
                try
                {
                    return (await client.ConnectAsync(options, Cancel)).ResultCode == MqttClientConnectResultCode.Success;
                }
                catch (Exception e) when (e is MQTTnet.Exceptions.MqttCommunicationException or MQTTnet.Adapter.MqttConnectingFailedException)
                {
                    last = e.ToString();
                    return false;
                }
            },
            LineUnderTest.Patience,
            () => last + line.Gateway.Output);
        return client;
    }

    private static async Task<ChannelReader<string>> ListenAsync(IMqttClient device)
    {
        var answers = Channel.CreateUnbounded<string>();
        device.ApplicationMessageReceivedAsync += message =>
        {
            answers.Writer.TryWrite(message.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        var subscribed = await device.SubscribeAsync(Topic + "simplereenrollResp", MqttQualityOfServiceLevel.AtLeastOnce, Cancel);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, Assert.Single(subscribed.Items).ResultCode);
        return answers.Reader;
    }

    private static async Task<JsonElement> AskAsync(IMqttClient device, ChannelReader<string> answers, string csr)
    {
        await device.PublishStringAsync(Topic + "simplereenroll", csr, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: Cancel);
        return JsonDocument.Parse(await answers.ReadAsync(Cancel).AsTask().WaitAsync(LineUnderTest.Patience, Cancel)).RootElement;
    }

    private static Task<MqttClientPublishResult> PublishAsync(IMqttClient device, int number) => device.PublishStringAsync(
        Topic + "telemetry", $$$"""{"ts":{{{StartMs + number}}},"v":{"heartRate":{{{60 + (number % 60)}}}}}""", MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: Cancel);
}
