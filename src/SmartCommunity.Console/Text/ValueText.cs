using System.Globalization;
using Microsoft.Extensions.Localization;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>Values as people read them: decimals of the quantity, code names of enumerations, yes and no of booleans.</summary>
internal static class ValueText
{
    /// <summary>Decimals of a value whose quantity is not in the catalogue.</summary>
    private const int UnknownDecimals = 3;

    internal static string Of(Quantity? quantity, double value, IStringLocalizer words) => quantity?.Kind switch
    {
        null => Number(value, UnknownDecimals),
        QuantityKind.Boolean => words[value != 0 ? "value.yes" : "value.no"],
        QuantityKind.Enumeration => CodeOf(quantity, value),
        _ => Number(value, quantity.Decimals),
    };

    /// <summary>The value with its unit, where it has one.</summary>
    internal static string WithUnit(Quantity? quantity, double value, IStringLocalizer words) => $"{Of(quantity, value, words)} {Unit(quantity)}".TrimEnd();

    internal static string Unit(Quantity? quantity) => quantity is null ? "" : UnitText.Of(quantity.Unit);

    internal static string Number(double value, int decimals) =>
        value.ToString($"N{decimals.ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture);

    internal static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Bytes with a binary prefix, three digits at most before the point.</summary>
    internal static string Bytes(long bytes)
    {
        const int Step = 1024;
        string[] prefixes = ["B", "KiB", "MiB", "GiB", "TiB"];
        var value = (double)bytes;
        var at = 0;
        for (; value >= Step && at < prefixes.Length - 1; at++)
            value /= Step;
        return $"{Number(value, at == 0 ? 0 : 1)} {prefixes[at]}";
    }

    /// <summary>Number → word for the codes of a quantity, as a chart's axis wants it; empty for numbers.</summary>
    internal static IReadOnlyDictionary<string, string> CodeNames(Quantity quantity, IStringLocalizer words) => quantity.Kind switch
    {
        QuantityKind.Boolean => new Dictionary<string, string> { ["0"] = words["value.no"], ["1"] = words["value.yes"] },
        QuantityKind.Enumeration => quantity.Codes.ToDictionary(
            code => code.Value.ToString(CultureInfo.InvariantCulture), code => Words.Pick(DisplayWords.Code(code.Key))),
        _ => new Dictionary<string, string>(),
    };

    private static string CodeOf(Quantity quantity, double value)
    {
        foreach (var (name, number) in quantity.Codes)
        {
            if (number == value)
                return Words.Pick(DisplayWords.Code(name));
        }

        return Number(value, UnknownDecimals);
    }
}
