using System.Globalization;
using System.Numerics;

namespace SmartCommunity.Indicators.Units;

/// <summary>An exact positive fraction: what a unit is worth in base units. Exact, so that algebra of units has no rounding and equality means equality.</summary>
internal readonly record struct UnitScale
{
    internal static readonly UnitScale One = new(BigInteger.One, BigInteger.One);

    internal UnitScale(BigInteger numerator, BigInteger denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        (Numerator, Denominator) = (numerator / common, denominator / common);
    }

    internal BigInteger Numerator { get; }

    internal BigInteger Denominator { get; }

    /// <summary>Of a decimal number as people write it, e.g. <c>0.01</c>: one hundredth exactly. Null when it is not above 0.</summary>
    internal static UnitScale? Of(double value)
    {
        if (!(value > 0) || double.IsInfinity(value))
            return null;
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal) ? OfExponent(shortest) : OfDecimal(decimal.Parse(shortest, CultureInfo.InvariantCulture));
    }

    public static UnitScale operator *(UnitScale left, UnitScale right) => new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    public static UnitScale operator /(UnitScale left, UnitScale right) => new(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

    internal UnitScale Power(int exponent) => exponent >= 0
        ? new(BigInteger.Pow(Numerator, exponent), BigInteger.Pow(Denominator, exponent))
        : new(BigInteger.Pow(Denominator, -exponent), BigInteger.Pow(Numerator, -exponent));

    /// <inheritdoc/>
    public override string ToString() => Denominator.IsOne
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static UnitScale OfDecimal(decimal value)
    {
        var denominator = BigInteger.One;
        while (value != decimal.Truncate(value))
        {
            value *= 10;
            denominator *= 10;
        }

        return new UnitScale(new BigInteger(value), denominator);
    }

    private static UnitScale OfExponent(string text)
    {
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var digits = BigInteger.Parse(text[..mark].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var decimals = text.IndexOf('.', StringComparison.Ordinal) < 0 ? 0 : mark - text.IndexOf('.', StringComparison.Ordinal) - 1;
        var exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) - decimals;
        return exponent >= 0 ? new(digits * BigInteger.Pow(10, exponent), BigInteger.One) : new(digits, BigInteger.Pow(10, -exponent));
    }
}
