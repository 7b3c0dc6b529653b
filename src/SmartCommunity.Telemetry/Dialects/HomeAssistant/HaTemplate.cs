using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Dialects.HomeAssistant;

/// <summary>What a template makes of a payload: text, which may be a number. Points into the payload.</summary>
internal readonly ref struct HaValue(ReadOnlySpan<byte> text, bool isMissing)
{
    internal ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>The payload has nothing at the template's path, or null.</summary>
    internal bool IsMissing { get; } = isMissing;

    internal bool TryNumber(out double number) => double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}

/// <summary>
/// A value template of the safe subset, compiled: <c>{{ value }}</c> or <c>{{ value_json.a['b'][0] }}</c>, followed by <c>| float</c>, <c>| int</c>, <c>| round(n)</c> (each with an
/// optional default) and <c>| default(x)</c>. Anything else is refused: a template of a stranger is never run. Immutable and thread-safe.
/// </summary>
internal sealed class HaTemplate
{
    /// <summary>Deepest path; payloads nest no deeper than the decoders read.</summary>
    private const int MaxPath = 8;

    /// <summary>Most digits behind the point that <c>round</c> takes; what a double holds.</summary>
    private const int MaxDigits = 15;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxPath };

    private readonly object[]? _path;
    private readonly Filter[] _filters;

    private HaTemplate(object[]? path, Filter[] filters) => (_path, _filters) = (path, filters);

    private enum FilterKind
    {
        Float,
        Int,
        Round,
        Default,
    }

    /// <summary>The payload itself.</summary>
    internal static HaTemplate Whole { get; } = new(path: null, []);

    /// <summary>A path without filters, for payloads whose layout is fixed.</summary>
    internal static HaTemplate Member(string name) => new([name], []);

    /// <summary>Null when the template is not of the subset.</summary>
    internal static HaTemplate? Compile(string template)
    {
        var text = template.AsSpan().Trim();
        if (!text.StartsWith("{{") || !text.EndsWith("}}"))
            return null;
        var parser = new Parser(text[2..^2]);
        if (!parser.TrySource(out var path))
            return null;
        var filters = new List<Filter>();
        while (parser.Skip('|'))
        {
            if (!parser.TryFilter(out var filter))
                return null;
            filters.Add(filter);
        }

        return parser.IsAtEnd ? new HaTemplate(path, [.. filters]) : null;
    }

    /// <summary>Applies the template; never throws. False when the payload is no JSON though the template looks into it, or a filter wants a number.</summary>
    internal bool TryRead(ReadOnlySpan<byte> payload, out HaValue value)
    {
        value = new HaValue(payload.Trim(" \t\r\n"u8), isMissing: false);
        if (_path is not null)
        {
            try
            {
                value = Find(payload);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return false;
            }
        }

        foreach (var filter in _filters)
        {
            if (!TryApply(filter, ref value))
                return false;
        }

        return true;
    }

    private HaValue Find(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload, Options);
        reader.Read();
        foreach (var step in _path!)
        {
            if (!(step is string name ? Enter(ref reader, name) : Enter(ref reader, (int)step)))
                return new HaValue(default, isMissing: true);
        }

        if (reader.TokenType is JsonTokenType.Null or JsonTokenType.StartObject or JsonTokenType.StartArray)
            return new HaValue(default, isMissing: true);
        return new HaValue(reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan, isMissing: false);
    }

    private static bool Enter(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static bool Enter(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index--)
        {
            if (index == 0)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static bool TryApply(Filter filter, ref HaValue value)
    {
        if (filter.Kind == FilterKind.Default)
        {
            if (value.IsMissing)
                value = new HaValue(filter.Default, isMissing: false);
            return true;
        }

        if (value.IsMissing || !value.TryNumber(out var number))
        {
            if (filter.Default is null)
                return value.IsMissing; // A missing value stays missing; a text that should be a number is a fault.
            value = new HaValue(filter.Default, isMissing: false);
            return true;
        }

        if (filter.Kind != FilterKind.Float)
            value = new HaValue(Encoding.UTF8.GetBytes(Cut(filter, number).ToString("R", CultureInfo.InvariantCulture)), isMissing: false);
        return true;
    }

    private static double Cut(Filter filter, double number) =>
        filter.Kind == FilterKind.Int ? Math.Truncate(number) : Math.Round(number, filter.Digits, MidpointRounding.ToEven);

    private readonly record struct Filter(FilterKind Kind, int Digits, byte[]? Default);

    private ref struct Parser(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        internal bool IsAtEnd
        {
            get
            {
                _rest = _rest.TrimStart();
                return _rest.IsEmpty;
            }
        }

        internal bool Skip(char c)
        {
            if (IsAtEnd || _rest[0] != c)
                return false;
            _rest = _rest[1..];
            return true;
        }

        internal bool TrySource(out object[]? path)
        {
            path = null;
            var root = Word();
            if (root.SequenceEqual("value"))
                return true;
            if (!root.SequenceEqual("value_json"))
                return false;
            var steps = new List<object>();
            while (steps.Count < MaxPath)
            {
                if (Skip('.'))
                {
                    var name = Word();
                    if (name.IsEmpty)
                        return false;
                    steps.Add(name.ToString());
                }
                else if (Skip('['))
                {
                    if (TryText(out var name))
                        steps.Add(name);
                    else if (int.TryParse(Word(), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                        steps.Add(index);
                    else
                        return false;
                    if (!Skip(']'))
                        return false;
                }
                else
                {
                    path = [.. steps];
                    return true;
                }
            }

            return false;
        }

        internal bool TryFilter(out Filter filter)
        {
            filter = default;
            FilterKind kind;
            switch (Word())
            {
                case "float":
                    kind = FilterKind.Float;
                    break;
                case "int":
                    kind = FilterKind.Int;
                    break;
                case "round":
                    kind = FilterKind.Round;
                    break;
                case "default":
                    kind = FilterKind.Default;
                    break;
                default:
                    return false;
            }

            string? argument = null;
            if (Skip('(') && !Skip(')'))
            {
                Skip("default="); // The keyword that float and int take.
                if (!TryArgument(out argument) || (Skip(',') && !(kind == FilterKind.Default && Word() is "true" or "True")) || !Skip(')'))
                    return false;
            }

            var digits = 0;
            if (kind == FilterKind.Round && argument is not null
                && (!int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out digits) || digits > MaxDigits))
                return false;
            if (kind == FilterKind.Default && argument is null)
                return false;
            filter = new Filter(kind, digits, kind == FilterKind.Round || argument is null ? null : Encoding.UTF8.GetBytes(argument));
            return true;
        }

        private bool TryArgument(out string argument)
        {
            if (TryText(out argument))
                return true;
            _ = IsAtEnd;
            var length = 0;
            while (length < _rest.Length && (char.IsAsciiLetterOrDigit(_rest[length]) || _rest[length] is '-' or '.'))
                length++;
            argument = _rest[..length].ToString();
            _rest = _rest[length..];
            return length > 0;
        }

        private void Skip(ReadOnlySpan<char> word)
        {
            _ = IsAtEnd;
            if (_rest.StartsWith(word))
                _rest = _rest[word.Length..];
        }

        private ReadOnlySpan<char> Word()
        {
            _ = IsAtEnd;
            var length = 0;
            while (length < _rest.Length && (char.IsAsciiLetterOrDigit(_rest[length]) || _rest[length] == '_'))
                length++;
            var word = _rest[..length];
            _rest = _rest[length..];
            return word;
        }

        private bool TryText(out string text)
        {
            text = "";
            if (IsAtEnd || _rest[0] is not ('\'' or '"'))
                return false;
            var end = _rest[1..].IndexOf(_rest[0]);
            if (end < 0)
                return false;
            text = _rest.Slice(1, end).ToString();
            _rest = _rest[(end + 2)..];
            return true;
        }
    }
}
