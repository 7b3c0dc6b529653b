using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Tests.Storage.Notifications;

namespace SmartCommunity.Tests.Cloud.Notify;

/// <summary>The rate window and what follows an attempt, on a simulated clock.</summary>
public sealed class DeliveryRulesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(Drafts.Start);

    [Fact]
    public void Five_of_twenty_are_kept_for_what_is_urgent()
    {
        var window = new SendWindow(20, 5, Minute, [], _time);

        var ordinary = Enumerable.Range(0, 20).Count(_ => window.TryAcquire(urgent: false) is null);
        var urgent = Enumerable.Range(0, 20).Count(_ => window.TryAcquire(urgent: true) is null);

        Assert.Equal((15, 5), (ordinary, urgent));
        Assert.Equal(Minute, window.TryAcquire(urgent: true));
    }

    [Fact]
    public void In_no_minute_do_more_than_the_limit_begin_however_they_are_asked_for()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        var window = new SendWindow(20, 5, Minute, [], _time);
        var begun = new List<(DateTimeOffset At, bool Urgent)>();
        for (var step = 0; step < 5_000; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 3_000)));
            var urgent = random.Next(4) == 0;
            if (window.TryAcquire(urgent) is null)
                begun.Add((_time.GetUtcNow(), urgent));
        }

        var most = begun.Max(b => begun.Count(other => other.At > b.At - Minute && other.At <= b.At));
        var mostBeforeOrdinary = begun.Where(b => !b.Urgent).Max(b => begun.Take(begun.IndexOf(b) + 1).Count(other => other.At > b.At - Minute));
        Assert.Equal((20, 15), (most, mostBeforeOrdinary));
    }

    [Fact]
    public void A_P1_is_tried_at_its_last_address_until_somebody_withdraws_it_at_most_a_minute_apart()
    {
        var settings = new WebhookSettings();
        var policy = new DeliveryPolicy(1);

        var ends = Enumerable.Range(1, 50).Select(tries => policy.After(SendResult.Failed("x"), settings, tries, hasNext: false, Drafts.Start, persists: true)).ToArray();

        Assert.All(ends, end => Assert.Equal(NextStep.TryAgain, end.Step));
        Assert.All(ends, end => Assert.InRange(end.NextAtMs - Drafts.Start.ToUnixTimeMilliseconds(), 1_000, 72_000));
        Assert.Equal(NextStep.NextAddress, policy.After(SendResult.Failed("x"), settings, settings.Attempts, hasNext: true, Drafts.Start, persists: true).Step);
        Assert.Equal(NextStep.NextAddress, policy.After(SendResult.Refused("x"), settings, 1, hasNext: false, Drafts.Start, persists: true).Step);
    }

    [Fact]
    public void A_wait_is_exactly_as_long_as_it_must_be()
    {
        var window = new SendWindow(2, 0, Minute, [], _time);
        window.TryAcquire(urgent: false);
        _time.Advance(TimeSpan.FromSeconds(10));
        window.TryAcquire(urgent: false);

        Assert.Equal(TimeSpan.FromSeconds(50), window.TryAcquire(urgent: false));
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.Null(window.TryAcquire(urgent: false));
        Assert.Equal(TimeSpan.FromSeconds(10), window.TryAcquire(urgent: false));
    }

    [Fact]
    public void What_was_sent_before_a_restart_counts_and_what_lies_in_the_future_does_not()
    {
        var window = new SendWindow(3, 0, Minute, [Drafts.Start.AddMinutes(-2), Drafts.Start.AddSeconds(-20), Drafts.Start.AddHours(5)], _time);

        Assert.Equal([null, null, TimeSpan.FromSeconds(40)], new[] { window.TryAcquire(false), window.TryAcquire(false), window.TryAcquire(false) });
    }

    [Fact]
    public void A_paused_window_lets_nothing_pass_not_even_what_is_urgent()
    {
        var window = new SendWindow(20, 5, Minute, [], _time);
        window.PauseUntil(Drafts.Start.AddMinutes(10));
        window.PauseUntil(Drafts.Start.AddMinutes(1));

        Assert.Equal(TimeSpan.FromMinutes(10), window.TryAcquire(urgent: true));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(window.TryAcquire(urgent: true));
    }

    [Fact]
    public void Waits_double_up_to_ten_minutes_within_a_fifth_and_the_same_seed_gives_the_same()
    {
        var settings = new WebhookSettings { Attempts = 20, BackoffSeconds = 2 };

        List<double> Waits(int seed)
        {
            var policy = new DeliveryPolicy(seed);
            return [.. Enumerable.Range(1, 12).Select(tries => (policy.After(SendResult.Failed("x"), settings, tries, hasNext: true, Drafts.Start).NextAtMs - Drafts.Start.ToUnixTimeMilliseconds()) / 1000.0)];
        }

        var waits = Waits(seed: 1);
        foreach (var (index, wait) in waits.Index())
        {
            var expected = Math.Min(600, 2 * Math.Pow(2, index));
            Assert.InRange(wait, expected * 0.799, expected * 1.201);
        }

        Assert.Equal(waits, Waits(seed: 1));
        Assert.NotEqual(waits, Waits(seed: 2));
    }

    [Theory]
    [InlineData(AttemptOutcome.Delivered, 1, true, NextStep.Deliver)]
    [InlineData(AttemptOutcome.Failed, 1, true, NextStep.TryAgain)]
    [InlineData(AttemptOutcome.Failed, 4, true, NextStep.NextAddress)]
    [InlineData(AttemptOutcome.Failed, 4, false, NextStep.NextAddress)]
    [InlineData(AttemptOutcome.Refused, 1, true, NextStep.NextAddress)]
    [InlineData(AttemptOutcome.Throttled, 1, true, NextStep.NextAddress)]
    [InlineData(AttemptOutcome.Throttled, 1, false, NextStep.TryAgain)]
    [InlineData(AttemptOutcome.Throttled, 4, false, NextStep.NextAddress)]
    internal void What_follows_goes_by_the_outcome_the_tries_and_whether_there_is_another_address(AttemptOutcome outcome, int tries, bool hasNext, NextStep step)
    {
        var end = new DeliveryPolicy(1).After(new SendResult(outcome, "x", TimeSpan.FromMinutes(10)), new WebhookSettings(), tries, hasNext, Drafts.Start);

        Assert.Equal(step, end.Step);
        if (step == NextStep.TryAgain)
            Assert.Equal(Drafts.Start.AddMinutes(10).ToUnixTimeMilliseconds(), end.NextAtMs);
    }
}
