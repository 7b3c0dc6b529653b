using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;

namespace SmartCommunity.Indicators.Units;

/// <summary>
/// Reads the subset of UCUM that packs and the quantity catalogue use:
/// <c>term = ["/"] part (("." | "/") part)*; part = atom [exponent] [annotation] | whole number [annotation] | annotation | "(" term ")"</c>.
/// </summary>
internal ref struct UnitReader
{
    /// <summary>Longest unit: three or four parts with long names.</summary>
    private const int MaxCharacters = 80;

    /// <summary>Deepest brackets.</summary>
    private const int MaxDepth = 4;

    /// <summary>Largest exponent; more is a slip.</summary>
    private const int MaxExponent = 9;

    /// <summary>Most digits of a multiple such as 1000.</summary>
    private const int MaxDigits = 9;

    private static readonly FrozenDictionary<string, Unit> Atoms = MakeAtoms();

    private readonly string _text;
    private int _at;
    private int _depth;
    private string _fault = "";

    private UnitReader(string text) => _text = text;

    internal static Unit? Read(string text, out string fault)
    {
        if (text.Length is 0 or > MaxCharacters)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"a unit has 1 to {MaxCharacters} characters");
            return null;
        }

        var reader = new UnitReader(text);
        var unit = reader.Term();
        if (unit is not null && reader._at < text.Length)
        {
            reader.Fault($"'{text[reader._at]}' is not expected");
            unit = null;
        }

        fault = reader._fault;
        return unit;
    }

    private Unit? Term()
    {
        var unit = Unit.One;
        var divides = Take('/');
        do
        {
            if (Part() is not { } part)
                return null;
            unit = divides ? unit / part : unit * part;
            divides = Peek == '/';
        }
        while (Take('.') || Take('/'));
        return unit;
    }

    private Unit? Part()
    {
        if (Take('('))
        {
            if (++_depth > MaxDepth)
                return Fault(string.Create(CultureInfo.InvariantCulture, $"brackets are at most {MaxDepth} deep"));
            var inner = Term();
            if (inner is not null && !Take(')'))
                return Fault("')' is missing");
            _depth--;
            return inner;
        }

        var unit = Peek == '{' ? Unit.One : char.IsAsciiDigit(Peek) ? Multiple() : Atom();
        return unit is null || Peek != '{' ? unit : Annotation() is { } counted ? unit * counted : null;
    }

    private Unit? Multiple()
    {
        var digits = Digits();
        if (digits.Length > MaxDigits || !BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number.IsZero)
            return Fault(string.Create(CultureInfo.InvariantCulture, $"'{digits}' must be a whole number of 1 to {MaxDigits} digits above 0"));
        return Unit.Scaled(new UnitScale(number, BigInteger.One));
    }

    private Unit? Atom()
    {
        var start = _at;
        while (char.IsAsciiLetter(Peek) || Peek is '[' or ']' or '%')
            _at++;
        var name = _text[start.._at];
        if (!Atoms.TryGetValue(name, out var unit))
        {
            _at = start;
            return Fault(name.Length == 0 ? "a unit is missing" : $"'{name}' is no unit known here; known are {string.Join(", ", Atoms.Keys.Order(StringComparer.Ordinal))}, and counted things in braces such as {{household}}");
        }

        var isNegative = Take('-');
        var digits = Digits();
        if (digits.Length == 0)
            return isNegative ? Fault("an exponent is missing") : unit;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var exponent) || exponent is 0 or > MaxExponent)
            return Fault(string.Create(CultureInfo.InvariantCulture, $"exponent {digits} must be 1 to {MaxExponent}"));
        return unit.Power(isNegative ? -exponent : exponent);
    }

    private Unit? Annotation()
    {
        var close = _text.IndexOf('}', _at);
        if (close < 0)
            return Fault("'}' is missing");
        var name = _text[(_at + 1)..close];
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
            return Fault($"'{{{name}}}' must name a counted thing: a letter, then letters and digits");
        _at = close + 1;
        return Unit.Base($"{{{name}}}");
    }

    private string Digits()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek))
            _at++;
        return _text[start.._at];
    }

    private readonly char Peek => _at < _text.Length ? _text[_at] : '\0';

    private bool Take(char expected)
    {
        if (Peek != expected)
            return false;
        _at++;
        return true;
    }

    private Unit? Fault(string fault)
    {
        if (_fault.Length == 0)
            _fault = string.Create(CultureInfo.InvariantCulture, $"{fault} (character {_at + 1})");
        return null;
    }

    private static FrozenDictionary<string, Unit> MakeAtoms()
    {
        Unit m = Unit.Base("m"), g = Unit.Base("g"), s = Unit.Base("s"), k = Unit.Base("K"), a = Unit.Base("A");
        var n = Times(1000, g) * m / s.Power(2);
        var j = n * m;
        var w = j / s;
        var v = w / a;
        return new Dictionary<string, Unit>(StringComparer.Ordinal)
        {
            ["m"] = m, ["km"] = Times(1000, m), ["cm"] = Part(100, m), ["mm"] = Part(1000, m),
            ["g"] = g, ["kg"] = Times(1000, g), ["mg"] = Part(1000, g), ["ug"] = Part(1_000_000, g), ["t"] = Times(1_000_000, g),
            ["s"] = s, ["ms"] = Part(1000, s), ["min"] = Times(60, s), ["h"] = Times(3600, s), ["d"] = Times(86_400, s), ["wk"] = Times(604_800, s),
            // UCUM: a Julian year of 365.25 days, a month of its twelfth.
            ["a"] = Times(31_557_600, s), ["mo"] = Times(2_629_800, s),
            ["K"] = k, ["Cel"] = k, ["A"] = a, ["V"] = v, ["Hz"] = Unit.One / s,
            ["N"] = n, ["J"] = j, ["MJ"] = Times(1_000_000, j), ["GJ"] = Times(1_000_000_000, j), ["W"] = w, ["kW"] = Times(1000, w), ["MW"] = Times(1_000_000, w), ["kvar"] = Times(1000, w) * Unit.Base("var"),
            ["Pa"] = n / m.Power(2), ["hPa"] = Times(100, n / m.Power(2)), ["mm[Hg]"] = Unit.Base("mm[Hg]"),
            ["L"] = Part(1000, m.Power(3)), ["mL"] = Part(1_000_000, m.Power(3)), ["mol"] = Unit.Base("mol"), ["mmol"] = Part(1000, Unit.Base("mol")), ["umol"] = Part(1_000_000, Unit.Base("mol")),
            ["lx"] = Unit.Base("lx"), ["deg"] = Unit.Base("deg"), ["dB[SPL]"] = Unit.Base("dB[SPL]"),
            ["%"] = Unit.Percent, ["[ppm]"] = Part(1_000_000, Unit.One), ["bool"] = Unit.YesNo,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static Unit Times(int factor, Unit unit) => Unit.Scaled(new UnitScale(factor, BigInteger.One)) * unit;

    private static Unit Part(int divisor, Unit unit) => Unit.Scaled(new UnitScale(BigInteger.One, divisor)) * unit;
}
