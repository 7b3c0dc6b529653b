namespace SmartCommunity.Anomaly.Detectors;

/// <summary>
/// A series' own unit: zero is the median of its first values, and one is its first change from there. The same series told in °F, in °C or in thousandths gives the same numbers, so that whatever is decided on
/// them does not depend on the unit. Results are rounded to single precision, which swallows the last digits in which conversions differ.
/// </summary>
internal sealed class CanonicalUnit
{
    // Values waited for: two of them may be a counter's start-up garbage (4294967295) and zero still lies among the others, where single precision is needed.
    private const int FirstValues = 5;

    // Relative to the value: far above the rounding of a conversion (2⁻⁵², a few times over), far below what a device resolves (24 bits). A smaller change is rounding, and counts as none.
    private const double Resolution = 1e-9;

    // Differences and squared distances of a few dozen such values still fit single precision (3.4e38).
    private const double Limit = 1e17;

    private double[]? _first = new double[FirstValues];
    private int _count;
    private double _zero;
    private double _one;

    /// <summary>The value in the canonical unit, limited to what single precision holds; null for the first values, from which the unit is still to be made.</summary>
    internal float? Of(double value)
    {
        if (_first is not null && !Settle(value))
            return null;
        var change = value - _zero;
        if (Math.Abs(change) <= Resolution * Math.Max(Math.Abs(value), Math.Abs(_zero)))
            return 0;
        if (_one == 0)
            _one = Math.Abs(change);
        return (float)Math.Clamp(change / _one, -Limit, Limit);
    }

    /// <summary>The other way, for what is shown.</summary>
    internal double Back(double canonical) => _zero + canonical * _one;

    private bool Settle(double value)
    {
        if (_count < FirstValues)
        {
            _first![_count++] = value;
            return false;
        }
        Array.Sort(_first!);
        _zero = _first![FirstValues / 2];
        _first = null;
        return true;
    }
}
