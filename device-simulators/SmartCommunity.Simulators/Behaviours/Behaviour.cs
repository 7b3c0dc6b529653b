using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>One field of what an event tells: a text, a number, or yes or no.</summary>
internal readonly record struct EventField(string Name, string? Text = null, double? Number = null, bool? Flag = null);

/// <summary>Something a simulated device says happened. Only what is out of the ordinary has a ground truth, its label; a visit or a parcel has none (empty).</summary>
internal readonly record struct Incident(long AtMs, string Type, string Label)
{
    /// <summary>What the event tells besides its type.</summary>
    internal IReadOnlyList<EventField> Fields { get; init; } = [];

    internal static Incident Ordinary(long atMs, string type, params IReadOnlyList<EventField> fields) => new(atMs, type, "") { Fields = fields };
}

/// <summary>
/// What a device had kept before the district was first heard, as real ones do: it sends that when it first connects. Zero lengths: nothing.
/// </summary>
/// <param name="Reports">How far back measurements by interval go.</param>
/// <param name="Step">One kept measurement in each such stretch, from midnight (Asia/Shanghai) on.</param>
/// <param name="Changes">How far back changes go.</param>
/// <param name="Events">How far back events go.</param>
internal readonly record struct Kept(TimeSpan Reports = default, TimeSpan Step = default, TimeSpan Changes = default, TimeSpan Events = default);

/// <summary>A quarter of calls for help and falls: what the response to them is judged by.</summary>
internal static class KeptIncidents
{
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(90);

    internal static Kept Kept => new(Events: _keptFor);
}

/// <summary>
/// What one device would measure: pure in (seed, device, time). Instances keep memos of the current day only, so they are cheap when asked in order
/// and still right when not; one instance serves one caller at a time.
/// </summary>
internal abstract class Behaviour
{
    /// <summary>No change is due.</summary>
    internal const long Never = long.MaxValue;

    private const long SignalMs = 45 * 60_000;

    /// <summary>Adds what the device measures at the moment; nothing when it has nothing to say (a health station without a visitor).</summary>
    internal abstract void Measure(Moment now, ValueSet values);

    /// <summary>When the device reports out of turn after the instant, because something changed.</summary>
    internal virtual long NextChangeMs(long afterMs) => Never;

    /// <summary>False: the device reports only what <see cref="NextChangeMs"/> names, never by interval.</summary>
    internal virtual bool ReportsByInterval => true;

    /// <summary>The incident of the calendar day, if it has one.</summary>
    internal virtual Incident? IncidentOf(long day) => null;

    /// <summary>The next event of ordinary life after the instant; null: none to come.</summary>
    internal virtual Incident? NextEvent(long afterMs) => null;

    /// <summary>Does what it is told, if it is a device that can; true when it has something new to say at this instant.</summary>
    internal virtual bool Obey(Order order, long atMs) => false;

    /// <summary>What it had kept when the district is first heard at an instant.</summary>
    internal virtual Kept KeptAt(Moment start) => default;

    /// <summary>
    /// Battery of a device that is given a new one before anybody is told that it is low, %: it goes from full to just above that, each device at another point of it. A low one is a fault
    /// (<c>deadBattery</c>), with a label.
    /// </summary>
    protected static double Battery(Dice dice, Moment now)
    {
        const double Full = 100;
        const double Lowest = 24; // "Low" is 20 % and a measured share wobbles.
        const double MinLifeDays = 300;
        const double MaxLifeDays = 700;
        const int LifeThrow = 9001;
        var life = dice.Between(LifeThrow, MinLifeDays, MaxLifeDays);
        var age = ((now.Day + now.DayPart) + (dice.Unit(LifeThrow + 1) * life)) % life;
        return Full - ((Full - Lowest) * age / life);
    }

    /// <summary>Radio signal of a device that hangs where it hangs, %.</summary>
    protected static double Signal(Dice dice, Moment now)
    {
        const int LevelThrow = 9003;
        return Math.Clamp(dice.Between(LevelThrow, 45, 95) + (7 * dice.Fork(LevelThrow).Wave(now.AtMs, SignalMs)), 5, 100);
    }
}
