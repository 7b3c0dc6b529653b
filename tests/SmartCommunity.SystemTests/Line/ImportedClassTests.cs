using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.SystemTests.Line;

/// <summary>A class that people brought along, over the whole line and over restarts of both ends of it.</summary>
[Trait("Category", "Line")]
public sealed class ImportedClassTests
{
    private const string Device = "probe-1", Class = "soilProbe";

    private const string Interface = """
        {"@context":["dtmi:dtdl:context;3","dtmi:dtdl:extension:quantitativeTypes;1"],"@id":"dtmi:acme:soilProbe;1","@type":"Interface","displayName":{"zh":"土壤探头","en":"Soil probe"},
         "contents":[{"@type":["Telemetry","Temperature"],"name":"temp","schema":"double","unit":"degreeCelsius"},
                     {"@type":["Telemetry","RelativeHumidity"],"name":"humidity","schema":"double","unit":"percent"}]}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_of_an_imported_class_is_measured_before_and_after_restarts_also_while_the_cloud_is_away()
    {
        await using var line = await LineUnderTest.StartAsync();
        using (var content = new StringContent(Interface, Encoding.UTF8, "application/json"))
        using (var imported = await line.Api.PostAsync("api/v1/models?domain=environment&reportIntervalSeconds=300", content, Cancel))
            Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync(Cancel));
        await line.EnrolAsync([(Device, Class)]);

        await PublishAsync(line, """{"v":{"temp":18.5,"humidity":41}}""");
        await WaitForAsync(line, "temp", 18.5);
        await line.Gateway.StopAsync();
        Assert.Equal(0, await line.Cloud.StopAsync());
        line.StartGateway();
        await Until.TrueAsync("the gateway takes connections", () => IsTakenAsync(line), LineUnderTest.Patience, () => line.Gateway.Output);
        await PublishAsync(line, """{"v":{"temp":19.5}}""");
        await PublishAsync(line, """{"v":{"temp":1900}}""");
        line.StartCloud();
        await line.WaitForCloudAsync();

        await WaitForAsync(line, "temp", 19.5);
        await WaitForAsync(line, "humidity", 41);
        var quarantined = new List<QuarantineView>();
        await Until.TrueAsync(
            "the impossible temperature is in quarantine",
            async () =>
            {
                quarantined = [.. (await line.Api.GetFromJsonAsync<Page<QuarantineView>>("api/v1/quarantine", Cancel))!.Items];
                return quarantined.Count > 0;
            },
            LineUnderTest.Patience,
            () => line.Cloud.Output);
        Assert.Equal("outOfRange", Assert.Single(quarantined).Reason);
        var history = await line.Api.GetFromJsonAsync<SeriesView>($"api/v1/devices/{Device}/series/temp?downsampling=none", Cancel);
        Assert.Equal([18.5, 19.5], history!.Points.Select(p => p.Value));
        Assert.Contains("\"soilProbe\"", await line.Api.GetStringAsync($"api/v1/ngsi-ld/entities/urn:ngsi-ld:Device:{Device}", Cancel), StringComparison.Ordinal);
        Assert.Contains($"\"device:{Device}\"", await line.Api.GetStringAsync($"api/v1/twins?class={Class}&property=temp%3E19", Cancel), StringComparison.Ordinal);
    }

    private static async Task PublishAsync(LineUnderTest line, string payload)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", line.MqttPort).WithClientId(Device).WithCredentials(Device, line.Tokens[Device]).Build(), Cancel);
        var result = await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic($"fc/v1/{LineUnderTest.Community}/{Class}/{Device}/telemetry").WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            Cancel);
        Assert.True(result.IsSuccess, result.ReasonString);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Cancel);
    }

    private static async Task<bool> IsTakenAsync(LineUnderTest line)
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        try
        {
            await tcp.ConnectAsync("127.0.0.1", line.MqttPort, Cancel);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static Task WaitForAsync(LineUnderTest line, string quantity, double value) => Until.TrueAsync(
        string.Create(CultureInfo.InvariantCulture, $"the latest {quantity} is {value}"),
        async () => (await line.Api.GetFromJsonAsync<TwinView>($"api/v1/devices/{Device}/latest", Cancel))!.Values.Any(v => v.Quantity == quantity && v.Value == value),
        LineUnderTest.Patience,
        () => line.Gateway.Output + line.Cloud.Output);
}
