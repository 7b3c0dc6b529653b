using System.Text.Json;
using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Conditions on a measurement's value, compiled to a flat list. A field other than <c>value</c> or the quantity's own name is a fault of the formula: other quantities have other times.</summary>
internal sealed class ValueConditions
{
    private readonly (CompareOp Op, double Number)[][] _all;

    internal ValueConditions(SampleSource leaf) => _all = [.. leaf.Where.Select(c => Alternatives(leaf, c))];

    /// <summary>Of each condition it or one of its alternatives must hold.</summary>
    internal bool Hold(double value)
    {
        foreach (var alternatives in _all)
        {
            if (!AnyHolds(alternatives, value))
                return false;
        }

        return true;
    }

    private static bool AnyHolds((CompareOp Op, double Number)[] alternatives, double value)
    {
        foreach (ref readonly var condition in alternatives.AsSpan())
        {
            if (Comparisons.Holds(value, condition.Op, condition.Number))
                return true;
        }

        return false;
    }

    private static (CompareOp Op, double Number)[] Alternatives(SampleSource leaf, Condition condition)
    {
        Condition[] all = [condition, .. condition.Or];
        if (Array.Find(all, c => c.Number is null || (c.Field != "value" && c.Field != leaf.Quantity)) is { } wrong)
            throw new ArgumentException($"A condition on measurements of {leaf.Quantity} compares value with a number: {wrong.Field} does not.", nameof(leaf));
        return [.. all.Select(static c => (c.Op, c.Number!.Value))];
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
            if (!Holds(condition, EventField.Of(data, condition.Field)) && !condition.Or.Any(c => Holds(c, EventField.Of(data, c.Field))))
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
