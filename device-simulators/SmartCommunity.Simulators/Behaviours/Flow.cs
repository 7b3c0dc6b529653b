using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>What goes in and out of a place, counted: entries − exits = inside, for ever.</summary>
internal readonly record struct FlowCount(double Entries, double Exits, int Inside);

/// <summary>
/// Two counters and a level that agree, when the level is known: rises are entries, falls are exits, and who comes and goes besides is in proportion to who is inside. Whole numbers
/// all through, so no rounding makes a counter fall. Keeps one day (400 bytes).
/// </summary>
/// <param name="start">Both counters at the epoch, about.</param>
/// <param name="level">How many are inside.</param>
/// <param name="entriesOf">Entries of a day; at least what the level's rises of that day add up to, and 0 on a day without anybody.</param>
internal sealed class Flow(double start, Func<Moment, double> level, Func<long, int> entriesOf)
{
    private readonly int[] _entries = new int[DayRegister.SlotsPerDay + 1];
    private readonly ushort[] _inside = new ushort[DayRegister.SlotsPerDay + 1];
    private long _day = DayRegister.EpochDay - 1;
    private double _entriesBefore = Math.Floor(start);
    private int _entriesToday;

    internal FlowCount At(Moment now)
    {
        Advance(Math.Max(now.Day, DayRegister.EpochDay));
        var slot = DayRegister.SlotOf(now);
        var part = (now.Minute / DayRegister.MinutesPerSlot) - slot;
        var entries = _entries[slot] + (int)((_entries[slot + 1] - _entries[slot]) * part);
        var (from, to) = (ExitsUntil(slot), ExitsUntil(slot + 1));
        var exits = from + (int)((to - from) * part);
        var inside = _inside[0] + entries - exits;
        return new FlowCount(_entriesBefore + entries, _entriesBefore + entries - inside, inside);
    }

    /// <summary>Exits since midnight.</summary>
    private int ExitsUntil(int slot) => _entries[slot] - _inside[slot] + _inside[0];

    private void Advance(long day)
    {
        if (day == _day)
            return;
        if (day < _day)
            (_day, _entriesBefore, _entriesToday) = (DayRegister.EpochDay - 1, Math.Floor(start), 0);
        for (; _day < day; _day++)
        {
            _entriesBefore += _entriesToday;
            _entriesToday = entriesOf(_day + 1);
        }

        Fill(day);
    }

    private void Fill(long day)
    {
        var (rises, turnover) = (0, 0.0);
        for (var slot = 0; slot <= DayRegister.SlotsPerDay; slot++)
        {
            _inside[slot] = (ushort)Math.Round(Math.Max(0, level(Moment.At(day, slot * DayRegister.MinutesPerSlot))));
            if (slot == 0)
                continue;
            rises += Math.Max(0, _inside[slot] - _inside[slot - 1]);
            turnover += _inside[slot];
        }

        var others = Math.Max(0, _entriesToday - rises);
        var (risen, weight) = (0, 0.0);
        for (var slot = 1; slot <= DayRegister.SlotsPerDay; slot++)
        {
            risen += Math.Max(0, _inside[slot] - _inside[slot - 1]);
            weight += _inside[slot];
            _entries[slot] = risen + (turnover > 0 ? (int)(others * weight / turnover) : 0);
        }
    }
}
