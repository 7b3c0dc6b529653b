using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway;
using SmartCommunity.Tests.Gateway.Dialects;
using SmartCommunity.Tests.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Http;

/// <summary>Devices that speak HTTP, over real sockets.</summary>
public sealed class HttpIngestTests
{
    private const string Telemetry = "/ingest/v1/telemetry";
    private const string HeartRate = """{"v":{"heartRate":72}}""";

    private static readonly EnrolledDevice[] Devices =
    [
        GatewayFixture.Enrolled("w-1"), GatewayFixture.Enrolled("w-2"), DialectLine.Enrolled("tb-1", "panicButton", "thingsBoard"),
        DialectLine.Enrolled("v-1", "panicButton", "vendorJson", "p"), DialectLine.Carried("c-1", "wearable", "native", "w-1", "c"),
    ];

    private static readonly Profile VendorProfile = new()
    {
        Name = "p", Kind = "vendorJson", Body = """{"topics":["v/{device}/up","v/{device}/more"],"values":[{"pointer":"/b","quantity":"battery"}]}""",
    };

    [Fact]
    public async Task Native_payloads_are_on_disk_when_the_answer_comes()
    {
        await using var line = await HttpLine.StartAsync();

        var telemetry = await line.PostAsync(Telemetry, HeartRate, Bearer("w-1"));
        var happened = await line.PostAsync("/ingest/v1/event", """{"type":"sos"}""", Basic("w-1", GatewayFixture.Token("w-1")));
        var status = await line.PostAsync("/ingest/v1/status", """{"online":true}""", Bearer("w-1"));

        Assert.Equal((200, 200, 200), (telemetry.Status, happened.Status, status.Status));
        Assert.Equal("""{"messages":1,"values":1,"events":0,"statuses":0,"quarantined":null}""", telemetry.Body);
        Assert.Equal("""{"messages":0,"values":0,"events":1,"statuses":0,"quarantined":null}""", happened.Body);
        Assert.Equal(["status w-1 True", "w-1 heartRate 72"], (await line.Gateway.LinesAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(["event w-1 sos"], await line.Gateway.LinesAsync(Lane.Alarm));
    }

    [Fact]
    public async Task What_is_wrong_is_kept_in_quarantine_and_told()
    {
        await using var line = await HttpLine.StartAsync();

        var (status, body) = await line.PostAsync(Telemetry, """{"v":{"heartRate":72,"hr":1}}""", Bearer("w-1"));

        Assert.Equal(200, status);
        Assert.Equal("unknownQuantity", JsonElement.Parse(body).GetProperty("quarantined").GetProperty("reason").GetString());
        Assert.Equal(["quarantine w-1 unknownQuantity", "w-1 heartRate 72"], (await line.Gateway.LinesAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Other_dialects_are_read_by_their_own_paths()
    {
        await using var line = await HttpLine.StartAsync();
        var board = $"/api/v1/{GatewayFixture.Token("tb-1")}";

        var answers = new[]
        {
            await line.PostAsync($"{board}/telemetry", """{"battery":80,"sos":"s-1"}""", null), await line.PostAsync($"{board}/attributes", """{"signal":50}""", null),
            await line.PostAsync(Telemetry, """{"b":77}""", Bearer("v-1")), await line.PostAsync("/ingest/v1/topic/v/v-1/more", """{"b":78}""", Bearer("v-1")),
            await line.PostAsync("/ingest/v1/topic/v/v-9/up", """{"b":79}""", Bearer("v-1")), await line.PostAsync("/ingest/v1/event", "{}", Bearer("v-1")),
        };

        Assert.Equal([200, 200, 200, 200, 404, 404], answers.Select(a => a.Status));
        Assert.Equal(["tb-1 battery 80", "tb-1 signal 50", "v-1 battery 77", "v-1 battery 78"], await line.Gateway.LinesAsync());
        Assert.Equal(["event tb-1 sos"], await line.Gateway.LinesAsync(Lane.Alarm));
    }

    [Fact]
    public async Task Without_the_devices_own_token_nothing_is_taken()
    {
        await using var line = await HttpLine.StartAsync();
        (string Path, AuthenticationHeaderValue? Login)[] wrong =
        [
            (Telemetry, null), (Telemetry, new AuthenticationHeaderValue("Bearer", "wrong")), (Telemetry, new AuthenticationHeaderValue("Bearer", "")), (Telemetry, Basic("w-2", GatewayFixture.Token("w-1"))),
            (Telemetry, Basic("c-1", "")), (Telemetry, Basic("nobody", "x")), (Telemetry, new AuthenticationHeaderValue("Basic", "%%")), (Telemetry, new AuthenticationHeaderValue("Digest", "x")),
            ("/api/v1/wrong/telemetry", null), ($"/api/v1/{GatewayFixture.Token("w-1")}/telemetry", null),
        ];

        foreach (var (path, login) in wrong)
            Assert.Equal((path, login?.ToString(), 401), (path, login?.ToString(), (await line.PostAsync(path, HeartRate, login)).Status));
        Assert.Empty(await line.Gateway.LinesAsync());
        Assert.Equal(wrong.Length, line.Gateway.Meter.Refused("login"));
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_whether_its_length_is_told_or_not()
    {
        await using var line = await HttpLine.StartAsync(o => o with { Intake = o.Intake with { MaxFrameBytes = 4096 } });
        var large = "{\"v\":{\"heartRate\":72}" + new string(' ', 4096) + "}";

        var told = await line.PostAsync(Telemetry, large, Bearer("w-1"));
        var untold = await line.PostAsync(Telemetry, new PushStreamContent(Encoding.UTF8.GetBytes(large)), Bearer("w-1"));
        var small = await line.PostAsync(Telemetry, new PushStreamContent(Encoding.UTF8.GetBytes(HeartRate)), Bearer("w-1"));

        Assert.Equal((413, 413, 200), (told.Status, untold.Status, small.Status));
        Assert.Contains("The limit is 4096 bytes.", told.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Above_its_rate_a_device_is_told_when_to_come_back_and_its_SOS_passes()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_764_000_000_000));
        await using var line = await HttpLine.StartAsync(o => o with { Intake = o.Intake with { MessagesPerSecond = 0.5, MessageBurst = 2 } }, time);

        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
            statuses.Add((await line.PostAsync(Telemetry, HeartRate, Bearer("w-1"))).Status);
        var wait = line.RetryAfter;
        var sos = await line.PostAsync("/ingest/v1/event", """{"type":"sos"}""", Bearer("w-1"));
        var other = await line.PostAsync(Telemetry, HeartRate, Bearer("w-2"));
        time.Advance(TimeSpan.FromSeconds(2));
        var later = await line.PostAsync(Telemetry, HeartRate, Bearer("w-1"));

        Assert.Equal([200, 200, 429], statuses);
        Assert.Equal(TimeSpan.FromSeconds(2), wait);
        Assert.Equal((200, 200, 200), (sos.Status, other.Status, later.Status));
    }

    [Fact]
    public async Task A_full_outbox_refuses_routine_and_takes_an_SOS()
    {
        await using var line = await HttpLine.StartAsync(o => o with { OutboxQuotaBytes = 1 << 20 });
        var filler = "{\"v\":{\"heartRate\":72},\"x\":\"" + RandomHex(30_000) + "\"}";

        int status;
        do
            status = (await line.PostAsync(Telemetry, filler, Bearer("w-1"))).Status;
        while (status == 200);
        var sos = await line.PostAsync("/ingest/v1/event", """{"type":"sos"}""", Bearer("w-1"));

        Assert.Equal((503, 200), (status, sos.Status));
        Assert.Equal(TimeSpan.FromSeconds(30), line.RetryAfter);
    }

    [Fact]
    public async Task Paths_methods_and_ports_are_kept_apart()
    {
        await using var line = await HttpLine.StartAsync();
        using var health = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{line.Gateway.HttpPort}") };

        Assert.Equal(404, (await line.PostAsync("/health/live", "", Bearer("w-1"))).Status);
        Assert.Equal(404, (await line.PostAsync("/ingest/v1/commands", "", Bearer("w-1"))).Status);
        Assert.Equal(404, (await line.PostAsync("/ingest/v1/topic/a//b", "", Bearer("w-1"))).Status);
        Assert.Equal(405, (await line.GetAsync(Telemetry)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await health.PostAsync(Telemetry, new StringContent(HeartRate), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await health.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task More_connections_of_one_address_than_the_limit_are_closed()
    {
        await using var line = await HttpLine.StartAsync(o => o with { Intake = o.Intake with { MaxConnectionsPerAddress = 1 } });
        using var second = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{line.Port}") };

        var first = await line.PostAsync(Telemetry, HeartRate, Bearer("w-1")); // Its connection stays open.
        var refused = await Record.ExceptionAsync(() => second.PostAsync(Telemetry, new StringContent(HeartRate), TestContext.Current.CancellationToken));

        // Closed at once, the client may not even get to see who was at the other end.
        Assert.True(refused is HttpRequestException or SocketException, refused?.ToString());
        Assert.Equal(200, first.Status);
        Assert.Equal(1, line.Gateway.Meter.Refused("connectionLimit"));
    }

    [Fact]
    public async Task Beyond_loopback_with_a_certificate_only_TLS_is_spoken()
    {
        using var pem = new TemporaryPem();
        await using var line = await HttpLine.StartAsync(o => o with { IngestAddress = IPAddress.Any, CertificatePath = pem.CertificatePath, CertificateKeyPath = pem.KeyPath });
        using var trusting = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented?.Thumbprint == pem.Thumbprint };
        using var tls = new HttpClient(trusting) { BaseAddress = new Uri($"https://127.0.0.1:{line.Port}") };
        tls.DefaultRequestHeaders.Authorization = Bearer("w-1");

        using var answer = await tls.PostAsync(Telemetry, new StringContent(HeartRate), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => line.PostAsync(Telemetry, HeartRate, Bearer("w-1")));
        Assert.Equal(["w-1 heartRate 72"], await line.Gateway.LinesAsync());
    }

    [Theory]
    [InlineData(false, false, "IngestAddress 0.0.0.0 is not loopback")]
    [InlineData(true, false, null)]
    [InlineData(false, true, null)]
    public void Beyond_loopback_HTTP_needs_TLS(bool insecure, bool certificate, string? fault)
    {
        var pem = certificate ? Path.GetTempFileName() : null;
        var options = new GatewayOptions
        {
            GatewayId = "g", DataDirectory = "d", CloudAddress = new Uri("http://127.0.0.1:1"), CloudToken = "t", IngestPort = 0, IngestAddress = IPAddress.Any,
            AllowInsecure = insecure, CertificatePath = pem, CertificateKeyPath = pem,
        };

        var exception = Record.Exception(options.Validate);

        Assert.Equal(fault is null, exception is null);
        if (fault is not null)
            Assert.Contains(fault, exception!.Message, StringComparison.Ordinal);
        if (pem is not null)
            File.Delete(pem);
    }

    private static AuthenticationHeaderValue Bearer(string device) => new("Bearer", GatewayFixture.Token(device));

    private static AuthenticationHeaderValue Basic(string device, string token) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{device}:{token}")));

    private static string RandomHex(int digits) => Convert.ToHexString(RandomNumberGenerator.GetBytes(digits / 2));

    /// <summary>A server certificate in files, gone with the test.</summary>
    private sealed class TemporaryPem : IDisposable
    {
        private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("ingest-tls-");

        internal TemporaryPem()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
            File.WriteAllText(CertificatePath, made.ExportCertificatePem());
            File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
            Thumbprint = made.Thumbprint;
        }

        internal string CertificatePath => Path.Combine(_folder.FullName, "cert.pem");

        internal string KeyPath => Path.Combine(_folder.FullName, "key.pem");

        internal string Thumbprint { get; }

        public void Dispose() => _folder.Delete(recursive: true);
    }

    /// <summary>A body whose length nobody tells: it goes in chunks.</summary>
    private sealed class PushStreamContent(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class HttpLine : IAsyncDisposable
    {
        private readonly HttpClient _http;

        private HttpLine(GatewayFixture gateway)
        {
            Gateway = gateway;
            Port = gateway.App.Services.GetRequiredService<GatewayEndpoints>().IngestPort!.Value;
            _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = GatewayFixture.Patience };
        }

        internal GatewayFixture Gateway { get; }

        internal int Port { get; }

        /// <summary>Of the last answer that had one.</summary>
        internal TimeSpan? RetryAfter { get; private set; }

        internal static async Task<HttpLine> StartAsync(Func<GatewayOptions, GatewayOptions>? change = null, TimeProvider? time = null)
        {
            var gateway = await GatewayFixture.StartAsync(o => (change?.Invoke(o) ?? o) with { IngestPort = 0 }, time);
            gateway.Enrol(Devices, VendorProfile);
            return new HttpLine(gateway);
        }

        internal Task<(int Status, string Body)> PostAsync(string path, string body, AuthenticationHeaderValue? login) => PostAsync(path, new StringContent(body), login);

        internal async Task<(int Status, string Body)> PostAsync(string path, HttpContent body, AuthenticationHeaderValue? login)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
            request.Headers.Authorization = login;
            return await SendAsync(request);
        }

        internal async Task<(int Status, string Body)> GetAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            return await SendAsync(request);
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await Gateway.DisposeAsync();
        }

        private async Task<(int Status, string Body)> SendAsync(HttpRequestMessage request)
        {
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            RetryAfter = response.Headers.RetryAfter?.Delta ?? RetryAfter;
            if ((int)response.StatusCode >= 400)
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}
