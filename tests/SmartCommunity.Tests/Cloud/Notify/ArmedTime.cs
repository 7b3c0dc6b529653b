using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Tests.Storage.Notifications;

namespace SmartCommunity.Tests.Cloud.Notify;

/// <summary>A simulated clock that tells when somebody began to wait: a test advances it only after the wait it means is armed.</summary>
internal sealed class ArmedTime() : FakeTimeProvider(Drafts.Start)
{
    private readonly Lock _gate = new(); // Protects _armed and _awaited.
    private readonly List<TimeSpan> _armed = [];
    private readonly List<(Func<TimeSpan, bool> Is, TaskCompletionSource<TimeSpan> Seen)> _awaited = [];

    /// <summary>Completes with the next wait that fits, also one that was armed before and not asked for yet.</summary>
    internal Task<TimeSpan> ArmedAsync(Func<TimeSpan, bool> fits)
    {
        lock (_gate)
        {
            var index = _armed.FindIndex(due => fits(due));
            if (index >= 0)
            {
                var due = _armed[index];
                _armed.RemoveRange(0, index + 1);
                return Task.FromResult(due);
            }

            var seen = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((fits, seen));
            return seen.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            var index = _awaited.FindIndex(a => a.Is(dueTime));
            if (index < 0)
            {
                _armed.Add(dueTime);
            }
            else
            {
                _awaited[index].Seen.TrySetResult(dueTime);
                _awaited.RemoveAt(index);
            }
        }

        return timer;
    }
}
