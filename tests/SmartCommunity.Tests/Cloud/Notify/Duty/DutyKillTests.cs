using System.Collections.Concurrent;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Notifications;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;
using static SmartCommunity.Tests.Cloud.Notify.Duty.Rosters;

namespace SmartCommunity.Tests.Cloud.Notify.Duty;

/// <summary>From the raised alert to the street office's endpoint, over twenty kills and with an endpoint that fails: none lost, none doubled.</summary>
public sealed class DutyKillTests : IAsyncLifetime
{
    private const int Kills = 20, CallsBetween = 8;
    private const long TimeOutMs = 10 * SecondMs; // The channel's own.

    private readonly ConcurrentDictionary<string, int> _received = [];
    private ReceivingServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ReceivingServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Over_twenty_kills_at_any_point_every_raised_alert_is_told_once(int seed)
    {
        var random = new Random(seed);
        var (inThisRun, reached, release) = (0, Signal(), Signal());
        _server.Reply = async request =>
        {
            _received.AddOrUpdate(request.Headers["Idempotency-Key"]!, 1, static (_, times) => times + 1);
            if (Interlocked.Increment(ref inThisRun) > 3)
            {
                var held = release.Task;
                reached.TrySetResult();
                await held;
            }

            return new Answer(200);
        };
        await using var rig = await DutyRig.CreateAsync(Full);
        for (var kill = 0; kill < Kills; kill++)
        {
            (inThisRun, reached, release) = (0, Signal(), Signal());
            for (var call = 0; call < CallsBetween; call++)
            {
                var id = FormattableString.Invariant($"sos-{kill}-{call}");
                rig.Log.Enrol(id, "panicButton").Event(id, "panicButton", "sos", id, T0 + (kill * SecondMs) + call);
            }

            await rig.SendAsync(_server.Url);
            switch (random.Next(4))
            {
                case 0: // In the ledger, nobody told.
                    rig.Publish();
                    break;
                case 1: // In the outbox, and not said so in the ledger.
                    rig.Outbox.Changed += static () => throw new IOException("The process ends here.");
                    Assert.Throws<IOException>(() => rig.Tell());
                    break;
                case 2: // Some told, some not.
                    rig.Tell(atMost: 1);
                    break;
                default: // At the endpoint, which holds its answer back.
                    rig.Tell();
                    await reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
                    break;
            }

            await rig.KillAsync();
            release.TrySetResult();
        }

        (inThisRun, release) = (int.MinValue, Signal());
        await rig.SendAsync(_server.Url);
        rig.Tell();
        await rig.AllEndedAsync();

        string[] wanted = [.. rig.Log.Changes.Where(c => c.Transition.What == AlertWords.Raised).Select(c => $"alert:{c.Alert.Id}:1:{Street}.day").Order(StringComparer.Ordinal)];
        Assert.Equal(Kills * CallsBetween, wanted.Length);
        Assert.Equal(wanted, _received.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(wanted, rig.Notified.Select(n => n.Draft.Key).Order(StringComparer.Ordinal));
        Assert.All(rig.Notified, n => Assert.Equal(NotificationState.Delivered, n.State));
        // Asked twice only where the answer was cut off, under the same key.
        Assert.All(wanted, key => Assert.InRange(_received[key], 1, 1 + rig.Outbox.Attempts(key).Count(a => a.Outcome == AttemptOutcome.Cut)));
    }

    /// <summary>F-23: with 500 for an answer, and with none within the time-out.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_endpoint_that_fails_or_is_silent_is_asked_until_somebody_acknowledges_and_after_a_minute_the_next_is_told_over_a_kill(bool isSilent)
    {
        var never = new TaskCompletionSource<Answer?>();
        await using var rig = await DutyRig.CreateAsync(Full);
        // The desk's endpoint is down; the daughter's is not.
        _server.Reply = request =>
        {
            var key = (string)request.Headers["Idempotency-Key"]!;
            _received.AddOrUpdate(key, 1, static (_, times) => times + 1);
            rig.Look();
            return !key.EndsWith(".day", StringComparison.Ordinal) ? Task.FromResult<Answer?>(new Answer(200)) : isSilent ? never.Task : Task.FromResult<Answer?>(new Answer(500));
        };
        await rig.SendAsync(_server.Url);
        rig.Log.Home(Home).Enrol("sos-1", "panicButton", Home).Event("sos-1", "panicButton", "sos", "e-1", T0);
        var alert = rig.Log.Single("sos");
        var (desk, next) = ($"alert:{alert.Id}:1:{Street}.day", $"alert:{alert.Id}:2:{Street}.daughter");

        await PlayAsync(rig, T0, T0 + (59 * SecondMs), isSilent);
        Assert.InRange(_received[desk], 4, 20);
        Assert.DoesNotContain(next, _received.Keys);
        await rig.KillAsync();
        await rig.SendAsync(_server.Url);
        var before = _received[desk];
        await PlayAsync(rig, T0 + (60 * SecondMs), T0 + (170 * SecondMs), isSilent);

        Assert.Equal(1, _received[next]);
        Assert.InRange(_received[desk], before + 1, before + 20);
        Assert.Equal(NotificationState.Delivered, rig.Outbox.Find(next)!.State);
        // One alert for the call, told again or not.
        Assert.Single(rig.Log.Open);
        rig.Log.Event("sos-1", "panicButton", "sos", "e-1", T0 + (171 * SecondMs)).Act(alert, AlertWords.Acknowledge, T0 + (171 * SecondMs));
        await PlayAsync(rig, T0 + (171 * SecondMs), T0 + (171 * SecondMs), isSilent);
        var asked = _received.Values.Sum();
        await PlayAsync(rig, T0 + (172 * SecondMs), T0 + (400 * SecondMs), isSilent);
        never.SetResult(null);

        Assert.Equal((asked, AlertStage.Acknowledged), (_received.Values.Sum(), Assert.Single(rig.Log.Open).Stage));
        Assert.Equal(NotificationState.Superseded, rig.Outbox.Find(desk)!.State);
    }

    /// <summary>Second by second: the log ticks, what follows is told, and what is due is sent. A silent endpoint has its attempts until each of them is over time.</summary>
    private async Task PlayAsync(DutyRig rig, long fromMs, long toMs, bool isSilent)
    {
        for (var at = fromMs; at <= toMs; at += SecondMs)
        {
            rig.Log.Tick(at);
            rig.SetTime(at);
            rig.Tell();
            await rig.SettledAsync(n => isSilent && Waits(n.Draft.Key));
        }

        bool Waits(string key)
        {
            var attempts = rig.Outbox.Attempts(key);
            return key.EndsWith(".day", StringComparison.Ordinal) && _received.GetValueOrDefault(key) == attempts.Count && rig.NowMs - attempts[^1].StartedAtMs < TimeOutMs;
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
