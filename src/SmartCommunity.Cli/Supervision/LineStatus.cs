using System.Text.Json;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli.Supervision;

/// <summary>One line about the running line: each second on a terminal, each minute in a file.</summary>
internal sealed class LineStatus(LineOptions options, Screen screen, HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _plainInterval = TimeSpan.FromMinutes(1); // A log of a day stays readable.

    /// <summary>Gateways say what they received every 5 s: over two of those the rate stands still when the load does.</summary>
    private static readonly TimeSpan _rateWindow = TimeSpan.FromSeconds(10);

    private readonly Queue<(long At, long Messages)> _samples = new();

    internal async Task RunAsync(CancellationToken stop)
    {
        var startedAt = time.GetTimestamp();
        _samples.Enqueue((startedAt, 0));
        using var timer = new PeriodicTimer(screen.Interactive ? _interval : _plainInterval, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            var up = time.GetElapsedTime(startedAt);
            var text = $"up {(int)up.TotalHours}:{up:mm\\:ss} · {await DescribeAsync(stop)}";
            if (screen.Interactive)
            {
                screen.Status(text);
            }
            else
            {
                screen.Say(text);
            }
        }
    }

    private async Task<string> DescribeAsync(CancellationToken stop)
    {
        try
        {
            var page = await http.GetFromJsonAsync<Page<GatewayView>>(new Uri(options.ConsoleAddress, "/api/v1/gateways"), stop);
            var gateways = page?.Items ?? [];
            var rate = Rate(gateways.Sum(g => g.MessagesReceived));
            return $"{gateways.Sum(g => g.ConnectedDevices)} devices connected · {rate:0} messages/s · backlog {gateways.Sum(g => g.BacklogItems)}"
                + (gateways.Any(g => g.DiskRefusingRoutine) ? " · DISK FULL: routine data refused" : "");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return "the cloud does not answer";
        }
    }

    private double Rate(long messages)
    {
        // A restarted gateway counts from zero again.
        if (messages < _samples.Last().Messages)
            _samples.Clear();
        _samples.Enqueue((time.GetTimestamp(), messages));
        while (_samples.Count > 2 && time.GetElapsedTime(_samples.ElementAt(1).At) >= _rateWindow)
            _samples.Dequeue();
        var (at, before) = _samples.Peek();
        var seconds = time.GetElapsedTime(at).TotalSeconds;
        return _samples.Count > 1 && seconds > 0 ? (messages - before) / seconds : 0;
    }
}
