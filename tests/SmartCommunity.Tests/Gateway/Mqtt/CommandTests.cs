using System.Text;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class CommandTests
{
    private static readonly DeviceAddress Device = new("baihe", "wearable", "w-1");
    private static readonly StoredCommand Locate = new("c-1", "w-1", "locate", "", long.MaxValue, CommandState.Sent, CommandState.Sent, 0, "");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_command_reaches_the_subscribed_device_and_its_acknowledgement_comes_back(int qos)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var client = await gateway.ConnectAsync("w-1");
        var arrived = new TaskCompletionSource<string>();
        client.ApplicationMessageReceivedAsync += e =>
        {
            arrived.TrySetResult($"{e.ApplicationMessage.Topic} {(int)e.ApplicationMessage.QualityOfServiceLevel} {e.ApplicationMessage.ConvertPayloadToString()}");
            return Task.CompletedTask;
        };
        await client.SubscribeAsync(GatewayFixture.Topic("w-1", "cmd"), (MQTTnet.Protocol.MqttQualityOfServiceLevel)qos, TestContext.Current.CancellationToken);

        Assert.Equal(PublishOutcome.Delivered, await gateway.Devices.PublishCommandAsync(Device, Locate, TestContext.Current.CancellationToken));

        Assert.Equal($"fc/v1/baihe/wearable/w-1/cmd {qos} {{\"id\":\"c-1\",\"name\":\"locate\",\"args\":{{}}}}", await arrived.Task.WithinPatienceAsync());
    }

    [Fact]
    public async Task A_device_that_is_away_or_not_subscribed_gets_nothing()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        Assert.Equal(PublishOutcome.NotDelivered, await gateway.Devices.PublishCommandAsync(Device, Locate, TestContext.Current.CancellationToken));
        await gateway.ConnectAsync("w-1");
        Assert.Equal(PublishOutcome.NotDelivered, await gateway.Devices.PublishCommandAsync(Device, Locate, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_device_that_never_acknowledges_is_bounded_and_then_disconnected()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await GatewayFixture.StartAsync(time: time);
        using var raw = await gateway.ConnectRawAsync("w-1");
        var filter = Encoding.UTF8.GetBytes(GatewayFixture.Topic("w-1", "cmd"));
        await raw.SendAsync([0x82, (byte)(filter.Length + 5), 0, 1, 0, (byte)filter.Length, .. filter, 1]);
        Assert.Equal([0x90, 3, 0, 1, 1], await raw.ReadAsync(5));

        var open = Enumerable.Range(0, CommandLane.MaxUnacknowledged)
            .Select(_ => gateway.Devices.PublishCommandAsync(Device, Locate, TestContext.Current.CancellationToken)).ToArray();
        Assert.Equal(PublishOutcome.NotDelivered, await gateway.Devices.PublishCommandAsync(Device, Locate, TestContext.Current.CancellationToken));
        time.Advance(TimeSpan.FromSeconds(21));

        Assert.All(await Task.WhenAll(open).WithinPatienceAsync(), outcome => Assert.Equal(PublishOutcome.NotDelivered, outcome));
        Assert.Equal(1, gateway.Meter.Closed(CloseCause.NotReading));
    }

    [Theory]
    [InlineData("""{"id":"nobody","ok":true}""", QuarantineReason.Shape)]
    [InlineData("""{"ok":true}""", QuarantineReason.Shape)]
    [InlineData("""{"id":"c-1","ok":"yes"}""", QuarantineReason.Shape)]
    [InlineData("[]", QuarantineReason.Shape)]
    [InlineData("{", QuarantineReason.Malformed)]
    public async Task An_answer_that_is_none_goes_to_quarantine(string payload, string reason)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var client = await gateway.ConnectAsync("w-1");

        var answered = await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "cmdResp"), payload));

        Assert.True(answered.IsSuccess);
        var quarantined = Assert.Single((await gateway.StoredAsync()).SelectMany(b => b.Quarantined));
        Assert.Equal((reason, "fc/v1/baihe/wearable/w-1/cmdResp"), (quarantined.Reason, quarantined.Topic));
    }
}
