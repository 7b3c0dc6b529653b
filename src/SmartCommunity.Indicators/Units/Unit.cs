using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SmartCommunity.Indicators.Units;

/// <summary>
/// A unit of measure: an exact scale times powers of base dimensions. A subset of UCUM, and one thing more: what is counted, in braces, is a dimension of its own (<c>{household}</c>), so that
/// m² per household is not m² per resident. (UCUM lets annotations mean nothing.) Multiplying and dividing form a group; units are equal when scale and dimensions are.
/// </summary>
/// <remarks>
/// Products and quotients are read from left to right as UCUM has it: <c>kg/kW.h</c> is (kg/kW)·h; write <c>kg/(kW.h)</c>. <c>100{household}</c> is a hundred households. <c>bool</c> is yes or no,
/// a dimension of its own. Cel is a difference of temperatures here, the same as K.
/// </remarks>
public sealed class Unit : IEquatable<Unit>
{
    private readonly ImmutableSortedDictionary<string, int> _powers;

    internal Unit(UnitScale scale, ImmutableSortedDictionary<string, int> powers) => (Scale, _powers) = (scale, powers);

    /// <summary>The unit of plain numbers, <c>1</c>.</summary>
    public static Unit One { get; } = new(UnitScale.One, ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));

    /// <summary>Per hundred, <c>%</c>.</summary>
    public static Unit Percent { get; } = new(UnitScale.Of(0.01)!.Value, One._powers);

    /// <summary>Yes or no, <c>bool</c>.</summary>
    public static Unit YesNo { get; } = Base("bool");

    /// <summary>What one of it is worth in base units.</summary>
    internal UnitScale Scale { get; }

    /// <summary>Reads a unit, e.g. <c>m2/100{household}</c>; null, and why, when it is none.</summary>
    public static Unit? Parse(string text, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        return UnitReader.Read(text, out fault);
    }

    /// <summary>A counted thing, <c>{household}</c> for <c>household</c>; or any other base dimension.</summary>
    internal static Unit Base(string dimension) => new(UnitScale.One, One._powers.SetItem(dimension, 1));

    /// <summary>A plain multiple.</summary>
    internal static Unit Scaled(UnitScale scale) => new(scale, One._powers);

    /// <summary>The product.</summary>
    public static Unit operator *(Unit left, Unit right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new Unit(left.Scale * right.Scale, Merge(left._powers, right._powers, 1));
    }

    /// <summary>The quotient.</summary>
    public static Unit operator /(Unit left, Unit right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new Unit(left.Scale / right.Scale, Merge(left._powers, right._powers, -1));
    }

    /// <summary>A whole power.</summary>
    public Unit Power(int exponent) => exponent == 0
        ? One
        : new(Scale.Power(exponent), _powers.ToImmutableSortedDictionary(static p => p.Key, p => p.Value * exponent, StringComparer.Ordinal));

    /// <summary>The same dimensions: a number of one can be turned into a number of the other by a factor.</summary>
    public bool IsCommensurable(Unit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _powers.SequenceEqual(other._powers);
    }

    /// <inheritdoc/>
    public bool Equals(Unit? other) => other is not null && Scale == other.Scale && IsCommensurable(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Unit);

    /// <inheritdoc/>
    public override int GetHashCode() => _powers.Aggregate(Scale.GetHashCode(), static (hash, p) => HashCode.Combine(hash, StringComparer.Ordinal.GetHashCode(p.Key), p.Value));

    /// <summary>In base units, for people who look for a fault: <c>1/100 m2.{household}-1</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (dimension, power) in _powers)
        {
            text.Append(text.Length == 0 ? "" : ".").Append(dimension);
            if (power != 1)
                text.Append(power.ToString(CultureInfo.InvariantCulture));
        }

        return Scale == UnitScale.One ? text.Length == 0 ? "1" : text.ToString() : text.Length == 0 ? Scale.ToString() : $"{Scale} {text}";
    }

    private static ImmutableSortedDictionary<string, int> Merge(ImmutableSortedDictionary<string, int> left, ImmutableSortedDictionary<string, int> right, int sign)
    {
        var powers = left.ToBuilder();
        foreach (var (dimension, power) in right)
        {
            var sum = powers.GetValueOrDefault(dimension) + (sign * power);
            if (sum == 0)
                powers.Remove(dimension);
            else
                powers[dimension] = sum;
        }

        return powers.ToImmutable();
    }
}
