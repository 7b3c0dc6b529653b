using System.Collections.Concurrent;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Tests.Storage.Notifications;

namespace SmartCommunity.Tests.Cloud.Notify;

/// <summary>Two hundred notifications over twenty ends of the sender: none lost, none doubled.</summary>
public sealed class NotificationKillTests : IAsyncLifetime
{
    private const int Ends = 20;

    private readonly ConcurrentDictionary<string, int> _received = [];
    private ReceivingServer _server = null!;
    private int _inThisRun;
    private TaskCompletionSource _reached = new();
    private TaskCompletionSource _release = new();

    private static string[] Keys { get; } = [.. Enumerable.Range(1, 200).Select(static n => $"a{n:000}:1:duty-1")];

    public async ValueTask InitializeAsync() => _server = await ReceivingServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_receiver_that_deduplicates_by_the_key_handles_each_once_whenever_the_sender_is_cut()
    {
        const int Answered = 4;
        await using var rig = await RigAsync(Answered, NotificationPriority.P1, NotificationPriority.P2, NotificationPriority.P3);
        for (var end = 0; end < Ends; end++)
        {
            await BeginAsync(rig);
            await rig.CutAsync();
            _release.SetResult();
        }

        await FinishAsync(rig);

        Assert.Equal(Keys, _received.Keys.Order(StringComparer.Ordinal));
        var cuts = Keys.ToDictionary(static key => key, key => rig.Outbox.Attempts(key).Count(static a => a.Outcome == AttemptOutcome.Cut));
        // The receiver got the worst moments: asked, and the sender gone before the answer. Every repetition follows a cut that is written down.
        Assert.InRange(cuts.Values.Sum(), Ends, int.MaxValue);
        Assert.All(Keys, key => Assert.InRange(_received[key], 1, 1 + cuts[key]));
        Assert.Contains(_received.Values, static times => times > 1);
    }

    [Fact]
    public async Task A_receiver_that_counts_everything_gets_each_once_when_the_sender_is_stopped_in_order()
    {
        const int Answered = 2; // With the six that the two lanes have under way: 160 over twenty ends, so that each of them is in the middle.
        await using var rig = await RigAsync(Answered, NotificationPriority.P2, NotificationPriority.P3);
        for (var end = 0; end < Ends; end++)
        {
            await BeginAsync(rig);
            var stopping = rig.StopAsync();
            _release.SetResult();
            await stopping;
        }

        await FinishAsync(rig);

        Assert.Equal(Keys, _received.Keys.Order(StringComparer.Ordinal));
        Assert.All(_received.Values, static times => Assert.Equal(1, times));
        Assert.All(Keys, key => Assert.Equal(AttemptOutcome.Delivered, Assert.Single(rig.Outbox.Attempts(key)).Outcome));
    }

    private async Task<SenderRig> RigAsync(int answered, params NotificationPriority[] priorities)
    {
        _server.Reply = async request =>
        {
            _received.AddOrUpdate(request.Headers["Idempotency-Key"]!, 1, static (_, times) => times + 1);
            if (Interlocked.Increment(ref _inThisRun) > answered)
            {
                var release = _release.Task;
                _reached.TrySetResult();
                await release;
            }

            return new Answer(200);
        };
        // Two hundred within a minute: no window may hold the test up.
        var rig = new SenderRig(TimeProvider.System, new WebhookSettings { Name = "desk", Url = _server.Url, Secret = "0123456789abcdef", PerMinute = 6_000 });
        rig.Outbox.Enqueue([.. Keys.Select((key, index) => Drafts.Of(key, priorities[index % priorities.Length]))]);
        await rig.CloseAsync();
        return rig;
    }

    /// <summary>Opens the file, starts, and comes back when the receiver holds an answer back.</summary>
    private async Task BeginAsync(SenderRig rig)
    {
        _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _inThisRun, 0);
        await rig.RestartAsync();
        await _reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    private static async Task FinishAsync(SenderRig rig)
    {
        await rig.RestartAsync();
        Assert.All(await rig.EndOf(Keys), static state => Assert.Equal(NotificationState.Delivered, state));
    }
}
