using System.Globalization;
using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Console;

/// <summary>
/// From the press of a button to its row in an operator's browser, beside the district's burst. What the browser adds to the live hub is in the difference to <c>smartcommunity bench sos</c>. Every press
/// is on the screen; the times are printed, as the promise of 300 ms is one of a machine of its own.
/// </summary>
[Collection(nameof(Alone))]
[Trait("Category", "Fault")]
public sealed class SosOnScreenTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Presses = 20, Connections = 200;
    private const double BurstPerSecond = 5_000;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>When the row of a device is there, by the browser's clock, which is this machine's.</summary>
    private const string WhenSeen = """
        device => new Promise(resolve => {
          const seen = () => [...document.querySelectorAll('tr[data-row]')].some(row => row.textContent.includes(device));
          if (seen()) { resolve(Date.now()); return; }
          const observer = new MutationObserver(() => { if (seen()) { observer.disconnect(); resolve(Date.now()); } });
          observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        })
        """;

    [Fact]
    public async Task Every_press_is_a_row_in_the_browser_beside_five_thousand_messages_a_second()
    {
        await using var line = await LineUnderTest.StartAsync();
        string[] buttons = [.. Enumerable.Range(1, Presses).Select(n => $"screen-{n.ToString("D2", CultureInfo.InvariantCulture)}")];
        var load = line.Load(Connections, BurstPerSecond, Between * (Presses + Presses)) with { JournalPath = null };
        await line.EnrolAsync(load);
        await line.EnrolAsync(buttons.Select(b => (b, "panicButton")));
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(new Uri($"http://127.0.0.1:{line.CloudPort}/"), "zh-CN"), "/alerts?priority=P1");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = LoadRun.RunAsync(load, progress: null, enough.Token);
        var took = new List<double>();
        using var moment = new PeriodicTimer(Between);

        foreach (var button in buttons)
        {
            await moment.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            using var device = await MqttDevice.ConnectAsync(line, button, "panicButton");
            var seen = page.Page.EvaluateAsync<double>(WhenSeen, button);
            var pressedMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            await device.SayAsync($"e-{button}", "sos");
            took.Add(await seen.WaitAsync(LineUnderTest.Patience, TestContext.Current.CancellationToken) - pressedMs);
        }

        await enough.CancelAsync();
        await running;
        took.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{took.Count} presses, from the press to the row in the browser: p50 {took[took.Count / 2]:0} ms, slowest {took[^1]:0} ms; {BurstPerSecond:0} messages/s beside them.");
        Assert.True(took[^1] < Limit.TotalMilliseconds, $"A press was on the screen after {took[^1]} ms.");
        Assert.Equal([], page.Complaints);
    }
}
