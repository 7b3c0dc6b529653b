using System.Net.Http.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Peers;

/// <summary>Debian's mosquitto_pub and mosquitto_sub against the line, both protocol versions. TLS is in <see cref="TlsTests"/>.</summary>
[Collection(nameof(SharedLineSuite))]
[Trait("Category", "Peer")]
public sealed class MosquittoTests(SharedLine shared)
{
    private readonly LineUnderTest _line = shared.Line;

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task A_message_of_mosquitto_pub_reaches_the_twin_with_both_clocks(string version)
    {
        var id = await shared.EnrolAsync("wearable");

        await Mosquitto.PublishAsync(_line, id, "wearable", "telemetry", """{"v":{"heartRate":72,"spo2":97}}""", version);

        TwinView? twin = null;
        await Until.TrueAsync(
            "both values are in the twin",
            async () => (twin = await _line.Api.GetFromJsonAsync<TwinView>($"api/v1/devices/{id}/latest"))?.Values.Count == 2,
            LineUnderTest.Patience,
            () => _line.Cloud.Output);
        Assert.Equal([("heartRate", 72.0), ("spo2", 97.0)], twin!.Values.Select(v => (v.Quantity, v.Value)));
        Assert.True(twin.Online);
    }

    [Fact]
    public async Task A_wrong_token_a_foreign_topic_and_a_foreign_client_id_are_refused()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, "mosquitto_pub is not installed.");
        var (id, other) = (await shared.EnrolAsync("wearable"), await shared.EnrolAsync("wearable"));
        var port = _line.MqttPort.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var ownTopic = $"fc/v1/baihe/wearable/{id}/telemetry";
        var otherTopic = $"fc/v1/baihe/wearable/{other}/telemetry";

        var wrongToken = await PublishAsync(id, id, "wrong", ownTopic);
        var foreignId = await PublishAsync(other, id, _line.Tokens[id], ownTopic);
        var foreignTopic = await PublishAsync(id, id, _line.Tokens[id], otherTopic);
        var own = await PublishAsync(id, id, _line.Tokens[id], ownTopic);

        Assert.NotEqual(0, wrongToken.ExitCode);
        Assert.NotEqual(0, foreignId.ExitCode);
        Assert.NotEqual((0, ""), (foreignTopic.ExitCode, foreignTopic.Output));
        Assert.Equal(0, own.ExitCode);

        Task<(int ExitCode, string Output)> PublishAsync(string clientId, string user, string token, string topic) => Mosquitto.RunAsync(
            "mosquitto_pub",
            ["-h", "127.0.0.1", "-p", port, "-V", "mqttv5", "-i", clientId, "-u", user, "-P", token, "-q", "1", "-t", topic, "-m", """{"v":{"heartRate":72}}"""]);
    }

    [Fact]
    public async Task A_command_reaches_mosquitto_sub_and_its_answer_ends_it_as_succeeded()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, "mosquitto_sub is not installed.");
        var id = await shared.EnrolAsync("panicButton");
        using var issued = await _line.Api.PostAsJsonAsync($"api/v1/devices/{id}/commands", new NewCommand { Name = "identify", Id = "cmd-1" }, TestContext.Current.CancellationToken);
        Assert.True(issued.IsSuccessStatusCode, await issued.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var received = await Mosquitto.RunAsync(
            "mosquitto_sub", [.. Mosquitto.Login(_line, id), "-q", "1", "-t", $"fc/v1/baihe/panicButton/{id}/cmd", "-C", "1", "-W", "60"]);
        Assert.Contains("\"cmd-1\"", received.Output, StringComparison.Ordinal);
        await Mosquitto.PublishAsync(_line, id, "panicButton", "cmdResp", """{"id":"cmd-1","ok":true,"result":{"blinked":3}}""");

        CommandView? command = null;
        await Until.TrueAsync(
            "the command succeeded",
            async () => (command = await _line.Api.GetFromJsonAsync<CommandView>("api/v1/commands/cmd-1"))?.State == "succeeded",
            LineUnderTest.Patience,
            () => $"{command}");
        Assert.NotNull(command!.SentAt);
        Assert.NotNull(command.DeliveredAt);
        Assert.Equal(3, command.Result!.Value.GetProperty("blinked").GetInt32());
    }
}
