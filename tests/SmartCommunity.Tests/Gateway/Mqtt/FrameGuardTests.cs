using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class FrameGuardTests
{
    [Fact]
    public async Task Half_frames_that_end_complete_instead_of_spinning()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var sockets = new List<RawClient>();
        for (var i = 0; i < 8; i++)
        {
            var raw = await gateway.ConnectRawAsync(i % 2 == 0 ? null : "w-1");
            await raw.SendAsync(i % 2 == 0 ? [0x10, 60, 0, 4] : [0x32, 60, 0, 4]);
            raw.EndSending();
            sockets.Add(raw);
        }

        foreach (var raw in sockets)
        {
            Assert.Empty(await raw.ReadToEndAsync());
            raw.Dispose();
        }

        var survivor = await gateway.ConnectAsync("w-2");
        await survivor.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-2", "telemetry"), """{"v":{"spo2":97}}"""));
        Assert.Equal(1, gateway.Devices.DeviceCount);
    }

    [Theory]
    [InlineData(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F }, nameof(CloseCause.FrameTooLarge))]
    [InlineData(new byte[] { 0x10, 0x81, 0x20 }, nameof(CloseCause.FrameTooLarge))]
    [InlineData(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0xFF }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0x30 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0xC0, 0x00 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { (byte)'G', (byte)'E', (byte)'T', (byte)' ', (byte)'/' }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0x10, 0x02, 0x00, 0x00 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0x1F, 0x00 }, nameof(CloseCause.Protocol))]
    public async Task A_stranger_is_closed_at_the_header(byte[] bytes, string cause)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var raw = await gateway.ConnectRawAsync();

        await raw.SendAsync(bytes);

        Assert.Empty(await raw.ReadToEndAsync());
        Assert.Equal(1, gateway.Meter.Closed(Enum.Parse<CloseCause>(cause)));
    }

    [Theory]
    [InlineData(new byte[] { 0x32, 0x80, 0x80, 0x04 }, nameof(CloseCause.FrameTooLarge))]
    [InlineData(new byte[] { 0x36, 0x04, 0, 0, 0, 1 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0x32, 0x02, 0, 9 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0x32, 0x05, 0, 1, 97, 0, 0 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0x82, 0x02, 0, 1 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0xA2, 0x02, 0, 1 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0x80, 0x06, 0, 1, 0, 1, 97, 0 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0xF0, 0x00 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0x20, 0x02, 0, 0 }, nameof(CloseCause.Protocol))]
    [InlineData(new byte[] { 0xD0, 0x00 }, nameof(CloseCause.Protocol))]
    public async Task A_malformed_packet_after_the_login_closes_the_connection(byte[] bytes, string cause)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var raw = await gateway.ConnectRawAsync("w-1");

        await raw.SendAsync(bytes);

        Assert.Empty(await raw.ReadToEndAsync());
        Assert.Equal(1, gateway.Meter.Closed(Enum.Parse<CloseCause>(cause)));
    }

    [Fact]
    public async Task A_frame_of_exactly_the_cap_is_taken()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var raw = await gateway.ConnectRawAsync("w-1");
        const int cap = 65_536, header = 4;
        var topic = GatewayFixture.Topic("w-1", "telemetry");

        await raw.SendAsync(RawClient.Publish(topic, 7, new byte[cap - header - sizeof(ushort) - topic.Length - sizeof(ushort)]));

        Assert.Equal([0x40, 2, 0, 7], await raw.ReadAsync(4));
        Assert.Equal(1, gateway.Meter.Quarantined("malformed"));
    }

    [Fact]
    public async Task A_stranger_that_never_finishes_its_CONNECT_is_closed_at_the_deadline()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await GatewayFixture.StartAsync(o => o with { Intake = o.Intake with { ConnectDeadline = TimeSpan.FromSeconds(50) } }, time);
        using var raw = await gateway.ConnectRawAsync();
        await raw.SendAsync([0x10, 60, 0, 4]);
        var closed = raw.ReadToEndAsync();
        await GatewayFixture.UntilAsync(() => gateway.Devices.Count == 1);

        time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(0, gateway.Meter.Closed(CloseCause.ConnectDeadline));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(await closed);
        Assert.Equal(1, gateway.Meter.Closed(CloseCause.ConnectDeadline));
    }

    [Fact]
    public async Task Connections_of_one_address_are_limited()
    {
        await using var gateway = await GatewayFixture.StartAsync(o => o with { Intake = o.Intake with { MaxConnectionsPerAddress = 2 } });
        using var first = await gateway.ConnectRawAsync("w-1");
        using var second = await gateway.ConnectRawAsync("w-2");
        using var third = await gateway.ConnectRawAsync();

        Assert.Empty(await third.ReadToEndAsync());
        Assert.Equal(1, gateway.Meter.Refused("connectionLimit"));
    }
}
