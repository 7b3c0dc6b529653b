using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class KeepAliveTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_step_of_the_wall_clock_by_an_hour_disconnects_nobody(int hours)
    {
        var time = new SteppedTime();
        await using var gateway = await GatewayFixture.StartAsync(time: time);
        using var raw = await gateway.ConnectRawAsync("w-1");
        var client = await gateway.ConnectAsync("w-2");

        time.Step = TimeSpan.FromHours(hours);
        for (var second = 0; second < 10; second++)
            time.Advance(TimeSpan.FromSeconds(1));

        await client.PingAsync(TestContext.Current.CancellationToken);
        await raw.SendAsync([0xC0, 0]);
        Assert.Equal([0xD0, 0], await raw.ReadAsync(2));
        Assert.Equal(0, gateway.Meter.Closed(CloseCause.KeepAlive));
    }

    [Fact]
    public async Task A_silent_device_is_closed_after_one_and_a_half_keep_alives()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await GatewayFixture.StartAsync(time: time);
        using var raw = await gateway.ConnectRawAsync("w-1");
        await raw.SendAsync([0xC0, 0]);
        Assert.Equal([0xD0, 0], await raw.ReadAsync(2));

        time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(0, gateway.Meter.Closed(CloseCause.KeepAlive));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(await raw.ReadToEndAsync());
        Assert.Equal(1, gateway.Meter.Closed(CloseCause.KeepAlive));
    }

    /// <summary>A machine whose wall clock is set while its monotonic clock runs on. (FakeTimeProvider derives its timestamps from its wall clock.)</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private readonly FakeTimeProvider _steady = new();

        internal TimeSpan Step { get; set; }

        public override long TimestampFrequency => _steady.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _steady.GetUtcNow() + Step;

        public override long GetTimestamp() => _steady.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _steady.CreateTimer(callback, state, dueTime, period);

        internal void Advance(TimeSpan by) => _steady.Advance(by);
    }
}
