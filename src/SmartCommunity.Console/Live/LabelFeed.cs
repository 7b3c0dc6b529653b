using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Live;

/// <summary>Follows the labels of running simulators for one page, the newest first; a stream that ends is followed again when they answer again. Thread-safe.</summary>
internal sealed class LabelFeed(ILogger logger)
{
    /// <summary>Labels kept: some screens; all of them are in the run's <c>truth.jsonl</c>.</summary>
    internal const int MaxKept = 200;

    private readonly Lock _gate = new();
    private readonly LinkedList<SimulationLabel> _newest = [];
    private Task _following = Task.CompletedTask;

    /// <summary>The labels as they are now.</summary>
    internal IReadOnlyList<SimulationLabel> Newest
    {
        get
        {
            lock (_gate)
                return [.. _newest];
        }
    }

    /// <summary>Follows unless it does. Call on the page's own context.</summary>
    internal void Follow(SimulatorControl? control, bool answers, CancellationToken leaving)
    {
        if (control is null || !answers || !_following.IsCompleted)
            return;
        lock (_gate)
            _newest.Clear(); // The stream begins with the newest ones: none is shown twice.
        _following = FollowAsync(control, leaving);
    }

    private async Task FollowAsync(SimulatorControl control, CancellationToken leaving)
    {
        try
        {
            await foreach (var label in control.LabelsAsync(leaving))
                Add(label);
        }
        catch (Exception) when (leaving.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception exception)
        {
            logger.LoadFailed(exception);
        }
    }

    private void Add(SimulationLabel label)
    {
        lock (_gate)
        {
            _newest.AddFirst(label);
            if (_newest.Count > MaxKept)
                _newest.RemoveLast();
        }
    }
}
