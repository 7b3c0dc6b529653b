using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Mqtt;

/// <summary>Waits between attempts to connect: doubling, with full jitter in the upper half, so that a restarted gateway is not hit by all devices at once.</summary>
internal sealed class BackOff(Dice dice, TimeSpan first, TimeSpan longest)
{
    private int _attempt;
    private long _throw;

    internal void Reset() => _attempt = 0;

    internal TimeSpan Next()
    {
        const int MaxDoublings = 16;
        var doubled = first * (1L << Math.Min(_attempt++, MaxDoublings));
        var limit = doubled < longest ? doubled : longest;
        return limit * dice.Between(_throw++, 1.0 / 2, 1);
    }
}
