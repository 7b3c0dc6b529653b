using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// A cumulative register as the exact sum of a rate that is constant over quarters of an hour, from <see cref="EpochDay"/> on. Because it is a sum of
/// non-negative parts it can only rise, and it agrees with the power or flow shown beside it.
/// </summary>
internal sealed class SlotRegister
{
    internal const int SlotsPerDay = 96;

    /// <summary>2025-01-01 as days since 1970: when the simulated meters were installed.</summary>
    internal const long EpochDay = 20_089;

    private const double HoursPerSlot = 0.25;
    private const double MinutesPerSlot = 15;

    private readonly double _start;
    private readonly Func<long, int, double> _ratePerHour;
    private readonly double[] _untilSlot = new double[SlotsPerDay + 1];
    private long _summedDay = EpochDay - 1;
    private double _untilDay;

    /// <param name="start">The register at the epoch and before it.</param>
    /// <param name="ratePerHour">(day, quarter 0–95) → rate, never negative.</param>
    internal SlotRegister(double start, Func<long, int, double> ratePerHour) =>
        (_start, _ratePerHour, _untilDay) = (start, ratePerHour, start);

    internal static int SlotOf(Moment now) => (int)(now.Minute / MinutesPerSlot);

    internal double RateAt(Moment now) => now.Day < EpochDay ? 0 : _ratePerHour(now.Day, SlotOf(now));

    internal double At(Moment now) => now.Day < EpochDay ? _start : UntilDay(now) + Today(now);

    /// <summary>The part of the register that grew since midnight.</summary>
    internal double Today(Moment now)
    {
        if (now.Day < EpochDay)
            return 0;
        Advance(now.Day);
        var slot = SlotOf(now);
        var part = (now.Minute - (slot * MinutesPerSlot)) / MinutesPerSlot;
        return _untilSlot[slot] + ((_untilSlot[slot + 1] - _untilSlot[slot]) * part);
    }

    private double UntilDay(Moment now)
    {
        Advance(now.Day);
        return _untilDay;
    }

    private void Advance(long day)
    {
        if (day < _summedDay)
        {
            (_summedDay, _untilDay) = (EpochDay - 1, _start);
            Array.Clear(_untilSlot);
        }

        while (_summedDay < day)
        {
            _untilDay += _untilSlot[SlotsPerDay];
            _summedDay++;
            for (var slot = 0; slot < SlotsPerDay; slot++)
                _untilSlot[slot + 1] = _untilSlot[slot] + (_ratePerHour(_summedDay, slot) * HoursPerSlot);
        }
    }
}
