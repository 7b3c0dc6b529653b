using System.Net;
using System.Net.Http.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.SystemTests.Line;

/// <summary>Limits set at the cloud hold at the gateway, over the live uplink, and what they refused is told to the cloud.</summary>
[Trait("Category", "Line")]
public sealed class LiveQuotaTests
{
    private const string Limited = "w-1", Other = "a-1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_limit_of_the_class_holds_and_a_devices_own_replaces_it_while_it_is_connected()
    {
        await using var line = await LineUnderTest.StartAsync();
        await PutAsync(line, "api/v1/quotas/wearable", new QuotaLimits { DailyMessages = 3 });
        await line.EnrolAsync([(Limited, "wearable"), (Other, "indoorAir")]);
        using var device = await ConnectAsync(line, Limited);
        using var other = await ConnectAsync(line, Other);

        var results = new List<MqttClientPublishReasonCode>();
        for (var i = 0; i < 5; i++)
            results.Add(await SendAsync(device, "wearable", Limited, "telemetry", $$$"""{"v":{"heartRate":{{{70 + i}}}}}"""));
        var sos = await SendAsync(device, "wearable", Limited, "event", """{"id":"s-1","type":"sos"}""");
        var others = new List<MqttClientPublishReasonCode>();
        for (var i = 0; i < 5; i++)
            others.Add(await SendAsync(other, "indoorAir", Other, "telemetry", $$$"""{"v":{"temp":{{{20 + i}}}}}"""));

        Assert.Equal([.. Enumerable.Repeat(MqttClientPublishReasonCode.Success, 3), .. Enumerable.Repeat(MqttClientPublishReasonCode.QuotaExceeded, 2)], results);
        Assert.Equal(MqttClientPublishReasonCode.Success, sos);
        Assert.All(others, code => Assert.Equal(MqttClientPublishReasonCode.Success, code));
        await UntilUsedAsync(line, Limited, used: 4, refused: 2);
        await UntilUsedAsync(line, Other, used: 5, refused: 0);

        await PutAsync(line, $"api/v1/devices/{Limited}/quota", new QuotaLimits { DailyMessages = 5 });
        var refused = 2;
        await Until.TrueAsync(
            "the new limit is at the gateway",
            async () =>
            {
                var isThere = await SendAsync(device, "wearable", Limited, "telemetry", """{"v":{"heartRate":80}}""") == MqttClientPublishReasonCode.Success;
                refused += isThere ? 0 : 1;
                return isThere;
            },
            LineUnderTest.Patience,
            () => line.Gateway.Output);

        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, await SendAsync(device, "wearable", Limited, "telemetry", """{"v":{"heartRate":81}}"""));
        Assert.True(device.IsConnected);
        await UntilUsedAsync(line, Limited, used: 5, refused + 1);
        await line.WaitForDrainAsync();
        double[] stored = [];
        await Until.TrueAsync("four measurements are stored", async () => (stored = await StoredAsync(line)).Length == 4, LineUnderTest.Patience, () => line.Cloud.Output);
        Assert.Equal([70.0, 71.0, 72.0, 80.0], stored);
    }

    private static async Task PutAsync(LineUnderTest line, string path, QuotaLimits limits)
    {
        using var answer = await line.Api.PutAsJsonAsync(path, limits, Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<IMqttClient> ConnectAsync(LineUnderTest line, string device)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", line.MqttPort).WithProtocolVersion(MqttProtocolVersion.V500).WithClientId(device)
                .WithCredentials(device, line.Tokens[device]).Build(),
            Cancel);
        return client;
    }

    private static async Task<MqttClientPublishReasonCode> SendAsync(IMqttClient client, string @class, string device, string kind, string payload) =>
        (await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic($"fc/v1/{LineUnderTest.Community}/{@class}/{device}/{kind}").WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            Cancel)).ReasonCode;

    /// <summary>The use travels with the gateway's heartbeat.</summary>
    private static async Task UntilUsedAsync(LineUnderTest line, string device, long used, long refused)
    {
        DeviceQuotaView? seen = null;
        await Until.TrueAsync(
            $"the cloud knows that {device} used {used} and was refused {refused}",
            async () => (seen = await line.Api.GetFromJsonAsync<DeviceQuotaView>($"api/v1/devices/{device}/quota")) is { } view && (view.UsedMessages, view.Refused) == (used, refused),
            LineUnderTest.Patience,
            () => $"{seen}");
    }

    private static async Task<double[]> StoredAsync(LineUnderTest line) =>
        [.. (await line.Api.GetFromJsonAsync<SeriesView>($"api/v1/devices/{Limited}/series/heartRate?downsampling=none", Cancel))!.Points.Select(p => p.Value)];
}
