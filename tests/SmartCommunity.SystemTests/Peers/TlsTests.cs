using System.Globalization;
using System.Net.Http.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Peers;

/// <summary>MQTT with TLS, device certificates, and MQTT without TLS beyond this machine, against Debian's mosquitto_pub.</summary>
[Trait("Category", "Peer")]
public sealed class TlsTests
{
    private const int ConnectionLost = 7;
    private const int UsageExitCode = 2;

    [Fact]
    public async Task Mosquitto_pub_publishes_over_tls_with_its_token()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, "mosquitto_pub is not installed.");
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([("w-1", "wearable")]);
        using var authority = new CertificateAuthority(line.Folder, "authority");
        var port = await line.RestartGatewayWithTlsAsync(authority);

        var sent = await Mosquitto.RunAsync("mosquitto_pub", [.. Telemetry(port, authority, "w-1", 71), "-u", "w-1", "-P", line.Tokens["w-1"]]);

        Assert.True(sent.ExitCode == 0, sent.Output + line.Gateway.Output);
        Assert.Equal([71.0], await StoredAsync(line, "w-1", 1));
    }

    [Fact]
    public async Task A_certificate_of_the_authority_lets_in_the_device_it_names_and_nobody_else()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, "mosquitto_pub is not installed.");
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([("w-1", "wearable"), ("w-2", "wearable")]);
        using var authority = new CertificateAuthority(line.Folder, "authority");
        using var stranger = new CertificateAuthority(line.Folder, "stranger");
        var port = await line.RestartGatewayWithTlsAsync(authority, "--client-authority", authority.File);
        string[] token = ["-u", "w-1", "-P", line.Tokens["w-1"]];

        var own = await PublishAsync(71, authority.Device("w-1"));
        var ofAnother = await PublishAsync(72, authority.Device("w-2"));
        var ofAnotherWithToken = await PublishAsync(73, authority.Device("w-2"), token);
        var ofStranger = await PublishAsync(74, stranger.Device("w-1"));
        var ofStrangerWithToken = await PublishAsync(75, stranger.Device("w-1"), token);
        var ofServer = await PublishAsync(76, authority.Server("w-1"));
        var none = await PublishAsync(77, certificate: null);
        var tokenAlone = await PublishAsync(78, certificate: null, token);

        Assert.True(own.ExitCode == 0, own.Output + line.Gateway.Output);
        Assert.All([ofAnother, ofAnotherWithToken, ofStranger, ofStrangerWithToken, ofServer, none], refused => Assert.NotEqual(0, refused.ExitCode));
        Assert.Contains("WrongCertificate", line.Gateway.Output, StringComparison.Ordinal);
        Assert.True(tokenAlone.ExitCode == 0, tokenAlone.Output + line.Gateway.Output);
        Assert.Equal([71.0, 78.0], await StoredAsync(line, "w-1", 2));

        Task<(int ExitCode, string Output)> PublishAsync(int heartRate, CertificateFiles? certificate, params string[] more) =>
            TlsTests.PublishAsync(port, authority, "w-1", heartRate, certificate, more);
    }

    [Fact]
    public async Task A_device_enrolled_with_a_certificate_needs_that_very_one()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, "mosquitto_pub is not installed.");
        await using var line = await LineUnderTest.StartAsync();
        using var authority = new CertificateAuthority(line.Folder, "authority");
        var (enrolled, later) = (authority.Device("w-1"), authority.Device("w-1"));
        var device = new NewDevice { Id = "w-1", Community = LineUnderTest.Community, Class = "wearable", CertificateSha256 = CertificateAuthority.Sha256(enrolled) };
        using var answer = await line.Api.PostAsJsonAsync("api/v1/devices", device, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var port = await line.RestartGatewayWithTlsAsync(authority, "--client-authority", authority.File);

        var sent = (ExitCode: 0, Output: "");
        await Until.TrueAsync(
            "the gateway knows the certificate",
            async () => (sent = await PublishAsync(port, authority, "w-1", 71, enrolled)).ExitCode == 0,
            LineUnderTest.Patience,
            () => sent.Output + line.Gateway.Output);
        var other = await PublishAsync(port, authority, "w-1", 72, later);

        Assert.NotEqual(0, other.ExitCode);
        Assert.Equal([71.0], await StoredAsync(line, "w-1", 1));
    }

    [Fact]
    public async Task Mqtt_without_tls_beyond_loopback_is_refused_in_one_line_that_says_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("refused");
        var token = Path.Combine(folder.FullName, "token");
        await File.WriteAllTextAsync(token, "secret", TestContext.Current.CancellationToken);
        var ports = FreePorts.Take(2);

        var refused = await Mosquitto.RunAsync("dotnet",
            [PartProcess.Program, "gateway", "--data-dir", Path.Combine(folder.FullName, "data"), "--gateway-token-file", token,
                "--mqtt-listen", "0.0.0.0", "--mqtt-port", Text(ports[0]), "--port", Text(ports[1])]);

        var line = Assert.Single(refused.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(UsageExitCode, refused.ExitCode);
        Assert.All(["--mqtt-listen 0.0.0.0", "no TLS", "--certificate", "--allow-insecure"], said => Assert.Contains(said, line, StringComparison.Ordinal));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Mqtt_without_tls_beyond_loopback_is_a_warning_when_it_is_allowed()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, "mosquitto_pub is not installed.");
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([("w-1", "wearable")]);
        await line.Gateway.StopAsync();
        line.StartGateway(environment: null, wrapper: null, "--mqtt-listen", "0.0.0.0", "--allow-insecure");
        await line.WaitForGatewayAsync();

        await Mosquitto.PublishAsync(line, "w-1", "wearable", "telemetry", """{"v":{"heartRate":71}}""");

        var warning = Assert.Single(line.Gateway.Output.Split('\n'), l => l.Contains("MQTT without TLS", StringComparison.Ordinal));
        Assert.StartsWith("warn:", warning, StringComparison.Ordinal);
        Assert.Contains($"0.0.0.0:{Text(line.MqttPort)}", warning, StringComparison.Ordinal);
        Assert.Equal([71.0], await StoredAsync(line, "w-1", 1));
    }

    private static async Task<(int ExitCode, string Output)> PublishAsync(
        int port, CertificateAuthority authority, string device, int heartRate, CertificateFiles? certificate, params string[] more)
    {
        string[] shown = certificate is null ? [] : ["--cert", certificate.Certificate, "--key", certificate.Key];
        string[] arguments = [.. Telemetry(port, authority, device, heartRate), .. shown, .. more];
        var (exitCode, output) = await Mosquitto.RunAsync("mosquitto_pub", arguments);
        // A device back in the same instant may be cut once, and tries again; a refused one is refused again.
        return exitCode == ConnectionLost ? await Mosquitto.RunAsync("mosquitto_pub", arguments) : (exitCode, output);
    }

    private static string[] Telemetry(int port, CertificateAuthority authority, string device, int heartRate) =>
    [
        "-h", "localhost", "-p", Text(port), "--cafile", authority.File, "-V", "mqttv5", "-i", device, "-q", "1",
        "-t", $"fc/v1/{LineUnderTest.Community}/wearable/{device}/telemetry", "-m", $$$"""{"v":{"heartRate":{{{heartRate}}}}}""",
    ];

    /// <summary>The heart rates of the device in the store, once there are so many and the gateway has nothing left to send.</summary>
    private static async Task<IEnumerable<double>> StoredAsync(LineUnderTest line, string device, int count)
    {
        await line.WaitForDrainAsync();
        SeriesView? series = null;
        await Until.TrueAsync(
            $"{count} values are stored",
            async () => (series = await line.Api.GetFromJsonAsync<SeriesView>($"api/v1/devices/{device}/series/heartRate?downsampling=none"))?.Points.Count >= count,
            LineUnderTest.Patience,
            () => line.Cloud.Output);
        return series!.Points.Select(p => p.Value);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
