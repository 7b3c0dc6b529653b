using System.Globalization;
using System.Net;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;

namespace SmartCommunity.SystemTests.Line;

public sealed class TwinTests
{
    private const string Device = "w-1", Twin = "api/v1/twins/device:w-1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Desired_properties_reach_the_device_what_it_reports_comes_back_and_the_past_is_there_after_a_restart()
    {
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([(Device, "wearable")]);
        using var device = await ConnectAsync(line);
        await line.DesireAsync(Device, """{"interval":60}""");
        await Until.TrueAsync("the device has what is desired", async () => Pending(await TwinAsync(line)) == "[]", LineUnderTest.Patience, () => line.Cloud.Output);
        var then = await TwinAsync(line);
        var at = TimeProvider.System.GetUtcNow();

        await line.DesireAsync(Device, """{"interval":30}""");
        await Until.TrueAsync("the device has the new one", async () => Version(await TwinAsync(line), "reported") == 2, LineUnderTest.Patience, () => line.Cloud.Output);
        await line.Cloud.StopAsync();
        line.StartCloud();
        await line.WaitForCloudAsync();
        var past = await TwinAsync(line, $"?at={Uri.EscapeDataString(at.ToString("O", CultureInfo.InvariantCulture))}");
        var now = await TwinAsync(line);

        foreach (var member in new[] { "desired", "reported", "pending", "revision", "relations" })
            Assert.Equal(then.GetProperty(member).GetRawText(), past.GetProperty(member).GetRawText());
        Assert.Equal("""{"interval":30}""", now.GetProperty("reported").GetProperty("values").GetRawText());
        Assert.Equal(3, now.GetProperty("revision").GetInt64());
    }

    private static async Task<IMqttClient> ConnectAsync(LineUnderTest line)
    {
        var topic = $"fc/v1/{LineUnderTest.Community}/wearable/{Device}/";
        var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += async e =>
        {
            using var command = JsonDocument.Parse(e.ApplicationMessage.Payload);
            var (id, args) = (command.RootElement.GetProperty("id").GetString(), command.RootElement.GetProperty("args"));
            Assert.Equal("setProperties", command.RootElement.GetProperty("name").GetString());
            await PublishAsync(client, topic + "event", $$"""{"id":"r-{{args.GetProperty("version").GetInt64()}}","type":"reported","data":{{args.GetProperty("properties").GetRawText()}}}""");
            await PublishAsync(client, topic + "cmdResp", $$"""{"id":"{{id}}","ok":true}""");
        };
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", line.MqttPort).WithClientId(Device).WithCredentials(Device, line.Tokens[Device]).Build(), Cancel);
        await client.SubscribeAsync(topic + "cmd", MqttQualityOfServiceLevel.AtLeastOnce, Cancel);
        return client;
    }

    private static Task<MqttClientPublishResult> PublishAsync(IMqttClient client, string topic, string payload) => client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), Cancel);

    private static async Task<JsonElement> TwinAsync(LineUnderTest line, string query = "")
    {
        using var response = await line.Api.GetAsync(new Uri(Twin + query, UriKind.Relative), Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }

    private static string Pending(JsonElement twin) => twin.GetProperty("pending").GetRawText();

    private static long Version(JsonElement twin, string properties) => twin.GetProperty(properties).GetProperty("version").GetInt64();
}
