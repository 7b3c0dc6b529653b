using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>A water or gas meter of a community: what is drawn behind it by the day, and how it spreads over the quarters of an hour.</summary>
/// <param name="StartM3">The register at the epoch.</param>
/// <param name="TotalOf">Cubic metres of a day.</param>
/// <param name="WeightOf">(day, quarter) → its part of the day.</param>
internal readonly record struct Draw(double StartM3, Func<long, double> TotalOf, Func<long, int, double> WeightOf);

/// <summary>Register and flow of a <see cref="Draw"/>.</summary>
internal sealed class CommunityMeter(Draw draw, Dice dice) : Behaviour
{
    private readonly DayRegister _volume = new(draw.StartM3, draw.TotalOf, draw.WeightOf);

    internal override Kept KeptAt(Moment start) => KeptRegisters.Kept;

    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("volume", _volume.At(now));
        values.Add("flow", _volume.RateAt(now));
        values.Add("battery", Battery(dice, now));
        values.Add("valve", true);
    }
}

/// <summary>The registers that meters have kept for a year, one a week: consumption needs no more, for a value counts into a window that begins up to a week after it.</summary>
internal static class KeptRegisters
{
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(366), _keptStep = TimeSpan.FromDays(7);

    internal static Kept Kept => new(_keptFor, _keptStep);
}

/// <summary>What a community draws: its canteen and its greens, and all of it with what is lost on the way.</summary>
internal static class CommunityDraw
{
    private static readonly double[] Kitchen = [0, 0, 0, 0, 0, 0.6, 1.6, 1.4, 0.9, 1, 1.8, 2.2, 1.9, 1.1, 0.5, 0.5, 1.4, 1.9, 1.2, 0.5, 0, 0, 0, 0];
    private static readonly double[] Greens = [0, 0, 0, 0, 0, 1.5, 2, 1, 0.3, 0.1, 0, 0, 0, 0, 0, 0, 0.2, 1, 1.5, 0.5, 0, 0, 0, 0];

    /// <summary>The canteen's gas: cooking, every day.</summary>
    internal static Draw CanteenGas(Dice dice) => Of(dice, Kitchen, dice.Between(0, 14, 30), 2_000, 30_000);

    /// <summary>Sub-meters behind the master meter, by number from the second: canteen, then greens and paths.</summary>
    internal static Draw SubMeter(int number, Dice dice, Weather weather)
    {
        const int greens = 3;
        return number % 2 == greens % 2
            ? Of(dice, Greens, dice.Between(0, 2, 6), 500, 6_000, day => 0.3 + (0.05 * Math.Max(0, weather.DayMean(day).Celsius - 5)))
            : Of(dice, Kitchen, dice.Between(0, 5, 11), 500, 9_000);
    }

    /// <summary>The zone's master meter: what its sub-meters count by the day, and what leaks before it reaches them, at night as by day.</summary>
    /// <param name="subTotals">A day's cubic metres of each sub-meter.</param>
    /// <param name="lost">Share of what flows in that is lost, 0 to 1.</param>
    /// <param name="dice">The meter's own.</param>
    internal static Draw Master(IReadOnlyList<Func<long, double>> subTotals, double lost, Dice dice)
    {
        double Lost(long day) => lost * dice.Between(day, 0.85, 1.15);
        return new Draw(
            dice.Fork(0).Between(0, 5_000, 60_000),
            day => subTotals.Sum(total => total(day)) / (1 - Lost(day)),
            (day, slot) => Lost(day) + ((1 - Lost(day)) * Curve.OfDay(Kitchen, PartOf(slot)) * dice.Fork(day).Between(slot, 0.85, 1.15)));
    }

    private static Draw Of(Dice dice, double[] course, double dailyM3, double startFrom, double startTo, Func<long, double>? season = null) => new(
        dice.Between(1, startFrom, startTo),
        day => dailyM3 * (season?.Invoke(day) ?? 1) * dice.Fork(day).Between(-1, 0.85, 1.15),
        (day, slot) => Curve.OfDay(course, PartOf(slot)) * dice.Fork(day).Between(slot, 0.7, 1.3));

    private static double PartOf(int slot) => (slot + 0.5) / DayRegister.SlotsPerDay;
}
