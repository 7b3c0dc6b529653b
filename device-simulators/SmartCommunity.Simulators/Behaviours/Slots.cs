using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Things that happen at most once in each slot of a day, drawn slot by slot: what comes next is pure in the instant.</summary>
internal static class Slots
{
    /// <summary>The number of the slot an instant lies in, counted from 1970.</summary>
    internal static long NumberOf(Moment now, int perDay) => (now.Day * perDay) + (long)(now.Minute * perDay / Moment.MinutesPerDay);

    /// <summary>The instant in a slot at a part (0 to 1) of it.</summary>
    internal static long InstantOf(long slot, int perDay, double part)
    {
        var (day, index) = Math.DivRem(slot, perDay);
        return Moment.MsOf(day, (index + part) * Moment.MinutesPerDay / perDay);
    }

    /// <summary>The first instant after another that one of the slots from its own on brings; <see cref="Behaviour.Never"/> when none of so many does.</summary>
    internal static long Next(long afterMs, int perDay, int slots, Func<long, long?> instantOf)
    {
        var first = NumberOf(Moment.Of(afterMs), perDay);
        for (var slot = first; slot < first + slots; slot++)
        {
            if (instantOf(slot) is { } atMs && atMs > afterMs)
                return atMs;
        }

        return Behaviour.Never;
    }
}
