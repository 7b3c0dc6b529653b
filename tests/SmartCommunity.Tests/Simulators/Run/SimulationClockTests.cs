using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Simulators.Run;

public sealed class SimulationClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Now);

    [Fact]
    public void It_runs_as_fast_as_asked_until_it_has_caught_up_and_never_ahead_of_ours()
    {
        var clock = new SimulationClock(_time, Now.AddHours(-59), speed: 60);

        _time.Advance(TimeSpan.FromMinutes(30));
        var half = clock.NowMs;
        _time.Advance(TimeSpan.FromMinutes(60));

        Assert.Equal(Now.AddHours(-29).ToUnixTimeMilliseconds(), half);
        Assert.Equal(Now.AddMinutes(90).ToUnixTimeMilliseconds(), clock.NowMs);
    }

    [Fact]
    public void A_run_of_a_length_ends_in_the_present()
    {
        var length = TimeSpan.FromHours(60);
        var clock = new SimulationClock(_time, Now - SimulationClock.HeadStart(length, 60), speed: 60);
        var start = clock.NowMs;

        _time.Advance(length / 60);

        Assert.Equal(start + (long)length.TotalMilliseconds, clock.NowMs);
        Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), clock.NowMs);
    }

    [Fact]
    public void A_pause_and_another_speed_lose_no_instant()
    {
        var clock = new SimulationClock(_time, Now.AddDays(-10), speed: 10);
        _time.Advance(TimeSpan.FromMinutes(1));
        clock.SetPaused(paused: true);
        _time.Advance(TimeSpan.FromHours(1));
        clock.SetPaused(paused: false);
        clock.SetSpeed(100);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Now.AddDays(-10).AddMinutes(110).ToUnixTimeMilliseconds(), clock.NowMs);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3_601)]
    [InlineData(double.NaN)]
    public void A_speed_outside_its_limits_is_refused(double speed) => Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationClock(_time, null, speed));

    [Fact]
    public void A_beginning_in_the_future_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationClock(_time, Now.AddSeconds(1)));

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("2h30m", 9_000)]
    [InlineData("1d", 86_400)]
    [InlineData("0s", 0)]
    [InlineData("1.5h", 5_400)]
    public void Lengths_are_read(string text, int seconds) => Assert.Equal((true, TimeSpan.FromSeconds(seconds)), (Span.TryParse(text, out var length), length));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("30m2h")]
    [InlineData("-5m")]
    [InlineData("999999d")]
    public void What_is_no_length_is_refused(string text) => Assert.False(Span.TryParse(text, out _));
}
