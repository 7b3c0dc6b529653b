namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class ReconnectTests
{
    /// <summary>The defect this guards against struck about once in a thousand times on a busy machine: what MQTTnet cleared up late was the new session.</summary>
    private const int Rounds = 500;

    [Fact]
    public async Task A_device_that_comes_back_the_moment_it_said_goodbye_keeps_its_new_connection()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        for (var round = 0; round < Rounds; round++)
        {
            using (var first = await gateway.ConnectRawAsync("w-1"))
                await first.SendAsync([0xE0, 0]);
            using var second = await gateway.ConnectRawAsync("w-1");
            await second.SendAsync([0xC0, 0]);
            Assert.Equal([0xD0, 0], await second.ReadAsync(2));
        }
    }

    [Fact]
    public async Task Of_many_logins_of_one_device_at_once_the_last_stays_and_the_others_are_closed()
    {
        const int logins = 20;
        await using var gateway = await GatewayFixture.StartAsync();

        var clients = await Task.WhenAll(Enumerable.Range(0, logins).Select(_ => RawClient.OpenAsync(gateway.Port)));
        await Task.WhenAll(clients.Select(client => client.SendAsync(RawClient.Connect("w-1", GatewayFixture.Token("w-1")))));

        await GatewayFixture.UntilAsync(() => gateway.Meter.Closed(SmartCommunity.Gateway.Mqtt.CloseCause.TakenOver) == logins - 1 && gateway.Devices.Count == 1);
        Assert.Equal(1, gateway.Devices.DeviceCount);
        Array.ForEach(clients, client => client.Dispose());
    }
}
