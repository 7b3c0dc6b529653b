using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Parcel locker: couriers fill it from morning to afternoon, residents empty it after work; around 11 November and 18 June it overflows nearly.</summary>
/// <param name="dice">Its own.</param>
/// <param name="meanDwellHours">How long a parcel lies in it, hours; null: it does not tell single parcels.</param>
internal sealed class ParcelLocker(Dice dice, double? meanDwellHours) : Behaviour
{
    private const int SlotsPerDay = 96;
    private const double ParcelsPerDay = 45;

    /// <summary>After three days the courier takes it back.</summary>
    private const double LongestHours = 72;
    private const double ShortestHours = 0.2;
    private const double CourierFrom = 8, CourierTo = 19;
    private const double NightTo = 6;

    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(7);

    private static readonly double[] Course =
        [0.24, 0.24, 0.23, 0.23, 0.23, 0.23, 0.22, 0.19, 0.2, 0.32, 0.48, 0.58, 0.6, 0.62, 0.68, 0.72, 0.72, 0.66, 0.52, 0.42, 0.34, 0.29, 0.26, 0.25];

    private readonly double _cells = 10 * Math.Floor(dice.Between(0, 4, 13));

    internal override void Measure(Moment now, ValueSet values)
    {
        var date = DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)now.Day);
        var isSale = date is { Month: 11, Day: >= 12 and <= 17 } or { Month: 6, Day: >= 19 and <= 22 };
        var day = (isSale ? 1.35 : Almanac.IsSpringFestival(now.Day) ? 0.25 : 1) * dice.Between(now.Day, 0.85, 1.15);
        var taken = Math.Round(_cells * Math.Clamp((Curve.OfDay(Course, now.DayPart) * day) + (0.05 * dice.Fork(1).Wave(now.AtMs, 1_800_000)), 0, 1));
        values.Add("freeCells", _cells - taken);
        values.Add("occupiedCells", taken);
        values.Add("totalCells", _cells);
    }

    internal override Kept KeptAt(Moment start) => new(Events: _keptFor);

    internal override Incident? NextEvent(long afterMs)
    {
        if (meanDwellHours is null)
            return null;
        var broughtMs = Slots.Next(afterMs, SlotsPerDay, 2 * SlotsPerDay, BroughtMs);
        var brought = broughtMs == Never ? (Incident?)null : Incident.Ordinary(broughtMs, "parcelIn", new EventField("cell", Number: CellOf(Slots.NumberOf(Moment.Of(broughtMs), SlotsPerDay))));
        return NextTaken(afterMs) is { } taken && taken.AtMs < broughtMs ? taken : brought;
    }

    /// <summary>The first parcel of the last days that is taken after the instant.</summary>
    private Incident? NextTaken(long afterMs)
    {
        const int days = 4; // The longest stay, and the night that may follow it.
        var (nextMs, from, last) = (Never, 0L, Slots.NumberOf(Moment.Of(afterMs), SlotsPerDay));
        for (var slot = last - (days * SlotsPerDay); slot <= last; slot++)
        {
            if (BroughtMs(slot) is { } broughtMs && TakenMs(slot, broughtMs) is var takenMs && takenMs > afterMs && takenMs < nextMs)
                (nextMs, from) = (takenMs, slot);
        }

        if (nextMs == Never)
            return null;
        const int decimals = 2;
        var hours = (nextMs - BroughtMs(from)!.Value) / (double)MsPerHour;
        return Incident.Ordinary(
            nextMs, "parcelOut", new("cell", Number: CellOf(from)), new("dwellHours", Number: Math.Round(hours, decimals)), new("takenBy", Text: hours >= LongestHours ? "courier" : "receiver"));
    }

    private long? BroughtMs(long slot)
    {
        var hour = slot % SlotsPerDay * 24.0 / SlotsPerDay;
        var parcels = dice.Fork("parcel");
        return hour is >= CourierFrom and < CourierTo && parcels.Chance(slot, Math.Min(1, ParcelsPerDay * 24 / SlotsPerDay / (CourierTo - CourierFrom)))
            ? Slots.InstantOf(slot, SlotsPerDay, parcels.Fork(1).Unit(slot))
            : null;
    }

    /// <summary>
    /// Most come the same evening, a few after days: <c>mean · (0.3 + 0.9u + 2.2u⁴)</c> of a uniform u, so that half stay below 0.9 and nine tenths below 2.6 means; products only, so the same on every
    /// machine. Who would come in the night comes when it is over.
    /// </summary>
    private long TakenMs(long slot, long broughtMs)
    {
        var luck = dice.Fork("dwell").Unit(slot);
        var hours = Math.Clamp(meanDwellHours!.Value * (0.3 + (0.9 * luck) + (2.2 * luck * luck * luck * luck)), ShortestHours, LongestHours);
        var takenMs = broughtMs + (long)(hours * MsPerHour);
        return Moment.Of(takenMs).Hour < NightTo ? takenMs + (long)(NightTo * MsPerHour) : takenMs;
    }

    private double CellOf(long slot) => 1 + Math.Floor(dice.Fork("cell").Unit(slot) * _cells);

    private const long MsPerHour = 3_600_000;
}
