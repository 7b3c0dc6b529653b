using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Cloud.Notify;

/// <summary>What follows an attempt. The jitter comes from a seeded source: the same seed and the same order of failures give the same waits. Thread-safe.</summary>
internal sealed class DeliveryPolicy(int seed)
{
    // Waits vary by a fifth either way, so that what failed together does not come back together.
    private const double Jitter = 0.2;

    // Doubling ends here: an office that was unreachable for an hour is told within ten minutes of its return.
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromMinutes(10);

    // Somebody at risk waits: whoever comes back is asked again within a minute.
    private static readonly TimeSpan MaxUrgentBackoff = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new(); // Protects _random.
    private readonly Random _random = new(seed);

    /// <summary>
    /// How long a P1 is tried at its last address, from when it was due: as long as its alert may be open. Whoever acknowledges withdraws it before.
    /// </summary>
    internal static readonly TimeSpan UrgentPatience = TimeSpan.FromHours(24);

    /// <summary>Decides by the result, how often this address was tried, and whether there is another.</summary>
    /// <param name="result">What became of the attempt.</param>
    /// <param name="settings">The channel's.</param>
    /// <param name="tries">Attempts at this address.</param>
    /// <param name="hasNext">There is another address.</param>
    /// <param name="now">Now.</param>
    /// <param name="persists">An address that fails is given up only for another one.</param>
    internal AttemptEnd After(SendResult result, ChannelSettings settings, int tries, bool hasNext, DateTimeOffset now, bool persists = false)
    {
        var mayTryAgain = tries < settings.Attempts || (persists && !hasNext);
        var step = result.Outcome switch
        {
            AttemptOutcome.Delivered => NextStep.Deliver,
            AttemptOutcome.Failed when mayTryAgain => NextStep.TryAgain,
            // A muted robot says nothing for minutes; another address can now.
            AttemptOutcome.Throttled when mayTryAgain && !hasNext => NextStep.TryAgain,
            _ => NextStep.NextAddress,
        };
        var wait = step == NextStep.TryAgain ? Longer(result.RetryAfter ?? TimeSpan.Zero, BackoffAfter(settings, tries, persists ? MaxUrgentBackoff : MaxBackoff)) : TimeSpan.Zero;
        return new AttemptEnd(result.Outcome, result.Detail, step, (now + wait).ToUnixTimeMilliseconds());
    }

    private TimeSpan BackoffAfter(ChannelSettings settings, int tries, TimeSpan longest)
    {
        const int maxDoublings = 20; // 2^20 is beyond the longest wait whatever it is multiplied with.
        double factor;
        lock (_gate)
            factor = 1 + Jitter * (2 * _random.NextDouble() - 1);
        var doubled = TimeSpan.FromSeconds(settings.BackoffSeconds * Math.Pow(2, Math.Min(tries - 1, maxDoublings)));
        return (doubled < longest ? doubled : longest) * factor;
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
