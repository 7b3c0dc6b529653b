using System.Text.Json;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli.Supervision;

/// <summary>One line about the running line: each second on a terminal, each minute in a file.</summary>
internal sealed class LineStatus(LineOptions options, Screen screen, HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _plainInterval = TimeSpan.FromMinutes(1); // A log of a day stays readable.

    private long _lastMessages;
    private long _lastAt;

    internal async Task RunAsync(CancellationToken stop)
    {
        var startedAt = time.GetTimestamp();
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
            var messages = gateways.Sum(g => g.MessagesReceived);
            var seconds = _lastAt == 0 ? 0 : time.GetElapsedTime(_lastAt).TotalSeconds;
            // A restarted gateway counts from zero again.
            var rate = seconds > 0 && messages >= _lastMessages ? (messages - _lastMessages) / seconds : 0;
            (_lastMessages, _lastAt) = (messages, time.GetTimestamp());
            return $"{gateways.Sum(g => g.ConnectedDevices)} devices connected · {rate:0} messages/s · backlog {gateways.Sum(g => g.BacklogItems)}"
                + (gateways.Any(g => g.DiskRefusingRoutine) ? " · DISK FULL: routine data refused" : "");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return "the cloud does not answer";
        }
    }
}
