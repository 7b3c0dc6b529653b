using System.Globalization;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>
/// Reads property filters. Grammar, spaces anywhere between the parts:
/// <code>
/// either     = both { "or" both }
/// both       = condition { "and" condition }
/// condition  = "(" either ")" | name operator value
/// name       = quantity | floors | heightM | floor | areaM2 | facilityKind | "desired." property | "reported." property
/// operator   = "==" | "!=" | "&lt;" | "&lt;=" | ">" | ">="
/// value      = number | "true" | "false" | word | "'" text "'"
/// </code>
/// Nothing else is possible: no functions, no negation, no wild cards. Every fault names its position, from 1.
/// </summary>
internal sealed class TwinExpressionParser
{
    /// <summary>Most comparisons of one filter: each is a look at every twin.</summary>
    internal const int MaxComparisons = 20;

    /// <summary>Most brackets within brackets.</summary>
    internal const int MaxDepth = 10;

    private static readonly Dictionary<string, Func<LoggedTwin, double?>> Numbers = new(StringComparer.Ordinal)
    {
        ["floors"] = t => t.Floors, ["heightM"] = t => t.HeightM, ["floor"] = t => t.Floor, ["areaM2"] = t => t.AreaM2,
    };

    private static readonly Dictionary<string, Func<LoggedTwin, string?>> Texts = new(StringComparer.Ordinal) { ["facilityKind"] = t => t.FacilityKind };

    private readonly string _text;
    private int _offset;
    private int _comparisons;

    private TwinExpressionParser(string text) => _text = text;

    /// <summary>The condition, or the fault that says where it cannot be read.</summary>
    internal static (TwinExpression? Expression, Fault? Fault) Parse(string text)
    {
        var parser = new TwinExpressionParser(text);
        try
        {
            var expression = parser.Either(depth: 0);
            Expect(parser._offset == text.Length, parser._offset, "'and', 'or' or the end is expected here");
            return (expression, null);
        }
        catch (UnreadableException unreadable)
        {
            return (null, new Fault(FaultKind.Invalid, "property", $"property cannot be read at position {unreadable.Offset + 1}: {unreadable.Message}."));
        }
    }

    private TwinExpression Either(int depth)
    {
        var parts = new List<TwinExpression> { Both(depth) };
        while (TakeWord("or"))
            parts.Add(Both(depth));
        return parts is [var only] ? only : new AnyOf(parts);
    }

    private TwinExpression Both(int depth)
    {
        var parts = new List<TwinExpression> { Condition(depth) };
        while (TakeWord("and"))
            parts.Add(Condition(depth));
        return parts is [var only] ? only : new AllOf(parts);
    }

    private TwinExpression Condition(int depth)
    {
        SkipSpaces();
        if (_offset < _text.Length && _text[_offset] == '(')
        {
            Expect(depth < MaxDepth, _offset, $"brackets stand deeper than the limit of {MaxDepth}");
            var opened = _offset++;
            var inner = Either(depth + 1);
            Expect(_offset < _text.Length && _text[_offset] == ')', _offset, $"the bracket of position {opened + 1} is not closed");
            _offset++;
            SkipSpaces();
            return inner;
        }

        var nameAt = _offset;
        var name = Word();
        Expect(name.Length > 0, nameAt, "a name or '(' is expected here");
        Expect(++_comparisons <= MaxComparisons, nameAt, $"there are more comparisons than the limit of {MaxComparisons}");
        var comparison = Operator();
        SkipSpaces();
        var valueAt = _offset;
        var (value, quoted) = Value();
        SkipSpaces();
        return Comparison(name, nameAt, comparison, value, quoted, valueAt);
    }

    private static TwinExpression Comparison(string name, int nameAt, ComparisonOperator comparison, string value, bool quoted, int valueAt)
    {
        foreach (var (prefix, desired) in new[] { ("desired.", true), ("reported.", false) })
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return new PropertyComparison(desired, name[prefix.Length..], comparison, PropertyValue(value, quoted));
        }

