using System.Globalization;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>A twin as a property filter sees it.</summary>
/// <param name="Device">Its state, for a device.</param>
/// <param name="Said">What people said of it, or null.</param>
internal readonly record struct TwinFace(DeviceState? Device, LoggedTwin? Said);

/// <summary>A condition over a twin. Pure; a comparison with what the twin does not have is false, whatever the operator.</summary>
internal abstract class TwinExpression
{
    internal abstract bool Holds(in TwinFace twin);
}

internal sealed class AllOf(IReadOnlyList<TwinExpression> parts) : TwinExpression
{
    internal override bool Holds(in TwinFace twin)
    {
        foreach (var part in parts)
        {
            if (!part.Holds(in twin))
                return false;
        }

        return true;
    }
}

internal sealed class AnyOf(IReadOnlyList<TwinExpression> parts) : TwinExpression
{
    internal override bool Holds(in TwinFace twin)
    {
        foreach (var part in parts)
        {
            if (part.Holds(in twin))
                return true;
        }

        return false;
    }
}

internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>Compares the latest value of a quantity; the place of the quantity in each class is looked up once.</summary>
internal sealed class QuantityComparison : TwinExpression
{
    private readonly Dictionary<DeviceClass, int> _slots;
    private readonly ComparisonOperator _operator;
    private readonly double _value;

    internal QuantityComparison(Quantity quantity, ComparisonOperator comparison, double value)
    {
        (_operator, _value) = (comparison, value);
        _slots = new Dictionary<DeviceClass, int>(ReferenceEqualityComparer.Instance);
        foreach (var deviceClass in DeviceClassCatalogue.Current.All)
        {
            if (deviceClass.IndexOf(quantity) is >= 0 and var slot)
                _slots[deviceClass] = slot;
        }
    }

    internal override bool Holds(in TwinFace twin) =>
        twin.Device is { } device && _slots.TryGetValue(device.Class, out var slot) && device.Latest[slot] is { IsSet: true } latest
        && Comparison.Holds(latest.Value.CompareTo(_value), _operator);
}

/// <summary>Compares a number people said of a place.</summary>
internal sealed class AttributeComparison(Func<LoggedTwin, double?> attribute, ComparisonOperator comparison, double value) : TwinExpression
{
    internal override bool Holds(in TwinFace twin) =>
        twin.Said is { } said && attribute(said) is { } number && Comparison.Holds(number.CompareTo(value), comparison);
}

/// <summary>Compares a text people said of a place; only equal and not equal.</summary>
internal sealed class TextComparison(Func<LoggedTwin, string?> attribute, ComparisonOperator comparison, string value) : TwinExpression
{
    internal override bool Holds(in TwinFace twin) =>
        twin.Said is { } said && attribute(said) is { } text && Comparison.Holds(string.CompareOrdinal(text, value), comparison);
}

/// <summary>Compares a desired or reported property of the top level with a number, a truth value or a text.</summary>
internal sealed class PropertyComparison(bool desired, string name, ComparisonOperator comparison, object value) : TwinExpression
{
    internal override bool Holds(in TwinFace twin)
    {
        var json = desired ? twin.Said?.DesiredJson : twin.Device?.ReportedJson;
        if (json is null || !json.Contains(name, StringComparison.Ordinal) || !System.Text.Json.JsonElement.Parse(json).TryGetProperty(name, out var property))
            return false;
        return (property.ValueKind, value) switch
        {
            (System.Text.Json.JsonValueKind.Number, double number) => Comparison.Holds(property.GetDouble().CompareTo(number), comparison),
            (System.Text.Json.JsonValueKind.True, bool wanted) => Comparison.Holds(wanted ? 0 : 1, comparison),
            (System.Text.Json.JsonValueKind.False, bool wanted) => Comparison.Holds(wanted ? -1 : 0, comparison),
            (System.Text.Json.JsonValueKind.String, string text) => Comparison.Holds(string.CompareOrdinal(property.GetString(), text), comparison),
            _ => false,
        };
    }
}

internal static class Comparison
{
    internal static readonly (string Sign, ComparisonOperator Operator)[] Signs =
    [
        // Longer signs first, as <= begins with <.
        ("==", ComparisonOperator.Equal), ("!=", ComparisonOperator.NotEqual), ("<=", ComparisonOperator.LessOrEqual), (">=", ComparisonOperator.GreaterOrEqual),
        ("<", ComparisonOperator.Less), (">", ComparisonOperator.Greater),
    ];

    internal static bool Holds(int order, ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        ComparisonOperator.GreaterOrEqual => order >= 0,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Not an operator."),
    };

    internal static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
