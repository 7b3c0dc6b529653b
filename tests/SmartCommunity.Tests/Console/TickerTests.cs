using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Console;
using SmartCommunity.Console.Live;

namespace SmartCommunity.Tests.Console;

public sealed class TickerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(ConsoleContext.Start);
    private readonly CircuitLink _gone = new();
    private readonly BlockingCollection<bool> _calls = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_read_for_a_browser_that_is_gone_and_at_once_when_it_is_back()
    {
        var others = new BlockingCollection<bool>();
        await using var ticker = Start(_gone, _calls);
        await using var other = Start(new CircuitLink(), others);

        await _gone.OnConnectionDownAsync(null!, Cancel);
        for (var second = 0; second < 5; second++)
        {
            _time.Advance(Interval);
            others.Take(Cancel); // The page beside it goes on.
        }

        Assert.Empty(_calls);
        await _gone.OnConnectionUpAsync(null!, Cancel);
        Assert.True(_calls.Take(Cancel));
    }

    [Fact]
    public async Task Being_woken_while_the_browser_is_gone_waits_until_it_is_back()
    {
        await using var ticker = Start(_gone, _calls);
        await _gone.OnConnectionDownAsync(null!, Cancel);
        await _gone.OnConnectionDownAsync(null!, Cancel);

        ticker.Wake();
        await _gone.OnConnectionUpAsync(null!, Cancel);

        Assert.True(_calls.Take(Cancel));
    }

    [Fact]
    public async Task A_page_that_is_left_while_its_browser_is_gone_reads_nothing_any_more()
    {
        var ticker = Start(_gone, _calls);
        await _gone.OnConnectionDownAsync(null!, Cancel);
        _time.Advance(Interval);

        await ticker.DisposeAsync();
        await _gone.OnConnectionUpAsync(null!, Cancel);

        Assert.Empty(_calls);
    }

    [Fact]
    public void A_circuit_tells_the_very_link_that_its_pages_wait_for()
    {
        using var services = new ServiceCollection().AddControls().BuildServiceProvider();
        using var circuit = services.CreateScope();

        Assert.Same(circuit.ServiceProvider.GetRequiredService<CircuitLink>(), Assert.Single(circuit.ServiceProvider.GetServices<CircuitHandler>()));
        using var other = services.CreateScope();
        Assert.NotSame(circuit.ServiceProvider.GetRequiredService<CircuitLink>(), other.ServiceProvider.GetRequiredService<CircuitLink>());
    }

    /// <summary>Counts its calls, each with whether the browser was there.</summary>
    private Ticker Start(CircuitLink link, BlockingCollection<bool> calls) => new(
        link, _time, Interval,
        _ =>
        {
            calls.Add(link.WhenUp.IsCompleted, CancellationToken.None);
            return Task.CompletedTask;
        },
        NullLogger.Instance);
}
