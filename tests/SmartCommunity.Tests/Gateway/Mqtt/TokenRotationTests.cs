using MQTTnet;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Gateway.Mqtt;

/// <summary>A rotation from the registry to a real gateway, while the device publishes without a pause.</summary>
public sealed class TokenRotationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_measurement_is_refused_while_a_device_goes_over_to_its_new_token_and_the_old_one_ends()
    {
        const int Each = 100;
        await using var registry = await TemporaryRegistry.CreateAsync();
        var first = (await registry.Devices.CreateAsync(TemporaryRegistry.Device("r-1"), Cancel)).Value!.Token!;
        await using var gateway = await GatewayFixture.StartAsync();
        await ApplyAsync(registry, gateway);
        using var old = await ConnectAsync(gateway, first);
        var refused = new List<MqttClientPublishReasonCode>();

        await PublishAsync(old, 0, Each, refused);
        var next = (await registry.Devices.RotateTokenAsync("r-1", Cancel)).Value!.Token!;
        var streaming = PublishAsync(old, Each, Each, refused);
        await ApplyAsync(registry, gateway);
        await streaming;
        using var current = await ConnectAsync(gateway, next);
        streaming = PublishAsync(current, 2 * Each, Each, refused);
        registry.Time.Advance(SmartCommunity.Cloud.Registry.DeviceRegistry.RotationOverlap);
        Assert.Equal(1, await registry.Devices.PromoteDueTokensAsync(Cancel));
        await ApplyAsync(registry, gateway);
        await streaming;

        Assert.Empty(refused);
        Assert.Equal(Enumerable.Range(0, 3 * Each).Select(Value), (await gateway.StoredAsync()).SelectMany(batch => batch.Value));
        Assert.True(current.IsConnected);
        Assert.Equal((0, 0), (gateway.Meter.Closed(CloseCause.Revoked), gateway.Meter.Refused("login")));
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await LoginTests.ResultAsync(gateway.NewClient(), Options(gateway, first)));
    }

    [Fact]
    public async Task A_device_that_stayed_with_the_old_token_is_ended_with_it()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        EnrolledDeviceView enrolled = (await registry.Devices.CreateAsync(TemporaryRegistry.Device("r-1"), Cancel)).Value!;
        await using var gateway = await GatewayFixture.StartAsync();
        await ApplyAsync(registry, gateway);
        using var old = await ConnectAsync(gateway, enrolled.Token!);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        old.DisconnectedAsync += _ => Task.FromResult(ended.TrySetResult());

        await registry.Devices.RotateTokenAsync("r-1", Cancel);
        await ApplyAsync(registry, gateway);
        Assert.Equal(0, gateway.Meter.Closed(CloseCause.Revoked));
        registry.Time.Advance(SmartCommunity.Cloud.Registry.DeviceRegistry.RotationOverlap);
        await registry.Devices.PromoteDueTokensAsync(Cancel);
        await ApplyAsync(registry, gateway);

        await ended.Task.WaitAsync(GatewayFixture.Patience, Cancel);
        Assert.Equal(1, gateway.Meter.Closed(CloseCause.Revoked));
    }

    private static double Value(int i) => 30 + (i / 100.0);

    private static async Task PublishAsync(IMqttClient client, int from, int count, List<MqttClientPublishReasonCode> refused)
    {
        for (var i = from; i < from + count; i++)
        {
            var payload = FormattableString.Invariant($$$"""{"boot":1,"seq":{{{i}}},"v":{"bodyTemp":{{{Value(i)}}}}}""");
            var result = await client.PublishAsync(GatewayFixture.Message(GatewayFixture.Topic("r-1", "telemetry"), payload), Cancel);
            if (result.ReasonCode != MqttClientPublishReasonCode.Success)
                refused.Add(result.ReasonCode);
        }
    }

    private static async Task ApplyAsync(TemporaryRegistry registry, GatewayFixture gateway) =>
        gateway.Directory.Apply(await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, gateway.Directory.Version == 1 ? 0 : gateway.Directory.Version, Cancel));

    private static MqttClientOptions Options(GatewayFixture gateway, string token) => gateway.OptionsFor("r-1").WithCredentials("r-1", token).Build();

    private static async Task<IMqttClient> ConnectAsync(GatewayFixture gateway, string token)
    {
        var client = gateway.NewClient();
        await client.ConnectAsync(Options(gateway, token), Cancel);
        return client;
    }
}
