using System.Net;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli;

/// <summary>
/// Does about the events of the simulated district what operators, helpers and nurses would, by the API that they use: looks what happened, and records each step when it is due
/// (<see cref="SimulatedResponse"/>). Only events that say they are simulated; what somebody did already stands. It keeps nothing: after a restart it looks a day back.
/// </summary>
internal sealed partial class SimulatedOperator : IDisposable
{
    private const int PageSize = 500; // The API's greatest.
    private const int DeepScans = 6; // In the first minutes devices still tell what they had kept.

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>A call for help is to be acknowledged in a minute: looking costs one read of some minutes for each community.</summary>
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(5), _lookBack = TimeSpan.FromMinutes(10);

    /// <summary>Devices that were cut off tell events late, and the last day's may still need a call.</summary>
    private static readonly TimeSpan _deepEvery = TimeSpan.FromSeconds(40), _dayEvery = TimeSpan.FromMinutes(10), _dayBack = TimeSpan.FromDays(4);

    private readonly HttpClient _http;
    private readonly ulong _seed;
    private readonly IReadOnlyList<string> _communities;
    private readonly IReadOnlySet<string> _firstHeard;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HashSet<(string Device, string EventId)> _seen = [];
    private readonly PriorityQueue<(string Path, SimulatedStep Step), DateTimeOffset> _due = new();
    private int _deepScans;
    private DateTimeOffset _nextDeep;

    internal SimulatedOperator(Uri cloud, byte[] secret, ulong seed, IReadOnlyList<string> communities, IReadOnlySet<string> firstHeard, TimeProvider time, ILogger logger)
    {
        _http = CloudClient.Create(cloud, _patience, secret);
        (_seed, _communities, _firstHeard, _time, _logger) = (seed, communities, firstHeard, time, logger);
    }

    /// <summary>Works until it is to end. A cloud that does not answer is asked again.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_lookEvery, _time);
        try
        {
            do
            {
                try
                {
                    await LookAsync(stop);
                    await StepAsync(stop);
                }
                catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is OperationCanceledException && !stop.IsCancellationRequested))
                {
                    LogUnanswered(_logger, _http.BaseAddress!, fault.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to end; what is due next is done after the next start.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task LookAsync(CancellationToken stop)
    {
        var now = _time.GetUtcNow();
        var isDeep = now >= _nextDeep;
        foreach (var community in _communities)
            await LookAsync(community, now - (!isDeep ? _lookBack : _firstHeard.Contains(community) && _deepScans < DeepScans ? SimulatedResponse.Reach : _dayBack), stop);
        if (!isDeep)
            return;
        _deepScans++;
        _nextDeep = now + (_deepScans < DeepScans ? _deepEvery : _dayEvery);
    }

    private async Task LookAsync(string community, DateTimeOffset from, CancellationToken stop)
    {
        for (var page = 1; ; page++)
        {
            var found = await _http.GetFromJsonAsync<EventPage>($"/api/v1/communities/{community}/events?from={Uri.EscapeDataString(from.ToString("O"))}&page={page}&pageSize={PageSize}", stop);
            foreach (var happened in found!.Items)
                Plan(happened);
            if (!found.More)
                return;
        }
    }

    private void Plan(EventView happened)
    {
        if (!Says(happened, "simulated"))
            return;
        var steps = SimulatedResponse.Of(_seed, happened.Community, happened.EventId, happened.Type, Says(happened, "abnormal"), happened.At);
        if (steps.Count == 0 || !_seen.Add((happened.Device, happened.EventId)))
            return;
        var path = $"/api/v1/communities/{happened.Community}/events/{happened.Device}/{Uri.EscapeDataString(happened.EventId)}/steps";
        foreach (var step in steps)
            _due.Enqueue((path, step), step.At);
    }

    private static bool Says(EventView happened, string field) =>
        happened.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>Takes the steps that are due. One that somebody took before is left as it is.</summary>
    private async Task StepAsync(CancellationToken stop)
    {
        while (_due.TryPeek(out var next, out var at) && at <= _time.GetUtcNow())
        {
            using var answer = await _http.PostAsJsonAsync(new Uri(next.Path, UriKind.Relative), new NewStep { Step = next.Step.Step, Actor = next.Step.Actor, At = next.Step.At, Comment = "simulated" }, stop);
            _due.Dequeue();
            if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.Conflict)
                LogRefused(_logger, next.Path, next.Step.Step, await answer.Content.ReadAsStringAsync(stop));
        }
    }

    [LoggerMessage(5000, LogLevel.Warning, "The cloud at {Cloud} does not answer the simulated operator, who asks again: {Reason}")]
    private static partial void LogUnanswered(ILogger logger, Uri cloud, string reason);

    [LoggerMessage(5001, LogLevel.Warning, "The cloud did not take {Step} at {Path}: {Answer}")]
    private static partial void LogRefused(ILogger logger, string path, string step, string answer);
}
