using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// A cumulative register as the exact sum of day totals from <see cref="EpochDay"/> on; the course within a day has a rate that is constant over quarters of an
/// hour. A sum of non-negative parts can only rise, and it agrees with the power or flow shown beside it.
/// </summary>
/// <remarks>
/// register(day, slot) = start + Σ total(d), d &lt; day, + total(day) · Σ weight(s), s &lt; slot, / Σ weight. Only the day totals are summed up from the epoch, so a
/// device that starts in the second year costs some 700 cheap calls, and only one day's weights are kept (400 bytes).
/// </remarks>
internal sealed class DayRegister
{
    internal const int SlotsPerDay = 96;

    /// <summary>2026-01-01 as days since 1970: when the simulated meters were installed.</summary>
    internal const long EpochDay = 20_454;

    internal const double MinutesPerSlot = 15;
    private const double SlotsPerHour = 4;

    private readonly double _start;
    private readonly Func<long, double> _totalOf;
    private readonly Func<long, int, double> _weightOf;
    private readonly float[] _untilSlot = new float[SlotsPerDay + 1];
    private long _day = EpochDay - 1;
    private double _untilDay;
    private double _today;

    /// <param name="start">The register at the epoch and before it.</param>
    /// <param name="totalOf">Day → what it adds, never negative.</param>
    /// <param name="weightOf">(day, quarter 0–95) → its part of the day's total, never negative; a day of zero weights adds nothing until midnight.</param>
    internal DayRegister(double start, Func<long, double> totalOf, Func<long, int, double> weightOf) =>
        (_start, _totalOf, _weightOf, _untilDay) = (start, totalOf, weightOf, start);

    internal static int SlotOf(Moment now) => (int)(now.Minute / MinutesPerSlot);

    /// <summary>The middle of a slot.</summary>
    internal static Moment MiddleOf(long day, int slot) => Moment.At(day, (slot + 0.5) * MinutesPerSlot);

    internal double At(Moment now) => now.Day < EpochDay ? _start : Until(now) + Today(now);

    /// <summary>Rate an hour within the slot of the moment.</summary>
    internal double RateAt(Moment now)
    {
        if (now.Day < EpochDay)
            return 0;
        Advance(now.Day);
        var slot = SlotOf(now);
        return Share(_untilSlot[slot + 1] - _untilSlot[slot]) * _today * SlotsPerHour;
    }

    /// <summary>The part of the register that grew since midnight.</summary>
    internal double Today(Moment now)
    {
        if (now.Day < EpochDay)
            return 0;
        Advance(now.Day);
        var slot = SlotOf(now);
        double from = _untilSlot[slot], to = _untilSlot[slot + 1];
        return _today * Share(from + ((to - from) * ((now.Minute / MinutesPerSlot) - slot)));
    }

    private double Share(double weights) => _untilSlot[SlotsPerDay] > 0 ? weights / _untilSlot[SlotsPerDay] : 0;

    private double Until(Moment now)
    {
        Advance(now.Day);
        return _untilDay;
    }

    private void Advance(long day)
    {
        if (day == _day)
            return;
        if (day < _day)
            (_day, _untilDay, _today) = (EpochDay - 1, _start, 0);
        for (; _day < day; _day++)
        {
            _untilDay += _today;
            _today = _totalOf(_day + 1);
        }

        for (var slot = 0; slot < SlotsPerDay; slot++)
            _untilSlot[slot + 1] = _untilSlot[slot] + (float)_weightOf(day, slot);
    }
}
