using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Peers;

/// <summary>Devices written for other platforms against the line, with clients that are not ours: mosquitto speaking ThingsBoard, IoT Hub and a vendor's JSON, curl speaking HTTP.</summary>
[Trait("Category", "Peer")]
public sealed class DialectTests
{
    private const string Mapping = """{"topics":["v/{device}/up"],"values":[{"pointer":"/t","quantity":"temp","unit":"degF"}]}""";

    [Fact]
    public async Task ThingsBoard_IoT_Hub_vendor_JSON_and_HTTP_reach_the_twin_and_an_unknown_device_is_adopted()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled && File.Exists("/usr/bin/curl"), "mosquitto_pub or curl is not installed.");
        await using var line = await LineUnderTest.StartAsync();
        using var mapping = new StringContent(Mapping, Encoding.UTF8, "application/json");
        (await line.Api.PutAsync("api/v1/profiles/vendor-a?kind=vendorJson", mapping, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await EnrolAsync(line, new NewDevice { Id = "tb-gw", Community = LineUnderTest.Community, Class = "concentrator", Dialect = "thingsBoard" });
        await EnrolAsync(line, new NewDevice { Id = "v-1", Community = LineUnderTest.Community, Class = "indoorAir", Dialect = "vendorJson", Profile = "vendor-a" });
        await EnrolAsync(line, new NewDevice { Id = "h-1", Community = LineUnderTest.Community, Class = "indoorAir", Dialect = "iotHub" });
        await line.EnrolAsync([("w-1", "wearable")]);

        await PublishAsync(line, ["-u", line.Tokens["tb-gw"]], "v1/gateway/telemetry", """{"Hall":[{"ts":1763999999000,"values":{"temp":21.5,"co2":700}}]}""");
        await PublishAsync(line, ["-u", "v-1", "-P", line.Tokens["v-1"]], "v/v-1/up", """{"t":68}""");
        await PublishAsync(
            line, ["-V", "mqttv311", "-i", "h-1", "-u", "gateway/h-1/?api-version=2021-04-12", "-P", Sas("h-1", line.Tokens["h-1"])], "devices/h-1/messages/events/$.ct=application%2Fjson", """{"humidity":48}""");
        var (exitCode, output) = await Mosquitto.RunAsync("curl", [
            "-s", "-H", $"Authorization: Bearer {line.Tokens["w-1"]}", "-d", """{"v":{"heartRate":72}}""", $"http://127.0.0.1:{line.IngestPort}/ingest/v1/telemetry",
        ]);
        Assert.Equal((0, """{"messages":1,"values":1,"events":0,"statuses":0,"quarantined":null}"""), (exitCode, output));

        await WaitForAsync(line, "v-1", "temp", 20);
        await WaitForAsync(line, "h-1", "humidity", 48);
        await WaitForAsync(line, "w-1", "heartRate", 72);
        var unknown = (await line.Api.GetFromJsonAsync<Page<UnknownDeviceView>>("api/v1/quarantine/unknown-devices", TestContext.Current.CancellationToken))!.Items.Single();
        Assert.Equal(("tb-gw", "Hall", "indoorAir"), (unknown.Carrier, unknown.Alias, unknown.Class));
        using var adopted = await line.Api.PostAsJsonAsync($"api/v1/quarantine/{unknown.QuarantineId}/adopt", new AdoptRequest(), TestContext.Current.CancellationToken);
        Assert.True(adopted.IsSuccessStatusCode, await adopted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await WaitForAsync(line, "Hall", "co2", 700);
    }

    /// <summary>A signature as the hub's documentation makes it, with the key that the enrolment told.</summary>
    private static string Sas(string device, string token)
    {
        var resource = Uri.EscapeDataString($"gateway/devices/{device}");
        var expiry = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(SHA256.HashData(Encoding.UTF8.GetBytes(token)), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{resource}\n{expiry}")));
        return string.Create(CultureInfo.InvariantCulture, $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={expiry}");
    }

    private static async Task EnrolAsync(LineUnderTest line, NewDevice device)
    {
        using var response = await line.Api.PostAsJsonAsync("api/v1/devices", device, TestContext.Current.CancellationToken);
        line.Tokens[device.Id] = (await response.Content.ReadFromJsonAsync<EnrolledDeviceView>(TestContext.Current.CancellationToken))!.Token!;
    }

    private static async Task PublishAsync(LineUnderTest line, string[] login, string topic, string payload)
    {
        var (exitCode, output) = await Mosquitto.RunAsync("mosquitto_pub", [
            "-h", "127.0.0.1", "-p", line.MqttPort.ToString(CultureInfo.InvariantCulture), .. login, "-q", "1", "-t", topic, "-m", payload,
        ]);
        Assert.True(exitCode == 0, $"mosquitto_pub ended with {exitCode}: {output}{Environment.NewLine}{line.Gateway.Output}");
    }

    private static Task WaitForAsync(LineUnderTest line, string device, string quantity, double value) => Until.TrueAsync(
        $"{quantity} of {device} is in the twin",
        async () => (await line.Api.GetFromJsonAsync<TwinView>($"api/v1/devices/{device}/latest"))?.Values.Any(v => v.Quantity == quantity && Math.Abs(v.Value - value) < 1e-9) == true,
        LineUnderTest.Patience,
        () => line.Cloud.Output);
}
