using System.Text.Json;
using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Conditions on a measurement's value, compiled to a flat list. A field other than <c>value</c> or the quantity's own name is a fault of the formula: other quantities have other times.</summary>
internal sealed class ValueConditions
{
    private readonly (CompareOp Op, double Number)[] _all;

    internal ValueConditions(SampleSource leaf)
    {
        foreach (var condition in leaf.Where)
        {
            if (condition.Number is null || (condition.Field != "value" && condition.Field != leaf.Quantity))
                throw new ArgumentException($"A condition on measurements of {leaf.Quantity} compares value with a number: {condition.Field} does not.", nameof(leaf));
        }

        _all = [.. leaf.Where.Select(static c => (c.Op, c.Number!.Value))];
    }

    internal bool Hold(double value)
    {
        foreach (ref readonly var condition in _all.AsSpan())
        {
            if (!Comparisons.Holds(value, condition.Op, condition.Number))
                return false;
        }

        return true;
    }
}

/// <summary>Conditions on an event's data. A field that is not there meets no condition, not even <see cref="CompareOp.NotEqual"/>. Yes and no are 1 and 0, and the texts <c>true</c> and <c>false</c>.</summary>
internal sealed class DataConditions(IReadOnlyList<Condition> where)
{
    private readonly Condition[] _all = [.. where];

    internal bool Hold(JsonElement data)
    {
        foreach (var condition in _all)
        {
            if (!Holds(condition, EventField.Of(data, condition.Field)))
                return false;
        }

        return true;
    }

    private static bool Holds(Condition condition, EventField field)
    {
        if (condition.Number is { } number)
            return field.Number is { } value && Comparisons.Holds(value, condition.Op, number);
        if (field.Text is not { } text)
            return false;
        var isOneOf = condition.Texts.Contains(text, StringComparer.Ordinal);
        return condition.Op == CompareOp.NotEqual ? !isOneOf : isOneOf;
    }
}

/// <summary>Comparison of numbers.</summary>
internal static class Comparisons
{
    internal static bool Holds(double left, CompareOp op, double right) => op switch
    {
        CompareOp.Equal => left == right,
        CompareOp.NotEqual => left != right,
        CompareOp.Less => left < right,
        CompareOp.LessOrEqual => left <= right,
        CompareOp.Greater => left > right,
        CompareOp.GreaterOrEqual => left >= right,
        _ => false,
    };
}