        if (Texts.TryGetValue(name, out var text))
        {
            Expect(comparison is ComparisonOperator.Equal or ComparisonOperator.NotEqual, valueAt, $"'{name}' is a text; compare it with == or !=");
            return new TextComparison(text, comparison, value);
        }

        // A lift measures the floor it is at, a unit is on one.
        if (Numbers.TryGetValue(name, out var attribute))
        {
            var number = Number(value, valueAt, name);
            var ofPlace = new AttributeComparison(attribute, comparison, number);
            return QuantityCatalogue.Default.Find(name) is { } shared ? new AnyOf([ofPlace, new QuantityComparison(shared, comparison, number)]) : ofPlace;
        }

        Expect(
            QuantityCatalogue.Default.Find(name) is not null, nameAt,
            $"'{name}' is neither a quantity of the catalogue nor one of {string.Join(", ", Numbers.Keys.Concat(Texts.Keys))}, desired.…, reported.…");
        var quantity = QuantityCatalogue.Default.Find(name)!;
        return new QuantityComparison(quantity, comparison, QuantityValue(quantity, value, valueAt));
    }

    private static double QuantityValue(Quantity quantity, string value, int valueAt)
    {
        switch (quantity.Kind)
        {
            case QuantityKind.Boolean when value is "true" or "false":
                return value == "true" ? 1 : 0;
            case QuantityKind.Enumeration when quantity.Codes.TryGetValue(value, out var code):
                return code;
            case QuantityKind.Enumeration when value.Length == 0 || !char.IsAsciiDigit(value[0]):
                throw new UnreadableException(valueAt, $"'{value}' is not a code of {quantity.Name}; it has: {string.Join(", ", quantity.Codes.Keys)}");
            default:
                return Number(value, valueAt, quantity.Name);
        }
    }

    private static object PropertyValue(string value, bool quoted)
    {
        if (quoted)
            return value;
        if (value is "true" or "false")
            return value == "true";
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : value;
    }

    private static double Number(string value, int valueAt, string name) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new UnreadableException(valueAt, $"{name} is compared with a number, and '{value}' is none");

    private ComparisonOperator Operator()
    {
        SkipSpaces();
        foreach (var (sign, comparison) in Graph.Comparison.Signs)
        {
            if (string.CompareOrdinal(_text, _offset, sign, 0, sign.Length) != 0)
                continue;
            _offset += sign.Length;
            return comparison;
        }

        throw new UnreadableException(_offset, "one of == != < <= > >= is expected here");
    }

    private (string Value, bool Quoted) Value()
    {
        if (_offset < _text.Length && _text[_offset] == '\'')
        {
            var end = _text.IndexOf('\'', _offset + 1);
            Expect(end > 0, _offset, "the quote is not closed");
            var text = _text[(_offset + 1)..end];
            _offset = end + 1;
            return (text, true);
        }

        var word = Word();
        Expect(word.Length > 0, _offset, "a value is expected here");
        return (word, false);
    }

    private bool TakeWord(string word)
    {
        SkipSpaces();
        var start = _offset;
        if (Word() == word)
            return true;
        _offset = start;
        return false;
    }

    private string Word()
    {
        SkipSpaces();
        var start = _offset;
        while (_offset < _text.Length && (char.IsAsciiLetterOrDigit(_text[_offset]) || _text[_offset] is '.' or '_' or '-' or '+'))
            _offset++;
        return _text[start.._offset];
    }

    private void SkipSpaces()
    {
        while (_offset < _text.Length && _text[_offset] == ' ')
            _offset++;
    }

    private static void Expect(bool condition, int offset, string message)
    {
        if (!condition)
            throw new UnreadableException(offset, message);
    }

    // Never leaves this class: the shortest way out of a nested grammar.
    private sealed class UnreadableException(int offset, string message) : Exception(message)
    {
        internal int Offset => offset;
    }
}
