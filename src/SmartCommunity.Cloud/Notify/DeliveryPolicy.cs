using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Cloud.Notify;

/// <summary>What follows an attempt. The jitter comes from a seeded source: the same seed and the same order of failures give the same waits. Thread-safe.</summary>
internal sealed class DeliveryPolicy(int seed)
{
    // Waits vary by a fifth either way, so that what failed together does not come back together.
    private const double Jitter = 0.2;

    // Doubling ends here: an office that was unreachable for an hour is told within ten minutes of its return.
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new(); // Protects _random.
    private readonly Random _random = new(seed);

    /// <summary>Decides by the result, how often this address was tried, and whether there is another.</summary>
    internal AttemptEnd After(SendResult result, ChannelSettings settings, int tries, bool hasNext, DateTimeOffset now)
    {
        var mayTryAgain = tries < settings.Attempts;
        var step = result.Outcome switch
        {
            AttemptOutcome.Delivered => NextStep.Deliver,
            AttemptOutcome.Failed when mayTryAgain => NextStep.TryAgain,
            // A muted robot says nothing for minutes; another address can now.
            AttemptOutcome.Throttled when mayTryAgain && !hasNext => NextStep.TryAgain,
            _ => NextStep.NextAddress,
        };
        var wait = step == NextStep.TryAgain ? Longer(result.RetryAfter ?? TimeSpan.Zero, BackoffAfter(settings, tries)) : TimeSpan.Zero;
        return new AttemptEnd(result.Outcome, result.Detail, step, (now + wait).ToUnixTimeMilliseconds());
    }

    private TimeSpan BackoffAfter(ChannelSettings settings, int tries)
    {
        const int maxDoublings = 20; // 2^20 is beyond the longest wait whatever it is multiplied with.
        double factor;
        lock (_gate)
            factor = 1 + Jitter * (2 * _random.NextDouble() - 1);
        var doubled = TimeSpan.FromSeconds(settings.BackoffSeconds * Math.Pow(2, Math.Min(tries - 1, maxDoublings)));
        return (doubled < MaxBackoff ? doubled : MaxBackoff) * factor;
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
