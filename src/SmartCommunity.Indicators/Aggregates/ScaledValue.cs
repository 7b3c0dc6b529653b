namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Values as whole multiples of <see cref="IWindowAggregates.SumResolution"/>: what sums are made of. A value is rounded to it once, to even, and conditions see the rounded value.</summary>
internal static class ScaledValue
{
    /// <summary>Multiples of one unit of a value.</summary>
    internal const double PerUnit = 1e6;

    /// <summary>Beyond this a value is none of the catalogue's (its largest limit is 1e9); up to it the difference of two multiples fits.</summary>
    internal const double Largest = 1e12;

    /// <summary>False: not a number, or too large to count.</summary>
    internal static bool TryFrom(double value, out long scaled)
    {
        scaled = 0;
        if (!(Math.Abs(value) <= Largest))
            return false;
        scaled = (long)Math.Round(value * PerUnit);
        return true;
    }

    /// <summary>The nearest double; exact for every value of at most six decimals.</summary>
    internal static double ToDouble(long scaled) => scaled / PerUnit;

    internal static double ToDouble(Int128 scaled) => (double)scaled / PerUnit;
}
