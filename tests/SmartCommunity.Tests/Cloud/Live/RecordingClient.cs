using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Tests.Cloud.Live;

/// <summary>A client in process that keeps what it gets, and can stop reading.</summary>
internal sealed class RecordingClient : ILiveClient
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<LiveDelta> _deltas = Channel.CreateUnbounded<LiveDelta>();
    private readonly Channel<LiveEvent> _events = Channel.CreateUnbounded<LiveEvent>();
    private readonly Channel<LiveAlertChange> _alerts = Channel.CreateUnbounded<LiveAlertChange>();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal bool BlockDeltas { get; init; }

    internal bool BlockEvents { get; init; }

    internal bool BlockAlerts { get; init; }

    internal TaskCompletionSource<string> Resynced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Delta(LiveDelta delta)
    {
        _deltas.Writer.TryWrite(delta);
        return BlockDeltas ? _release.Task : Task.CompletedTask;
    }

    public Task Event(string subscription, LiveEvent safetyEvent)
    {
        _events.Writer.TryWrite(safetyEvent);
        return BlockEvents ? _release.Task : Task.CompletedTask;
    }

    public Task Alerts(string subscription, IReadOnlyList<LiveAlertChange> changes)
    {
        foreach (var change in changes)
            _alerts.Writer.TryWrite(change);
        return BlockAlerts ? _release.Task : Task.CompletedTask;
    }

    public Task Resync(string subscription, string reason)
    {
        Resynced.TrySetResult(reason);
        return Task.CompletedTask;
    }

    internal void Release() => _release.TrySetResult();

    /// <summary>The next delta; moves the clock on until the subscription's interval has passed, as its timer starts on another thread.</summary>
    internal async Task<LiveDelta> NextDeltaAsync(FakeTimeProvider clock)
    {
        LiveDelta? delta;
        var started = Stopwatch.GetTimestamp();
        while (!_deltas.Reader.TryRead(out delta))
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"No delta within {Patience}.");
            clock.Advance(LiveSubscription.DeltaInterval);
            await Task.Yield();
        }

        return delta;
    }

    internal Task<LiveAlertChange> NextAlertAsync() => _alerts.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    internal Task<LiveEvent> NextEventAsync() => _events.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
