namespace SmartCommunity.Anomaly.Detectors;

/// <summary>
/// A series' own unit: zero is its first value, and one is its first change. The same series told in °F, in °C or in thousandths gives the same numbers, so that whatever is decided on them does not depend on
/// the unit. Results are rounded to single precision, which swallows the last digits in which conversions differ.
/// </summary>
internal sealed class CanonicalUnit
{
    // Relative to the value: far above the rounding of a conversion (2⁻⁵², a few times over), far below what a device resolves (24 bits). A smaller change is rounding, and counts as none.
    private const double Resolution = 1e-9;

    private double _zero = double.NaN;
    private double _one;

    /// <summary>The value in the canonical unit. Finite for finite values, limited to what single precision holds.</summary>
    internal float Of(double value)
    {
        if (double.IsNaN(_zero))
            _zero = value;
        var change = value - _zero;
        if (Math.Abs(change) <= Resolution * Math.Max(Math.Abs(value), Math.Abs(_zero)))
            return 0;
        if (_one == 0)
            _one = Math.Abs(change);
        return (float)Math.Clamp(change / _one, -Limit, Limit);
    }

    /// <summary>The other way, for what is shown.</summary>
    internal double Back(double canonical) => _zero + canonical * _one;

    // Differences and squared distances of a few dozen such values still fit single precision (3.4e38).
    private const double Limit = 1e17;
}
