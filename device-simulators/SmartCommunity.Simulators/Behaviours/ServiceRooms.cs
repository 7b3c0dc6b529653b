using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>The outer door of a reading room, which stands open while the room is: closed on Mondays, some minutes late or early, and shorter where there is nobody to keep it open.</summary>
/// <param name="dice">Its own.</param>
/// <param name="hours">Hours it is open on a day.</param>
internal sealed class ReadingRoomDoor(Dice dice, double hours) : Behaviour
{
    private const double OpensAt = 9 * 60;
    private const double MinutesPerHour = 60;
    private const double UnpunctualMinutes = 12;

    /// <summary>It holds for three report intervals of an hour: kept hourly, nothing of the state is lost.</summary>
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(8), _keptStep = TimeSpan.FromHours(1);

    internal override Kept KeptAt(Moment start) => new(_keptFor, _keptStep, _keptFor);

    internal override void Measure(Moment now, ValueSet values)
    {
        var (from, to) = OpenOn(now.Day);
        values.Add("door", now.Minute >= from && now.Minute < to);
        values.Add("battery", Battery(dice, now));
        values.Add("signal", Signal(dice, now));
    }

    internal override long NextChangeMs(long afterMs)
    {
        const int horizonDays = 30;
        var first = Moment.Of(afterMs).Day;
        for (var day = first; day < first + horizonDays; day++)
        {
            var (from, to) = OpenOn(day);
            if (from >= to)
                continue;
            if (Moment.MsOf(day, from) is var fromMs && fromMs > afterMs)
                return fromMs;
            if (Moment.MsOf(day, to) is var toMs && toMs > afterMs)
                return toMs;
        }

        return Moment.MsOf(first + horizonDays, 0);
    }

    /// <summary>Minutes of the day between which it is open; both the same when it is not.</summary>
    private (double From, double To) OpenOn(long day)
    {
        const int monday = 0;
        if (Almanac.WeekdayOf(day) == monday || Almanac.KindOf(day) == DayKind.Holiday)
            return (0, 0);
        var from = OpensAt + (UnpunctualMinutes * dice.Bell(day));
        return (Math.Floor(from), Math.Floor(from + (hours * MinutesPerHour) + (UnpunctualMinutes * dice.Fork(1).Bell(day))));
    }
}

/// <summary>A detector above a desk of a co-working space: somebody sits there or nobody does, in stretches of an hour, mostly in working hours.</summary>
/// <param name="dice">Its own.</param>
/// <param name="use">Share of the working hours in which the desk is taken, 0 to 1.</param>
internal sealed class DeskPir(Dice dice, double use) : Behaviour
{
    private const int StretchesPerDay = 24;
    private const double MsPerStretch = 3_600_000;
    private const int HorizonStretches = StretchesPerDay * 14;

    /// <summary>Of the use in working hours, how much there is in the evening and on days off.</summary>
    private const double LaterShare = 0.25;
    private const double EveningTo = 22;
    private const double WorkFrom = 9, WorkTo = 18;

    /// <summary>A state is believed for two report intervals of five minutes: kept every ten, it has no holes.</summary>
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(7), _keptStep = TimeSpan.FromMinutes(10);

    internal override Kept KeptAt(Moment start) => new(_keptFor, _keptStep, _keptFor);

    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("motion", IsTaken(StretchOf(now.AtMs)));
        values.Add("battery", Battery(dice, now));
        values.Add("signal", Signal(dice, now));
    }

    internal override long NextChangeMs(long afterMs)
    {
        var stretch = StretchOf(afterMs);
        var before = IsTaken(stretch);
        for (var next = stretch + 1; next <= stretch + HorizonStretches; next++)
        {
            if (IsTaken(next) != before)
                return StartOf(next);
        }

        return StartOf(stretch + HorizonStretches);
    }

    private long StretchOf(long atMs) => (long)Math.Floor((atMs + PhaseMs) / MsPerStretch);

    private long StartOf(long stretch) => (long)((stretch * MsPerStretch) - PhaseMs);

    /// <summary>People come when they come, not on the hour.</summary>
    private double PhaseMs => Math.Floor(dice.Between(0, 0, MsPerStretch));

    private bool IsTaken(long stretch)
    {
        var at = Moment.Of(StartOf(stretch));
        var isWork = at.Hour is >= WorkFrom and < WorkTo && !at.IsDayOff;
        return dice.Fork("taken").Chance(stretch, isWork ? use : at.Hour is >= WorkFrom and < EveningTo ? use * LaterShare : 0);
    }
}
